/** Tests of {@code tripletlab.mining}. */
package tripletlab.mining;
