/**
 * How good embeddings are: neighbours, retrieval, verification, classes by the nearest, and the
 * maps that show it, all from plain Java arrays. What a network needs while it learns is in {@code
 * training}, what draws is in {@code plot}.
 */
package tripletlab.evaluation;
