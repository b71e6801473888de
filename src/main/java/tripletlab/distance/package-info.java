/** How far apart embeddings are: one matrix for all pairs of a batch. */
package tripletlab.distance;
