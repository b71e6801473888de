package tripletlab.plot.parts;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;

/** Numbers on their way into a figure: read, rounded, binned, and held by a range. */
public final class Numbers {
    private static final int RANGE_DIGITS = 5;

    private Numbers() {}

    /** Rows in doubles. */
    public static double[][] rows(String name, float[][] values) {
        return Arrays.stream(Tables.requireNoNulls(name, values))
                .map(row -> IntStream.range(0, row.length).mapToDouble(j -> row[j]).toArray())
                .toArray(double[][]::new);
    }

    /** Rows in floats. */
    public static float[][] floats(double[][] rows) {
        float[][] floats = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            floats[i] = new float[rows[i].length];
            for (int j = 0; j < rows[i].length; j++) {
                floats[i][j] = (float) rows[i][j];
            }
        }
        return floats;
    }

    /** To so many significant digits; NaN and infinities stay. */
    public static double[] rounded(double[] values, int digits) {
        MathContext context = new MathContext(digits);
        return Arrays.stream(values)
                .map(v -> Double.isFinite(v) ? new BigDecimal(v).round(context).doubleValue() : v)
                .toArray();
    }

    /** The places of every second, third … of so many things, from the first on; all if few. */
    public static IntStream everyNth(int size, int most) {
        int stride = (size + most - 1) / most;
        return IntStream.range(0, size).filter(i -> i % stride == 0);
    }

    /** At most so many points, each the mean of a run of equally many. */
    public static double[] thinned(double[] values, int most) {
        int run = (values.length + most - 1) / most;
        return run <= 1
                ? values
                : IntStream.range(0, (values.length + run - 1) / run)
                        .mapToDouble(i -> mean(values, i * run, (i + 1) * run))
                        .toArray();
    }

    /** The mean of each value and those before it, {@code window} values in all. */
    public static double[] movingMean(double[] values, int window) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> mean(values, i + 1 - window, i + 1))
                .toArray();
    }

    /** Of the finite values at some places; NaN if there are none. */
    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, Math.max(0, from), Math.min(to, values.length))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /** A little more than the largest of the shares, as the upper end of an axis. */
    public static double above(List<double[]> shares) {
        return 1.05 * shares.stream().flatMapToDouble(Arrays::stream).max().orElseThrow();
    }

    /** Whether there is a number to draw. */
    public static boolean anyFinite(double[] values) {
        return Arrays.stream(values).anyMatch(Double::isFinite);
    }

    /** A number as the format says, or one of the words NaN, ∞ and -∞. */
    public static String text(String format, double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        return Double.isNaN(value) ? "NaN" : String.format(Locale.ROOT, format, value);
    }

    /** The edges of so many bins that hold all values; of some width even if all are one number. */
    public static double[] edges(Stream<double[]> values, int bins) {
        DoubleSummaryStatistics all = values.flatMapToDouble(Arrays::stream).summaryStatistics();
        double low = all.getMin();
        double high = all.getMax();
        String message = "values are from %s to %s, expected a finite difference";
        Arguments.require(Double.isFinite(high - low), message, low, high);
        double width = (high > low ? high - low : 1) / bins;
        return IntStream.rangeClosed(0, bins).mapToDouble(i -> low + i * width).toArray();
    }

    /** What part of a whole each bin holds; the last one holds its upper edge too. */
    public static double[] shares(double[] values, double[] edges, double whole) {
        int bins = edges.length - 1;
        double width = (edges[bins] - edges[0]) / bins;
        double[] shares = new double[bins];
        for (double value : values) {
            int bin = Math.min((int) ((value - edges[0]) / width), bins - 1);
            bin -= bin > 0 && value < edges[bin] ? 1 : 0; // the division was rounded
            bin += bin < bins - 1 && value >= edges[bin + 1] ? 1 : 0;
            shares[bin] += whole / values.length;
        }
        return shares;
    }

    /** From the smallest to the largest value, with some of this difference on either side. */
    public static List<Double> range(double[] values, double air) {
        double low = DoubleStream.of(values).min().orElseThrow();
        double high = DoubleStream.of(values).max().orElseThrow();
        double more = high > low ? air * (high - low) : 1;
        double[] range = rounded(new double[] {low - more, high + more}, RANGE_DIGITS);
        return List.of(range[0], range[1]);
    }

    /**
     * The range that holds those of some axes, in the direction of the first; null if one of them
     * has none.
     */
    public static List<Double> union(List<Map<String, Object>> axes) {
        List<double[]> ranges =
                axes.stream().map(axis -> known(Json.list(axis.get("range")))).toList();
        if (ranges.stream().anyMatch(range -> range.length != 2)) {
            return null;
        }
        double low = ranges.stream().flatMapToDouble(DoubleStream::of).min().orElseThrow();
        double high = ranges.stream().flatMapToDouble(DoubleStream::of).max().orElseThrow();
        return ranges.get(0)[0] <= ranges.get(0)[1] ? List.of(low, high) : List.of(high, low);
    }

    /** The numbers among some values of a figure. */
    public static double[] known(List<?> values) {
        return values.stream()
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .toArray();
    }
}
