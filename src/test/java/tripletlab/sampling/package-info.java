/** Tests of {@code tripletlab.sampling}. */
package tripletlab.sampling;
