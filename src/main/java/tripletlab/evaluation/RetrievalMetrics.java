package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How well each item finds the others of its class among all the others, nearest first by Euclidean
 * distance. Each of N items is a query once and is left out of its own answers; R is the number of
 * other items of its class. Items whose label stands alone (R = 0) are left out of the means.
 *
 * <p>K. Musgrave, S. Belongie, S. Lim: <i>A Metric Learning Reality Check</i>, ECCV 2020, section
 * 3.2.
 *
 * @param precisionAt1 mean of: is the nearest item of the query's class?
 * @param rPrecision mean of: the fraction of the query's class among the R nearest
 * @param mapAtR mean of {@code 1/R Σ_{i ≤ R} P(i)}, where P(i) is the precision at i if the i-th
 *     item is of the query's class, else 0
 */
public record RetrievalMetrics(double precisionAt1, double rPrecision, double mapAtR) {

    /**
     * Computes the metrics. Costs O(N² (D + log N)), on all cores; items at the same distance rank
     * by index.
     *
     * @param embeddings (N, D)
     * @param labels N of them
     * @return the metrics; NaN if every label stands alone
     * @throws IllegalArgumentException if the lengths do not fit, or a value is NaN or infinite
     */
    public static RetrievalMetrics of(float[][] embeddings, int[] labels) {
        Rows.requireFinite("embeddings", embeddings);
        if (labels.length != embeddings.length) {
            throw new IllegalArgumentException(
                    String.format(
                            "labels has length %d, expected %d: one for each row of embeddings",
                            labels.length, embeddings.length));
        }
        float[][] columns = Rows.transpose(embeddings);
        double[][] scores =
                IntStream.range(0, labels.length)
                        .parallel()
                        .mapToObj(query -> scores(query, columns, labels))
                        .filter(score -> score.length > 0)
                        .toArray(double[][]::new);
        return new RetrievalMetrics(mean(scores, 0), mean(scores, 1), mean(scores, 2));
    }

    private static double[] scores(int query, float[][] columns, int[] labels) {
        int relevant = -1; // the query itself is not counted
        for (int label : labels) {
            relevant += label == labels[query] ? 1 : 0;
        }
        if (relevant == 0) {
            return new double[0];
        }
        long[] ranking = ranking(query, columns, labels.length);
        int hits = 0;
        double precisions = 0;
        for (int i = 1; i <= relevant; i++) {
            if (labels[(int) ranking[i - 1]] == labels[query]) {
                hits++;
                precisions += (double) hits / i;
            }
        }
        double first = labels[(int) ranking[0]] == labels[query] ? 1 : 0;
        return new double[] {first, (double) hits / relevant, precisions / relevant};
    }

    /** The other items, nearest first: the index of each is in the lower half of its key. */
    private static long[] ranking(int query, float[][] columns, int size) {
        float[] squared = new float[size];
        for (float[] column : columns) {
            float at = column[query];
            for (int j = 0; j < size; j++) { // runs over items, so that the compiler vectorizes it
                float difference = column[j] - at;
                squared[j] += difference * difference;
            }
        }
        long[] keys = new long[size - 1];
        for (int j = 0; j < size; j++) {
            if (j != query) {
                long bits = Float.floatToIntBits(squared[j]); // sorts as the distance does
                keys[j < query ? j : j - 1] = bits << Integer.SIZE | j;
            }
        }
        Arrays.sort(keys);
        return keys;
    }

    private static double mean(double[][] scores, int column) {
        return Arrays.stream(scores).mapToDouble(row -> row[column]).average().orElse(Double.NaN);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "precision@1 %.4f, R-precision %.4f, MAP@R %.4f",
                precisionAt1,
                rPrecision,
                mapAtR);
    }
}
