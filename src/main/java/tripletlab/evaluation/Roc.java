package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
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

    private static final long BYTES = 8; // a pair: its distance, and a place to sort it

    /** Takes a curve. */
    public Roc {
        Arguments.requireNonNull("thresholds", thresholds);
        Arguments.requireNonNull("fpr", fpr);
        Arguments.requireNonNull("tpr", tpr);
        Arguments.requireSameLength("fpr", fpr.length, "thresholds", thresholds.length);
        Arguments.requireSameLength("tpr", tpr.length, "thresholds", thresholds.length);
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
        Checks.requireDistances("positives", positives);
        Checks.requireDistances("negatives", negatives);
        return of(ThresholdSweep.sorting(positives.clone(), negatives.clone()));
    }

    /**
     * Computes the curve of all pairs of some items, N (N − 1) / 2 of them, by Euclidean distance.
     * They are not sampled and not binned. Takes O(N² (D + log N)) time, on all cores, and memory
     * for two numbers of 4 bytes a pair, and for the curve: below 1 GiB for 10,000 items of ten
     * classes, more where classes are fewer.
     *
     * @param embeddings (N, D)
     * @param labels N of them
     * @return the curve
     * @throws IllegalArgumentException if the lengths do not fit, a value is NaN or infinite, there
     *     is no positive or no negative pair, or there are more than 2³¹ − 1 pairs, or more than
     *     fit the memory
     */
    public static Roc ofAllPairs(float[][] embeddings, int[] labels) {
        Checks.requireLabelled(embeddings, labels);
        ClassPairs pairs = ClassPairs.of(labels);
        if (pairs.positives() + pairs.negatives() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    String.format(
                            "embeddings has %d rows, too many for all their pairs, expected at"
                                    + " most 65,536; take a PairSample",
                            embeddings.length));
        }
        long bytes = BYTES * (pairs.positives() + pairs.negatives());
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw new IllegalArgumentException(
                    String.format(
                            "embeddings has %d rows, whose pairs take %,d MB, expected at most the"
                                    + " %,d MB that Java may use; take a PairSample",
                            embeddings.length,
                            bytes >> 20,
                            Runtime.getRuntime().maxMemory() >> 20));
        }
        return of(
                ThresholdSweep.sorting(
                        pairs.positiveDistances(embeddings), pairs.negativeDistances(embeddings)));
    }

    private static Roc of(ThresholdSweep sweep) {
        IntStream points = IntStream.range(0, sweep.size());
        double[] thresholds = points.mapToDouble(sweep::threshold).toArray();
        thresholds[0] = Math.nextDown(sweep.smallest()); // accepts nothing, and can be drawn
        double[] fpr = new double[thresholds.length];
        double[] tpr = new double[thresholds.length];
        Arrays.setAll(fpr, sweep::falseAcceptRate);
        Arrays.setAll(tpr, sweep::trueAcceptRate);
        return new Roc(thresholds, fpr, tpr);
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
        int i = 1;
        while (fpr[i] + tpr[i] < 1) {
            i++;
        }
        double before = fpr[i - 1] + tpr[i - 1];
        double share = (1 - before) / (fpr[i] + tpr[i] - before);
        return fpr[i - 1] + share * (fpr[i] - fpr[i - 1]);
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
        Checks.requireRate("far", far);
        int low = 0; // fpr[low] <= far, always so at 0
        int high = fpr.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (fpr[middle] <= far) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return tpr[low];
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
