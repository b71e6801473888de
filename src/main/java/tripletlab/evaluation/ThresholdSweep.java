package tripletlab.evaluation;

import java.util.Arrays;

/**
 * How many positive and negative pairs are accepted as a threshold grows. Pairs at the same
 * distance are accepted together. Of thresholds that follow each other and each add positive pairs
 * only, or negative pairs only, the last is kept: what is between lies on a straight line.
 */
final class ThresholdSweep {

    private final float[] positives; // sorted
    private final float[] negatives;
    private final float[] thresholds;
    private final int[] acceptedPositives;
    private final int[] acceptedNegatives;
    private int size;

    private ThresholdSweep(float[] positives, float[] negatives) {
        this.positives = positives;
        this.negatives = negatives;
        // between two straight parts without pairs of the rarer kind lies one with them
        long parts = 2L * Math.min(positives.length, negatives.length) + 2;
        int capacity = (int) Math.min(parts, 1L + positives.length + negatives.length);
        thresholds = new float[capacity];
        acceptedPositives = new int[capacity];
        acceptedNegatives = new int[capacity];
    }

    /** Sorts the arrays, which must be finite and not empty. */
    static ThresholdSweep sorting(float[] positives, float[] negatives) {
        Arrays.parallelSort(positives);
        Arrays.parallelSort(negatives);
        ThresholdSweep sweep = new ThresholdSweep(positives, negatives);
        sweep.run();
        return sweep;
    }

    private void run() {
        thresholds[size++] = -Float.MAX_VALUE; // accepts nothing, not of other pairs either
        int p = 0;
        int n = 0;
        boolean onlyPositives = false; // was it so with the threshold before?
        boolean onlyNegatives = false;
        while (p < positives.length || n < negatives.length) {
            float threshold = nearest(p, n);
            int nextP = skip(positives, p, threshold);
            int nextN = skip(negatives, n, threshold);
            boolean straight = onlyPositives && nextN == n || onlyNegatives && nextP == p;
            size = straight ? size - 1 : size;
            thresholds[size] = threshold;
            acceptedPositives[size] = nextP;
            acceptedNegatives[size] = nextN;
            size++;
            onlyPositives = nextN == n;
            onlyNegatives = nextP == p;
            p = nextP;
            n = nextN;
        }
    }

    /** The smallest distance. */
    float smallest() {
        return Math.min(positives[0], negatives[0]);
    }

    private float nearest(int p, int n) {
        float positive = p < positives.length ? positives[p] : Float.POSITIVE_INFINITY;
        float negative = n < negatives.length ? negatives[n] : Float.POSITIVE_INFINITY;
        return Math.min(positive, negative);
    }

    private static int skip(float[] sorted, int from, float threshold) {
        int next = from;
        while (next < sorted.length && sorted[next] <= threshold) {
            next++;
        }
        return next;
    }

    int size() {
        return size;
    }

    float threshold(int i) {
        return thresholds[i];
    }

    double trueAcceptRate(int i) {
        return (double) acceptedPositives[i] / positives.length;
    }

    double falseAcceptRate(int i) {
        return (double) acceptedNegatives[i] / negatives.length;
    }

    /** The smallest threshold that decides most pairs rightly. */
    float mostAccurate() {
        int best = 0;
        for (int i = 1; i < size; i++) {
            // right are these and all negatives: the greatest difference decides
            if (acceptedPositives[i] - acceptedNegatives[i]
                    > acceptedPositives[best] - acceptedNegatives[best]) {
                best = i;
            }
        }
        return thresholds[best];
    }

    /** The largest threshold whose false accept rate is not above a rate. */
    float largestWithin(double far) {
        int low = 0; // so many accepted negatives are not too many
        int high = negatives.length + 1; // so many are
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if ((double) middle / negatives.length <= far) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low == negatives.length
                ? Float.MAX_VALUE
                : Math.nextDown(negatives[low]); // the first that must stay out
    }
}
