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
 * @see BlockwiseRetrieval
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
        RetrievalSums[] sums = new RetrievalSums[relevant.length];
        retrieval.forEach(q -> relevant[q], (q, hits) -> sums[q] = RetrievalSums.of(hits));
        return Arrays.stream(sums).reduce(RetrievalSums.NONE, RetrievalSums::plus).metrics();
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
