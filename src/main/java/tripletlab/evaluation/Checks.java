package tripletlab.evaluation;

import tripletlab.internal.Arguments;

/** Refuses wrong arguments of verification, by name and value. */
final class Checks {

    private Checks() {}

    static void requireLabelled(float[][] embeddings, int[] labels) {
        Rows.requireFinite("embeddings", embeddings);
        Rows.requireLabels(labels, "embeddings", embeddings);
    }

    static void requireDistances(String name, float[] distances) {
        Arguments.requireNonNull(name, distances);
        if (distances.length == 0) {
            throw new IllegalArgumentException(name + " is empty, expected at least one pair");
        }
        for (int i = 0; i < distances.length; i++) {
            if (!Float.isFinite(distances[i])) {
                throw new IllegalArgumentException(
                        String.format(
                                "%s has %s at %d, expected finite distances",
                                name, distances[i], i));
            }
        }
    }

    static void requireRate(String name, double rate) {
        if (!(rate >= 0 && rate <= 1)) { // NaN is neither
            throw new IllegalArgumentException(name + " is " + rate + ", expected from 0 to 1");
        }
    }
}
