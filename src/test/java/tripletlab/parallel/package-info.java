/** Tests of {@code tripletlab.parallel}. */
package tripletlab.parallel;
