/**
 * The triplet loss, a DJL {@link ai.djl.training.loss.Loss} for any DJL trainer, and what all
 * losses over triplets share. The same losses with masks are in {@code book}, those of given
 * triplets in {@code offline}.
 */
package tripletlab.loss;
