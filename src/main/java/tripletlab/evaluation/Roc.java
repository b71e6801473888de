package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Locale;
import tripletlab.internal.Arguments;

/**
 * Receiver operating characteristic of "same or different?": what is accepted when two items are
 * taken to be of one class if their distance is at most a threshold. At a threshold t, of P
 * positive pairs (of one class) and N negative pairs (of two classes) with distances d,
 *
 * <pre>
 * true accept rate   TAR(t) = |{positive pairs: d ≤ t}| / P
 * false accept rate  FAR(t) = |{negative pairs: d ≤ t}| / N
 * </pre>
 *
 * <p>The curve goes from (0, 0), where nothing is accepted, to (1, 1) over the points of all
 * distances that occur; pairs at the same distance enter together, in a slanted line. Points inside
 * a vertical or a horizontal line are left out: the curve and all its measures stay the same.
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015, section 4 (TAR is its validation rate VAL). T. Fawcett: <i>An
 * introduction to ROC analysis</i>, Pattern Recognition Letters 27(8), 2006.
 *
 * @param thresholds growing; the first is just below the smallest distance and accepts nothing
 * @param fpr false accept rate (false positive rate) at each threshold, never falling
 * @param tpr true accept rate (true positive rate) at each threshold, never falling
 */
public record Roc(double[] thresholds, double[] fpr, double[] tpr) {

    /**
     * Takes a curve.
     *
     * @throws IllegalArgumentException if the lengths differ, a rate is not from 0 to 1, rates or
     *     thresholds fall, or the last rates are not 1
     */
    public Roc {
        Arguments.requireNonNull("thresholds", thresholds);
        Arguments.requireNonNull("fpr", fpr);
        Arguments.requireNonNull("tpr", tpr);
        Arguments.requireSameLength("fpr", fpr.length, "thresholds", thresholds.length);
        Arguments.requireSameLength("tpr", tpr.length, "thresholds", thresholds.length);
        requireAscending("thresholds", thresholds);
        requireRates("fpr", fpr);
        requireRates("tpr", tpr);
    }

    private static void requireRates(String name, double[] rates) {
        for (int i = 0; i < rates.length; i++) {
            boolean rate = rates[i] >= 0 && rates[i] <= 1;
            Arguments.require(rate, "%s is %s at %d, expected 0 to 1", name, rates[i], i);
        }
        requireAscending(name, rates);
        boolean whole = rates.length > 0 && rates[rates.length - 1] == 1;
        Arguments.require(whole, "%s is %s, expected 1 last", name, Arrays.toString(rates));
    }

    private static void requireAscending(String name, double[] values) {
        for (int i = 1; i < values.length; i++) {
            Arguments.require(
                    values[i - 1] <= values[i],
                    "%s is %s after %s, expected ascending values",
                    name,
                    values[i],
                    values[i - 1]);
        }
    }

    /**
     * Computes the curve. Costs O((P + N) log(P + N)).
     *
     * @param positives distances of P pairs of one class, finite
     * @param negatives distances of N pairs of two classes, finite
     * @return the curve
     * @throws IllegalArgumentException if there is no positive or no negative pair, or a distance
     *     is NaN or infinite
     */
    public static Roc of(float[] positives, float[] negatives) {
        float[] p = sorted("positives", positives);
        float[] n = sorted("negatives", negatives);
        int most = p.length + n.length + 1;
        double[] thresholds = new double[most];
        double[] fpr = new double[most];
        double[] tpr = new double[most];
        thresholds[0] = Math.nextDown(Math.min(p[0], n[0])); // accepts nothing, and can be drawn
        int accepted = 0; // of the positive pairs
        int wrongly = 0; // of the negative pairs
        int size = 1;
        while (accepted < p.length || wrongly < n.length) {
            float threshold = Math.min(at(p, accepted), at(n, wrongly));
            accepted = accepted(p, accepted, threshold);
            wrongly = accepted(n, wrongly, threshold);
            double x = (double) wrongly / n.length;
            double y = (double) accepted / p.length;
            // no rate falls: not below x is x, and the point between lies inside a line
            boolean inside = size > 1 && (fpr[size - 2] >= x || tpr[size - 2] >= y);
            size = inside ? size : size + 1;
            thresholds[size - 1] = threshold;
            fpr[size - 1] = x;
            tpr[size - 1] = y;
        }
        return new Roc(
                Arrays.copyOf(thresholds, size),
                Arrays.copyOf(fpr, size),
                Arrays.copyOf(tpr, size));
    }

    private static float[] sorted(String name, float[] distances) {
        requireDistances(name, distances);
        float[] sorted = distances.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static float at(float[] sorted, int i) {
        return i < sorted.length ? sorted[i] : Float.POSITIVE_INFINITY;
    }

    /** How many distances are at most the threshold, if the first ones are. */
    private static int accepted(float[] sorted, int first, float threshold) {
        int accepted = first;
        while (at(sorted, accepted) <= threshold) {
            accepted++;
        }
        return accepted;
    }

    static void requireDistances(String name, float[] distances) {
        Arguments.requireNonNull(name, distances);
        Arguments.require(distances.length > 0, "%s is empty, expected at least one pair", name);
        for (int i = 0; i < distances.length; i++) {
            if (!Float.isFinite(distances[i])) {
                throw new IllegalArgumentException(
                        "%s has %s at %d, expected finite distances"
                                .formatted(name, distances[i], i));
            }
        }
    }

    static void requireRate(String name, double rate) {
        Arguments.require(rate >= 0 && rate <= 1, "%s is %s, expected from 0 to 1", name, rate);
    }

    /**
     * Returns the area under the curve, which is the probability that a positive pair is nearer
     * than a negative one, where equal distances count half.
     *
     * @return from 0 to 1; 0.5 is what chance gives
     */
    public double auc() {
        double area = 0;
        for (int i = 1; i < fpr.length; i++) {
            area += (fpr[i] - fpr[i - 1]) * (tpr[i] + tpr[i - 1]) / 2;
        }
        return area;
    }

    /**
     * Returns the equal error rate: FAR where it equals the false reject rate 1 − TAR, on the curve
     * with straight lines between its points. There is exactly one such place, because FAR + TAR
     * grows along the curve.
     *
     * @return from 0 to 1; 0 if a threshold separates the pairs
     */
    public double eer() {
        int i = 0;
        while (fpr[i] + tpr[i] < 1) {
            i++;
        }
        double far = i == 0 ? 0 : fpr[i - 1];
        double before = i == 0 ? 0 : far + tpr[i - 1];
        double share = (1 - before) / (fpr[i] + tpr[i] - before);
        return far + share * (fpr[i] - far);
    }

    /**
     * Returns the true accept rate at a false accept rate: the largest TAR of the thresholds whose
     * FAR is not above it. Nothing is interpolated, so a threshold with these rates exists. With
     * fewer than {@code 1 / far} negative pairs this is the TAR without any false accept.
     *
     * @param far from 0 to 1, such as 0.001
     * @return from 0 to 1
     * @throws IllegalArgumentException if {@code far} is not from 0 to 1
     */
    public double tarAt(double far) {
        requireRate("far", far);
        int within = 0;
        while (within < fpr.length && fpr[within] <= far) {
            within++;
        }
        return within == 0 ? 0 : tpr[within - 1];
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "AUC %.4f, EER %.4f, TAR %.4f at FAR 0.001",
                auc(),
                eer(),
                tarAt(1e-3));
    }
}
