package tripletlab.offline;

import tripletlab.mining.Triplets;

/**
 * A strategy for choosing triplets offline: from embeddings that were computed before, for many
 * training steps to come. {@link GivenTripletLoss} learns from them.
 */
public interface TripletSelector {

    /**
     * Selects triplets.
     *
     * @param embeddings (N, D)
     * @param labels N of them
     * @return the triplets chosen, as indices into the embeddings; none if there is nothing to
     *     choose
     * @throws IllegalArgumentException if {@code embeddings} is empty, not rectangular or not
     *     finite, or {@code labels} is of another length
     */
    Triplets select(float[][] embeddings, int[] labels);
}
