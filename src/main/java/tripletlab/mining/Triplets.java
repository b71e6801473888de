package tripletlab.mining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * T triplets as indices into one set of items.
 *
 * @param anchors (T)
 * @param positives (T)
 * @param negatives (T)
 */
public record Triplets(int[] anchors, int[] positives, int[] negatives) {

    /** Checks the lengths. */
    public Triplets {
        if (positives.length != anchors.length || negatives.length != anchors.length) {
            throw new IllegalArgumentException(
                    String.format(
                            "positives has length %d and negatives %d, expected %d as anchors",
                            positives.length, negatives.length, anchors.length));
        }
    }

    /**
     * Returns how many triplets these are.
     *
     * @return T
     */
    public int size() {
        return anchors.length;
    }

    /**
     * Returns the triplets as one array, a row (a, p, n) for each.
     *
     * @param manager of the new array
     * @return (T, 3), of 32-bit integers
     */
    public NDArray toArray(NDManager manager) {
        int[] rows = new int[3 * size()];
        for (int t = 0; t < size(); t++) {
            rows[3 * t] = anchors[t];
            rows[3 * t + 1] = positives[t];
            rows[3 * t + 2] = negatives[t];
        }
        return manager.create(rows, new Shape(size(), 3));
    }

    @Override
    public String toString() {
        return "Triplets(" + size() + ")";
    }
}
