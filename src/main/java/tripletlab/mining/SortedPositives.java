package tripletlab.mining;

import java.util.Arrays;

/** The positives of one anchor from near to far; those at the same distance by their number. */
final class SortedPositives {

    private final int[] items; // (K)
    private final float[] distances; // (K), ascending

    SortedPositives(MiningBatch batch, int anchor) {
        this.items = batch.positives(anchor);
        this.distances = new float[items.length];
        long[] keys = new long[items.length];
        for (int i = 0; i < keys.length; i++) {
            // Distances are not negative, so their bits sort as they do.
            long bits = Float.floatToIntBits(batch.distance(anchor, items[i]));
            keys[i] = bits << Integer.SIZE | items[i];
        }
        Arrays.sort(keys);
        for (int i = 0; i < keys.length; i++) {
            items[i] = (int) keys[i];
            distances[i] = Float.intBitsToFloat((int) (keys[i] >>> Integer.SIZE));
        }
    }

    /** K. */
    int count() {
        return items.length;
    }

    /** The i-th nearest positive. */
    int item(int i) {
        return items[i];
    }

    /** d_ap of the i-th nearest positive. */
    float distance(int i) {
        return distances[i];
    }

    /** How many positives, the nearest ones, leave a negative a gap above the margin. */
    int above(float an, float margin) {
        return atLeast(an, Math.nextUp(margin));
    }

    /**
     * How many positives, the nearest ones, leave a negative a gap {@code d_an − d_ap}, in floats,
     * of {@code gap} or more: a binary search without branches, which no processor could foretell.
     */
    int atLeast(float an, float gap) {
        int found = 0;
        for (int left = items.length; left > 0; left >>>= 1) {
            // Of an odd number the one in the middle is looked at twice; that does no harm.
            int half = (left + 1) >>> 1;
            found += an - distances[found + half - 1] >= gap ? half : 0;
        }
        return found;
    }
}
