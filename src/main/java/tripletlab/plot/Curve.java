package tripletlab.plot;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A value for each of some places along the training, such as the loss of each batch.
 *
 * @param x the places, ascending, 1 for the first batch
 * @param y the values, NaN where unknown
 */
record Curve(double[] x, double[] y) {

    /** The values of batches 1, 2, 3 and so on. */
    static Curve ofBatches(double[] values) {
        double[] x = IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
        return new Curve(x, values);
    }

    /** This curve by at most {@code most} points, each the mean of a run of equally many. */
    Curve thinned(int most) {
        int run = (y.length + most - 1) / most;
        if (run <= 1) {
            return this;
        }
        int points = (y.length + run - 1) / run;
        double[] meanX = new double[points];
        double[] meanY = new double[points];
        for (int i = 0; i < points; i++) {
            int from = i * run;
            int to = Math.min(from + run, y.length);
            meanX[i] = Arrays.stream(x, from, to).average().orElseThrow();
            meanY[i] = mean(from, to);
        }
        return new Curve(meanX, meanY);
    }

    /** The mean of each value and those before it, {@code window} values in all. */
    Curve movingMean(int window) {
        double[] means = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            means[i] = mean(Math.max(0, i + 1 - window), i + 1);
        }
        return new Curve(x, means);
    }

    /** Whether no value is known. */
    boolean isBlank() {
        return Arrays.stream(y).noneMatch(Double::isFinite);
    }

    private double mean(int from, int to) {
        return Arrays.stream(y, from, to).filter(Double::isFinite).average().orElse(Double.NaN);
    }
}
