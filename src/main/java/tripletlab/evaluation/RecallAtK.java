package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tripletlab.internal.Arguments;

/**
 * Recall@k as metric learning has it: the fraction of queries with at least one item of their class
 * among the k nearest by Euclidean distance, items at the same distance by index. Queries that
 * could find no item of their class are left out. Recall@1 is precision@1. Interrupting the thread
 * ends the search with a {@link java.util.concurrent.CancellationException}.
 *
 * <p>The word means something else in information retrieval: there it is the fraction of a query's
 * class that is found.
 *
 * <p>H. Jégou, M. Douze, C. Schmid: <i>Product Quantization for Nearest Neighbor Search</i>, IEEE
 * TPAMI 33(1), 2011; H. O. Song, Y. Xiang, S. Jegelka, S. Savarese: <i>Deep Metric Learning via
 * Lifted Structured Feature Embedding</i>, CVPR 2016.
 *
 * @param values recall@k for each k, ascending; NaN if no query could find anything
 * @see RetrievalMetrics
 */
public record RecallAtK(SortedMap<Integer, Double> values) {

    /** Keeps a copy of the map. */
    public RecallAtK {
        Arguments.requireNonNull("values", values);
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /**
     * Computes recall@k with each item as a query among the others.
     *
     * @param embeddings (N, D)
     * @param labels N of them
     * @param ks one or more k, each from 1 to N − 1
     * @return recall@k for each
     * @throws IllegalArgumentException if the lengths do not fit, a value is NaN, infinite or too
     *     large, or a k is not in 1 … N − 1
     */
    public static RecallAtK of(float[][] embeddings, int[] labels, int... ks) {
        return of(Retrieval.leaveOneOut(embeddings, labels), ks);
    }

    /**
     * Computes recall@k of queries among references.
     *
     * @param queries Q items
     * @param references N items, none of which is left out
     * @param ks one or more k, each from 1 to N
     * @return recall@k for each
     * @throws IllegalArgumentException if the dimensions differ, a value is NaN, infinite or too
     *     large, or a k is not in 1 … N
     */
    public static RecallAtK of(Embeddings queries, Embeddings references, int... ks) {
        return of(Retrieval.of(queries, references), ks);
    }

    private static RecallAtK of(Retrieval retrieval, int... ks) {
        Arguments.requireNonNull("ks", ks);
        Arguments.require(ks.length > 0, "ks is empty, expected one k or more");
        for (int k : ks) {
            Rows.requireCount(k, retrieval.candidates());
        }
        int most = Arrays.stream(ks).max().getAsInt();
        int[] relevant = retrieval.relevant();
        int[] first = new int[relevant.length]; // the place of each query's first hit, from 0
        retrieval.forEach(q -> most, (q, hits) -> first[q] = firstHit(hits));
        SortedMap<Integer, Double> values = new TreeMap<>();
        for (int k : ks) {
            values.put(
                    k,
                    IntStream.range(0, first.length)
                            .filter(q -> relevant[q] > 0)
                            .mapToDouble(q -> first[q] < k ? 1 : 0)
                            .average()
                            .orElse(Double.NaN));
        }
        return new RecallAtK(values);
    }

    private static int firstHit(boolean[] hits) {
        int i = 0;
        while (i < hits.length && !hits[i]) {
            i++;
        }
        return i;
    }

    /**
     * Returns one of the values.
     *
     * @param k one that was asked for
     * @return recall@k
     * @throws IllegalArgumentException if it was not
     */
    public double at(int k) {
        Arguments.require(values.containsKey(k), "k is %d, expected one of %s", k, values.keySet());
        return values.get(k);
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "recall@%d %.4f", e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
    }
}
