package tripletlab.distance;

import tripletlab.internal.Arguments;

/** Some pairs of a batch of embeddings, and what {@link EmbeddingBatch} computes of all pairs. */
public final class EmbeddingPairs {

    private final EmbeddingBatch batch;
    private final Distance distance;
    private final int[] first; // (T)
    private final int[] second; // (T)

    /**
     * Lists pairs.
     *
     * @param batch B embeddings under a distance
     * @param first T items, each from 0 to B − 1
     * @param second T items, each from 0 to B − 1
     * @throws IllegalArgumentException if an item is none of the batch, or the lengths differ
     */
    public EmbeddingPairs(EmbeddingBatch batch, int[] first, int[] second) {
        this.batch = Arguments.requireNonNull("batch", batch);
        this.distance = batch.distance();
        this.first = requireItems("first", first);
        this.second = requireItems("second", second);
        Arguments.requireSameLength("second", second.length, "first", first.length);
    }

    private int[] requireItems(String name, int[] items) {
        for (int item : Arguments.requireNonNull(name, items)) {
            Arguments.requireIndex(name, item, batch.size());
        }
        return items.clone();
    }

    /** The distance of each pair, (T), in O(T D). */
    public float[] distances() {
        float[] distances = new float[first.length];
        for (int t = 0; t < distances.length; t++) {
            float[] a = batch.point(first[t]);
            float[] b = batch.point(second[t]);
            for (int k = 0; k < a.length; k++) {
                distances[t] += (a[k] - b[k]) * (a[k] - b[k]);
            }
        }
        distance.ofSquared(distances);
        return distances;
    }

    /**
     * Computes the gradient of a loss from its weights for the pairs, in O(T D).
     *
     * @param weights (T): ∂L/∂d of each pair
     * @return {@code ∂L/∂E}, (B, D) in row-major order
     */
    public float[] gradient(float[] weights) {
        Arguments.requireNonNull("weights", weights);
        Arguments.requireSameLength("weights", weights.length, "first", first.length);
        float[] distances = distances();
        float[][] sums = new float[batch.size()][batch.dimension()];
        for (int t = 0; t < weights.length; t++) {
            batch.addPair(first[t], second[t], distance.scaled(weights[t], distances[t]), sums);
        }
        return batch.gradient(sums);
    }
}
