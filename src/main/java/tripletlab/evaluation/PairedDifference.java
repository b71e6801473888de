package tripletlab.evaluation;

import static tripletlab.internal.Arguments.requireNonNull;
import static tripletlab.internal.Arguments.requireSameLength;
import static tripletlab.internal.Tables.requireFinite;

import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How far one of two trainings leads, over pairs with the same seed: the mean of the differences
 * {@code a_i − b_i} and its 95 % confidence interval, {@code mean ± t s / √n} with Student's t of n
 * − 1 degrees of freedom.
 *
 * @param mean of the differences
 * @param halfWidth of the interval, infinite for a single pair
 * @param pairs n
 */
public record PairedDifference(double mean, double halfWidth, int pairs) {

    private static final double QUANTILE = 0.975; // 95 % lie between it and its mirror image

    /**
     * Compares pair by pair.
     *
     * @param a results of one training, one for each seed; finite
     * @param b results of the other one with the same seeds; finite
     * @throws IllegalArgumentException if the lengths differ or are 0, or a number is not finite
     */
    public static PairedDifference of(double[] a, double[] b) {
        requireFinite("a", requireNonNull("a", a));
        requireFinite("b", requireNonNull("b", b));
        requireSameLength("a", a.length, "b", b.length);
        int n = a.length;
        double[] differences = IntStream.range(0, n).mapToDouble(i -> a[i] - b[i]).toArray();
        double mean = StatUtils.mean(differences);
        if (n == 1) {
            return new PairedDifference(mean, Double.POSITIVE_INFINITY, 1);
        }
        double t = new TDistribution(n - 1).inverseCumulativeProbability(QUANTILE);
        double error = Math.sqrt(StatUtils.variance(differences) / n);
        return new PairedDifference(mean, t * error, n);
    }

    /** Whether 0 lies in the interval, so that the lead may be that of the other one. */
    public boolean mayBeChance() {
        return Math.abs(mean) <= halfWidth;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.3f ± %.3f (95 %% interval, %d pairs)", mean, halfWidth, pairs);
    }
}
