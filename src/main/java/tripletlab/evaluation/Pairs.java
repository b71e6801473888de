package tripletlab.evaluation;

import tripletlab.internal.Arguments;

/**
 * Pairs of items, by their places.
 *
 * @param first the place of each pair's one item
 * @param second the place of its other item
 */
public record Pairs(int[] first, int[] second) {

    /**
     * Takes the places over.
     *
     * @throws IllegalArgumentException if there are not as many second items as first ones
     */
    public Pairs {
        Arguments.requireNonNull("first", first);
        Arguments.requireNonNull("second", second);
        Arguments.requireSameLength("second", second.length, "first", first.length);
    }

    /** {@return the number of pairs} */
    public int size() {
        return first.length;
    }

    /**
     * Measures each pair: {@code ‖e_i − e_j‖}, computed in double precision.
     *
     * @param embeddings (N, D)
     * @return the Euclidean distances, in the order of the pairs
     * @throws IllegalArgumentException if the rows are not of one length or not finite, or a pair
     *     has an item that is none of them
     */
    public float[] distances(float[][] embeddings) {
        Rows.requireFinite("embeddings", embeddings);
        float[] distances = new float[size()];
        for (int k = 0; k < distances.length; k++) {
            requireRow(first[k], embeddings.length);
            requireRow(second[k], embeddings.length);
            distances[k] = distance(embeddings[first[k]], embeddings[second[k]]);
        }
        return distances;
    }

    private static void requireRow(int item, int rows) {
        if (item < 0 || item >= rows) {
            throw new IllegalArgumentException(
                    String.format(
                            "a pair has item %d, expected 0 to %d: the rows of embeddings",
                            item, rows - 1));
        }
    }

    private static float distance(float[] x, float[] y) {
        double squared = 0;
        for (int i = 0; i < x.length; i++) {
            double difference = (double) x[i] - y[i];
            squared += difference * difference;
        }
        return (float) Math.sqrt(squared);
    }
}
