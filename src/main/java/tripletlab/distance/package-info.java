/**
 * How far apart embeddings are: one matrix for all pairs of a batch, in NDArrays as the text
 * explains it ({@link tripletlab.distance.Distance}), and in plain Java as the losses need it
 * ({@link tripletlab.distance.EmbeddingBatch}).
 */
package tripletlab.distance;
