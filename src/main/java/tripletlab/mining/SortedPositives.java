package tripletlab.mining;

import java.util.Arrays;

/**
 * The positives of one anchor, nearest first. A negative's place among them tells all its triplets
 * apart at once: sorting K positives and finding each negative by binary search costs O(B log K) an
 * anchor, where looking at every triplet costs O(B K).
 */
final class SortedPositives {

    private static final double NO_SLACK = Double.NEGATIVE_INFINITY;
    private static final int STEPS = 8; // for each positive; then a step seldom holds two

    private final int[] items; // (K)
    private final float[] distances; // (K), ascending
    private final int[] starts; // (8K + 1): how many positives lie in the steps before each one
    private final float stepsPerUnit;

    private SortedPositives(int[] items, float[] distances) {
        this.items = items;
        this.distances = distances;
        int count = items.length;
        this.starts = new int[STEPS * count + 1];
        float span = count == 0 ? 0 : distances[count - 1] - distances[0];
        this.stepsPerUnit = STEPS * count / span;
        for (int i = count - 1, step = starts.length - 1; i >= 0; i--) {
            for (; step > step(distances[i]); step--) {
                starts[step] = i + 1;
            }
        }
    }

    static SortedPositives of(MiningBatch batch, int anchor) {
        int[] items = batch.positives(anchor);
        long[] keys = new long[items.length];
        for (int i = 0; i < keys.length; i++) {
            // Distances are not negative, so their bits sort as they do; ties go by index.
            long bits = Float.floatToIntBits(batch.distance(anchor, items[i]));
            keys[i] = bits << Integer.SIZE | items[i];
        }
        Arrays.sort(keys);
        float[] distances = new float[keys.length];
        for (int i = 0; i < keys.length; i++) {
            items[i] = (int) keys[i];
            distances[i] = Float.intBitsToFloat((int) (keys[i] >>> Integer.SIZE));
        }
        return new SortedPositives(items, distances);
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
        return margin == 0 ? nearerThan(an) : search(an, margin, Math.nextUp(margin), NO_SLACK);
    }

    /** How many positives, the nearest ones, leave a negative a gap of the margin or above. */
    int atLeast(float an, float margin) {
        return search(an, margin, margin, NO_SLACK);
    }

    /**
     * How many positives, the nearest ones, are not active with a negative: their hinge is shut.
     */
    int satisfied(float an, float margin) {
        return search(an, margin, margin, MiningStats.ACTIVE);
    }

    /**
     * How many positives leave a negative a gap, in floats, of {@code least} or above, or one that
     * misses the margin by {@code slack} at most. A first guess is right or nearly so, unless many
     * distances lie within rounding of the margin.
     */
    private int search(float an, float margin, float least, double slack) {
        int guess = nearerThan(an - margin);
        int low = guess; // all before it do, or
        int high = guess; // none from it on does
        for (int step = 1;
                high < items.length && passes(high, an, margin, least, slack);
                step *= 2) {
            low = high + 1;
            high = Math.min(items.length, high + step);
        }
        for (int step = 1; low > 0 && !passes(low - 1, an, margin, least, slack); step *= 2) {
            high = low - 1;
            low = Math.max(0, low - step);
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (passes(middle, an, margin, least, slack)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean passes(int i, float an, float margin, float least, double slack) {
        return an - distances[i] >= least || margin - (an - (double) distances[i]) <= slack;
    }

    /**
     * How many positives are nearer than a distance. A table over equal steps of distance tells
     * where to look, to avoid branch mispredictions.
     */
    int nearerThan(float distance) {
        if (items.length == 0) {
            return 0;
        }
        int step = step(distance);
        int low = starts[step];
        int high = starts[step + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (distances[middle] < distance) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The step that a distance lies in; never falls as the distance grows. */
    private int step(float distance) {
        int step = (int) ((distance - distances[0]) * stepsPerUnit);
        return Math.max(0, Math.min(step, starts.length - 2));
    }
}
