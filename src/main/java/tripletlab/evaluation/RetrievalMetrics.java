package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Locale;
import tripletlab.internal.Arguments;

/**
 * How well each query finds the items of its class among all items, nearest first by Euclidean
 * distance, items at the same distance by index. R is the number of items of its class that it
 * could find; queries that could find none (R = 0) are left out of the means. Embeddings with NaN,
 * as after a training that diverged, have no order: they are refused.
 *
 * <p>The queries are the items themselves, each left out of its own answers, or a set of their own.
 * Costs O(N D) for each query, on all cores, and little memory besides a copy of the items.
 * Interrupting the thread ends the search with a {@link
 * java.util.concurrent.CancellationException}.
 *
 * <p>K. Musgrave, S. Belongie, S. Lim: <i>A Metric Learning Reality Check</i>, ECCV 2020, section
 * 3.2.
 *
 * @param precisionAt1 mean of: is the nearest item of the query's class?
 * @param rPrecision mean of: the fraction of the query's class among the R nearest
 * @param mapAtR mean of {@code 1/R Σ_{i ≤ R} P(i)}, where P(i) is the precision at i if the i-th
 *     item is of the query's class, else 0
 * @see RecallAtK
 */
public record RetrievalMetrics(double precisionAt1, double rPrecision, double mapAtR) {

    /**
     * Computes the metrics with each item as a query among the others.
     *
     * @param embeddings (N, D)
     * @param labels N of them
     * @return the metrics; NaN if every label stands alone
     * @throws IllegalArgumentException if the lengths do not fit, or a value is NaN, infinite or
     *     too large
     */
    public static RetrievalMetrics of(float[][] embeddings, int[] labels) {
        return of(Retrieval.leaveOneOut(embeddings, labels));
    }

    /**
     * Computes the metrics with each item as a query among the others.
     *
     * @param items N of them
     * @return the metrics; NaN if every label stands alone
     * @throws IllegalArgumentException if a value is NaN, infinite or too large
     */
    public static RetrievalMetrics of(Embeddings items) {
        Arguments.requireNonNull("items", items);
        return of(items.vectors(), items.labels());
    }

    /**
     * Computes the metrics of queries among references.
     *
     * @param queries Q items
     * @param references N items, none of which is left out
     * @return the metrics; NaN if no query's label is among the references
     * @throws IllegalArgumentException if the dimensions differ, or a value is NaN, infinite or too
     *     large
     */
    public static RetrievalMetrics of(Embeddings queries, Embeddings references) {
        return of(Retrieval.of(queries, references));
    }

    private static RetrievalMetrics of(Retrieval retrieval) {
        int[] relevant = retrieval.relevant();
        double[][] scores = new double[relevant.length][];
        retrieval.forEach(q -> relevant[q], (q, hits) -> scores[q] = scores(hits));
        return new RetrievalMetrics(mean(scores, 0), mean(scores, 1), mean(scores, 2));
    }

    /** Of one query, from its R nearest; nothing if R is 0. */
    private static double[] scores(boolean[] hits) {
        int relevant = hits.length;
        if (relevant == 0) {
            return new double[0];
        }
        int found = 0;
        double precisions = 0;
        for (int i = 1; i <= relevant; i++) {
            if (hits[i - 1]) {
                found++;
                precisions += (double) found / i;
            }
        }
        return new double[] {hits[0] ? 1 : 0, (double) found / relevant, precisions / relevant};
    }

    private static double mean(double[][] scores, int column) {
        return Arrays.stream(scores)
                .filter(row -> row.length > 0)
                .mapToDouble(row -> row[column])
                .average()
                .orElse(Double.NaN);
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
