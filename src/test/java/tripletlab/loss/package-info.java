/** Tests of {@code tripletlab.loss}. */
package tripletlab.loss;
