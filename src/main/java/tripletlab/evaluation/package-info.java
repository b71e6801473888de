/** How good embeddings are: neighbors, retrieval, and the maps that show it. */
package tripletlab.evaluation;
