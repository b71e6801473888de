/** Tests of {@code tripletlab.sweep}. */
package tripletlab.sweep;
