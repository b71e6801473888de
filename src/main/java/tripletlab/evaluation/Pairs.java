package tripletlab.evaluation;

import tripletlab.internal.Arguments;

/**
 * Pairs of items of a set: pair k consists of the items at the indices {@code first[k]} and {@code
 * second[k]}.
 *
 * @param first the index of one item of each pair, from 0
 * @param second the index of its other item
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
            distances[k] = distance(row(embeddings, first[k]), row(embeddings, second[k]));
        }
        return distances;
    }

    private static float[] row(float[][] embeddings, int item) {
        int last = embeddings.length - 1;
        String message = "a pair has item %d, expected 0 to %d: the rows of embeddings";
        Arguments.require(item >= 0 && item <= last, message, item, last);
        return embeddings[item];
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
