/**
 * Triplet losses, each a DJL {@link ai.djl.training.loss.Loss} for any DJL trainer; and the same
 * losses by the book, as formulas over NDArrays.
 */
package tripletlab.loss;
