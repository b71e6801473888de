/** The triplet loss, as a DJL {@link ai.djl.training.loss.Loss} for any DJL trainer. */
package tripletlab.loss;
