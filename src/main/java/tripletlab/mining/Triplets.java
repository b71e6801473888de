package tripletlab.mining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tripletlab.internal.Arguments;

/**
 * T triplets as indices into one set of items.
 *
 * @param anchors (T)
 * @param positives (T)
 * @param negatives (T)
 */
public record Triplets(int[] anchors, int[] positives, int[] negatives) {
    private static final int BYTES = 128; // of Java's heap for a triplet in a list, twice the need

    /**
     * Checks lengths and items.
     *
     * @throws IllegalArgumentException if the lengths differ, or the items of a triplet are not
     *     three different ones, each 0 or more
     */
    public Triplets {
        Arguments.requireNonNull("anchors", anchors);
        Arguments.requireNonNull("positives", positives);
        Arguments.requireNonNull("negatives", negatives);
        String message = "positives has length %d and negatives %d, expected %d as anchors";
        int size = anchors.length;
        boolean same = positives.length == size && negatives.length == size;
        Arguments.require(same, message, positives.length, negatives.length, size);
        for (int t = 0; t < anchors.length; t++) {
            int a = anchors[t];
            int p = positives[t];
            int n = negatives[t];
            if (a < 0 || p < 0 || n < 0 || a == p || a == n || p == n) {
                throw new IllegalArgumentException(
                        String.format(
                                "triplet %d is (a = %d, p = %d, n = %d), expected three different"
                                        + " items, each 0 or more",
                                t, a, p, n));
            }
        }
    }

    /**
     * Lists the triplets that a miner takes, those that cost nothing included. This is to look at
     * and to draw: it needs memory for every triplet, which mining does not.
     *
     * <pre>{@code
     * Triplets taken = Triplets.takenBy(new SemiHardMiner(), batch, new Hinge(0.2));
     * }</pre>
     *
     * @param miner one whose triplets go through {@link TripletMean}, as those of all miners here
     *     do; one that draws goes on to its next draw
     * @param batch the distances and classes
     * @param penalty what a triplet costs
     * @return the triplets by anchor, positive and negative
     * @throws IllegalArgumentException if they are more than Java's heap holds
     */
    public static Triplets takenBy(TripletMiner miner, MiningBatch batch, TripletPenalty penalty) {
        Arguments.requireNonNull("miner", miner);
        Arguments.requireNonNull("batch", batch);
        Arguments.requireNonNull("penalty", penalty);
        long most = Runtime.getRuntime().maxMemory() / BYTES;
        if (batch.validTriplets() > most) {
            long taken = miner.mine(batch, penalty).stats().taken();
            String message =
                    "%s takes %d triplets of batch, expected %d or fewer, as Java's heap is";
            Arguments.require(taken <= most, message, miner, taken, most);
        }
        MiningBatch recording = batch.recording();
        miner.mine(recording, penalty);
        List<int[]> taken = new ArrayList<>(recording.taken());
        taken.sort(Arrays::compare); // threads added them in any order
        return new Triplets(column(taken, 0), column(taken, 1), column(taken, 2));
    }

    private static int[] column(List<int[]> rows, int k) {
        return rows.stream().mapToInt(row -> row[k]).toArray();
    }

    /**
     * Returns the negatives that go with one anchor and positive.
     *
     * @param anchor an item
     * @param positive an item
     * @return the negatives, in order; none if the pair is in no triplet
     */
    public int[] negativesOf(int anchor, int positive) {
        return IntStream.range(0, size())
                .filter(t -> anchors[t] == anchor && positives[t] == positive)
                .map(t -> negatives[t])
                .toArray();
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
        Arguments.requireNonNull("manager", manager);
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
