/** Tests of {@code tripletlab.evaluation}. */
package tripletlab.evaluation;
