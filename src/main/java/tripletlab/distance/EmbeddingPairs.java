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

    /** The gradient of a matrix of weights that are 0 but for some places. */
    static float[] gradient(EmbeddingBatch batch, int[] places, float[] weights) {
        int size = batch.size();
        int[] first = new int[places.length];
        int[] second = new int[places.length];
        float[] own = new float[places.length];
        for (int t = 0; t < places.length; t++) {
            first[t] = places[t] / size;
            second[t] = places[t] % size;
            own[t] = weights[places[t]];
        }
        return new EmbeddingPairs(batch, first, second).gradient(own);
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
        float[] pulls = Arguments.requireNonNull("weights", weights).clone();
        Arguments.requireSameLength("weights", pulls.length, "first", first.length);
        distance.scaleByDerivative(pulls, distances(), pulls.length);
        int dimension = batch.dimension();
        float[][] rows = new float[batch.size()][dimension];
        for (int t = 0; t < pulls.length; t++) {
            float[] x = batch.point(first[t]);
            float[] y = batch.point(second[t]);
            for (int k = 0; k < dimension; k++) {
                float pull = pulls[t] * (x[k] - y[k]);
                rows[first[t]][k] += pull;
                rows[second[t]][k] -= pull;
            }
        }
        float[] gradient = new float[batch.size() * dimension];
        for (int i = 0; i < rows.length; i++) {
            batch.backpropNormalization(i, rows[i]);
            System.arraycopy(rows[i], 0, gradient, i * dimension, dimension);
        }
        return gradient;
    }
}
