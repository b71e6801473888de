/**
 * Triplets that are chosen before they are trained on: rules that select them from embeddings, a
 * dataset that selects again every N steps, and the loss of given triplets. What is mined in the
 * batch that is being trained on is in {@code mining} and {@code loss}.
 */
package tripletlab.offline;
