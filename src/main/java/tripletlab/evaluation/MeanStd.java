package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Locale;

/**
 * Mean and standard deviation of n numbers x: {@code √(1/n Σ (x − mean)²)}, as numpy's {@code std}.
 *
 * @param mean their mean
 * @param std their standard deviation, not that of the mean
 */
public record MeanStd(double mean, double std) {

    static MeanStd of(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double variance =
                Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElse(0);
        return new MeanStd(mean, Math.sqrt(variance));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4f ± %.4f", mean, std);
    }
}
