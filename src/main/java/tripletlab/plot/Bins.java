package tripletlab.plot;

import java.util.stream.IntStream;

/**
 * The bins of a histogram, all equally wide.
 *
 * @param edges ascending, one more than there are bins
 */
record Bins(double[] edges) {

    /** So many bins between two numbers, or from a single number on. */
    static Bins between(double low, double high, int count) {
        if (!Double.isFinite(high - low)) {
            throw new IllegalArgumentException(
                    "values are from %s to %s, expected a finite difference".formatted(low, high));
        }
        double width = (high > low ? high - low : 1) / count;
        return new Bins(
                IntStream.rangeClosed(0, count).mapToDouble(i -> low + i * width).toArray());
    }

    /** What part of a whole each bin holds; the last one holds its upper edge too. */
    double[] shares(double[] values, double whole) {
        int count = edges.length - 1;
        double width = (edges[count] - edges[0]) / count;
        double[] shares = new double[count];
        for (double value : values) {
            int bin = (int) ((value - edges[0]) / width);
            shares[Math.min(bin, count - 1)] += whole / values.length;
        }
        return shares;
    }
}
