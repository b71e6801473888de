/** Tests of {@code tripletlab.plot}. */
package tripletlab.plot;
