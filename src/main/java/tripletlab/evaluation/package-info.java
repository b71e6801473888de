/** How good embeddings are: retrieval, and the maps that show it. */
package tripletlab.evaluation;
