package tripletlab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tripletlab.internal.Arguments;

/**
 * How well a threshold does that was chosen on other pairs, as Labeled Faces in the Wild is
 * evaluated: the pairs are cut into folds, and each fold is judged with thresholds found on all the
 * others. Two thresholds are found: the one of best accuracy, and the one of a wanted false accept
 * rate.
 *
 * <p>Fold f of F takes the f-th part of the positive pairs and the f-th part of the negative pairs,
 * in the order in which they are given, so every fold has both in the same proportion. Pairs should
 * therefore come in random order, as {@link PairSample} draws them. In Labeled Faces in the Wild no
 * person is in two folds; here an item may be, in other pairs.
 *
 * <p>D. Sandberg's FaceNet looks for the thresholds on a grid from 0 to 4; here every threshold is
 * looked at.
 *
 * <p>G. Huang, M. Ramesh, T. Berg, E. Learned-Miller: <i>Labeled Faces in the Wild: A Database for
 * Studying Face Recognition in Unconstrained Environments</i>, University of Massachusetts,
 * Amherst, technical report 07-49, 2007.
 *
 * @param far the wanted false accept rate
 * @param folds the result of each fold
 */
public record CrossValidation(double far, List<Fold> folds) {

    /**
     * One fold, judged with thresholds of the others.
     *
     * @param threshold the smallest that decides most pairs of the other folds rightly: one of
     *     their distances, or {@code -Float.MAX_VALUE}, which accepts nothing
     * @param accuracy the fraction of this fold's pairs that it decides rightly
     * @param farThreshold the largest whose false accept rate on the other folds is not above the
     *     wanted one; the largest float if that is 1
     * @param validationRate VAL: the fraction of this fold's positive pairs that it accepts
     * @param falseAcceptRate the fraction of this fold's negative pairs that it accepts
     */
    public record Fold(
            double threshold,
            double accuracy,
            double farThreshold,
            double validationRate,
            double falseAcceptRate) {}

    /** Keeps a copy of the list. */
    public CrossValidation {
        folds = List.copyOf(Arguments.requireNonNull("folds", folds));
    }

    /**
     * Judges each fold by the others.
     *
     * @param positives distances of P pairs of one class, finite, in random order
     * @param negatives distances of N pairs of two classes, finite, in random order
     * @param folds from 2 to the smaller of P and N
     * @param far the wanted false accept rate, from 0 to 1
     * @return the results
     * @throws IllegalArgumentException if an argument is not so, with its name and value
     */
    public static CrossValidation of(float[] positives, float[] negatives, int folds, double far) {
        Roc.requireDistances("positives", positives);
        Roc.requireDistances("negatives", negatives);
        Roc.requireRate("far", far);
        int most = Math.min(positives.length, negatives.length);
        Arguments.require(
                folds >= 2 && folds <= most,
                "folds is %d, expected from 2 to %d, for a positive and a negative pair in each:"
                        + " there are %d and %d",
                folds,
                most,
                positives.length,
                negatives.length);
        List<Fold> judged = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            judged.add(
                    judge(Part.of(positives, fold, folds), Part.of(negatives, fold, folds), far));
        }
        return new CrossValidation(far, judged);
    }

    /** A fold of some distances, and the others, sorted. */
    private record Part(float[] fold, float[] others) {

        static Part of(float[] distances, int fold, int folds) {
            int from = (int) ((long) fold * distances.length / folds);
            int to = (int) ((fold + 1L) * distances.length / folds);
            float[] others = new float[distances.length - (to - from)];
            System.arraycopy(distances, 0, others, 0, from);
            System.arraycopy(distances, to, others, from, distances.length - to);
            Arrays.sort(others);
            return new Part(Arrays.copyOfRange(distances, from, to), others);
        }

        double accepted(double threshold) {
            int accepted = 0;
            for (float distance : fold) {
                accepted += distance <= threshold ? 1 : 0;
            }
            return accepted;
        }
    }

    private static Fold judge(Part positives, Part negatives, double far) {
        double threshold = mostAccurate(positives.others(), negatives.others());
        double farThreshold = largestWithin(negatives.others(), far);
        int size = positives.fold().length;
        int different = negatives.fold().length;
        double right = positives.accepted(threshold) + different - negatives.accepted(threshold);
        return new Fold(
                threshold,
                right / (size + different),
                farThreshold,
                positives.accepted(farThreshold) / size,
                negatives.accepted(farThreshold) / different);
    }

    /** The smallest threshold that decides most pairs rightly. */
    private static float mostAccurate(float[] positives, float[] negatives) {
        float best = -Float.MAX_VALUE; // accepts nothing, not of other pairs either
        int most = 0; // accepted positive pairs minus negative ones
        int wrongly = 0;
        for (int i = 0; i < positives.length; i++) {
            while (wrongly < negatives.length && negatives[wrongly] <= positives[i]) {
                wrongly++;
            }
            if (i + 1 - wrongly > most) {
                most = i + 1 - wrongly;
                best = positives[i];
            }
        }
        return best;
    }

    /** The largest threshold whose false accept rate is not above a rate. */
    private static float largestWithin(float[] negatives, double far) {
        int within = 0; // so many accepted negatives are not too many
        while (within < negatives.length && (within + 1.0) / negatives.length <= far) {
            within++;
        }
        return within == negatives.length
                ? Float.MAX_VALUE
                : Math.nextDown(negatives[within]); // the first that must stay out
    }

    /**
     * Mean and standard deviation over n folds: {@code √(1/n Σ (x − mean)²)}, as numpy's {@code
     * std}.
     *
     * @param mean of the folds
     * @param std their standard deviation, not that of the mean
     */
    public record MeanStd(double mean, double std) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.4f ± %.4f", mean, std);
        }
    }

    /** {@return the mean accuracy of the folds, and how far they scatter} */
    public MeanStd accuracy() {
        return over(Fold::accuracy);
    }

    /** {@return the validation rate VAL: the true accept rate at the wanted false accept rate} */
    public MeanStd validationRate() {
        return over(Fold::validationRate);
    }

    /** {@return the false accept rate that came of the wanted one} */
    public MeanStd falseAcceptRate() {
        return over(Fold::falseAcceptRate);
    }

    private MeanStd over(ToDoubleFunction<Fold> value) {
        double[] all = folds.stream().mapToDouble(value).toArray();
        double mean = Arrays.stream(all).average().orElse(Double.NaN);
        double variance = Arrays.stream(all).map(x -> (x - mean) * (x - mean)).average().orElse(0);
        return new MeanStd(mean, Math.sqrt(variance));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d folds: accuracy %s, VAL %s at FAR %.5f (wanted %s)",
                folds.size(),
                accuracy(),
                validationRate(),
                falseAcceptRate().mean(),
                far);
    }
}
