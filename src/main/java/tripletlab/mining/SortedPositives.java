package tripletlab.mining;

import java.util.Arrays;

/**
 * The positives of one anchor from near to far; those at the same distance by their number. A table
 * over equal steps of distance tells where a distance belongs, usually but for a place or two. If
 * one positive is far from all others, those may lie in one step, and the walk is O(K). A binary
 * search makes mining by batch-all at B = 1024 take four times as long ({@code mining.py}).
 */
final class SortedPositives {

    private static final int STEPS = 4; // for each positive; then a step seldom holds two

    private final int[] items; // (K)
    private final float[] distances; // (K), ascending
    private final int[] starts; // (4K + 1): how many positives lie in the steps before each one
    private final float stepsPerUnit;

    SortedPositives(MiningBatch batch, int anchor) {
        this.items = batch.positives(anchor);
        this.distances = new float[items.length];
        sort(batch, anchor);
        this.starts = new int[STEPS * items.length + 1];
        float span = items.length == 0 ? 0 : distances[items.length - 1] - distances[0];
        // all at one distance: infinite, and every step is 0 or the last
        this.stepsPerUnit = STEPS * items.length / span;
        for (int i = items.length - 1, step = starts.length - 1; i >= 0; i--) {
            for (; step > step(distances[i]); step--) {
                starts[step] = i + 1;
            }
        }
    }

    private void sort(MiningBatch batch, int anchor) {
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

    /** The step that a distance lies in; never falls as the distance grows. */
    private int step(float distance) {
        int step = (int) ((distance - distances[0]) * stepsPerUnit);
        return Math.max(0, Math.min(step, starts.length - 1));
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

    /** How many positives are more than {@code margin} nearer than a negative at {@code an}. */
    int above(float an, float margin) {
        return atLeast(an, Math.nextUp(margin));
    }

    /**
     * How many positives are nearer than a negative at {@code an}, by at least {@code gap}: {@code
     * d_an − d_ap ≥ gap} in floats. They are the first ones.
     */
    int atLeast(float an, float gap) {
        if (items.length == 0) {
            return 0;
        }
        int found = starts[step(an - gap)];
        while (found < items.length && an - distances[found] >= gap) {
            found++;
        }
        while (found > 0 && an - distances[found - 1] < gap) {
            found--;
        }
        return found;
    }
}
