/** Tests of {@code tripletlab.training}. */
package tripletlab.training;
