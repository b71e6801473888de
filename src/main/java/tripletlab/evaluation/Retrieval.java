package tripletlab.evaluation;

import ai.djl.util.Progress;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import tripletlab.evaluation.NeighborSearch.Query;
import tripletlab.internal.Arguments;

/** Queries that look for items of their own class among references, nearest first. */
final class Retrieval {

    private final NeighborSearch search;
    private final float[][] queries;
    private final int[] queryLabels;
    private final int[] labels; // of the references
    private final int[] relevant;
    private final boolean leaveOneOut;

    private Retrieval(
            NeighborSearch search, Embeddings queries, int[] labels, boolean leaveOneOut) {
        this.search = search;
        this.queries = queries.vectors();
        this.queryLabels = queries.labels();
        this.labels = labels;
        this.leaveOneOut = leaveOneOut;
        Map<Integer, Long> sizes =
                Arrays.stream(labels)
                        .boxed()
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        int self = leaveOneOut ? 1 : 0;
        this.relevant =
                Arrays.stream(queryLabels)
                        .map(label -> sizes.getOrDefault(label, 0L).intValue() - self)
                        .toArray();
    }

    /** Each item is a query once, among the others. */
    static Retrieval leaveOneOut(float[][] embeddings, int[] labels) {
        NeighborSearch search = new NeighborSearch("embeddings", embeddings);
        Rows.requireLabels(labels, "embeddings", embeddings);
        return new Retrieval(search, new Embeddings(embeddings, labels), labels, true);
    }

    static Retrieval of(Embeddings queries, Embeddings references) {
        Arguments.requireNonNull("queries", queries);
        Arguments.requireNonNull("references", references);
        NeighborSearch search = new NeighborSearch("references", references.vectors());
        search.requireQueries(queries.vectors());
        return new Retrieval(search, queries, references.labels(), false);
    }

    /** Q. */
    int size() {
        return relevant.length;
    }

    /** R: how many items of its class a query could find. */
    int relevant(int query) {
        return relevant[query];
    }

    /** How many items a query looks at. */
    int candidates() {
        return labels.length - (leaveOneOut ? 1 : 0);
    }

    /** Gets, on any thread, for each of the k nearest whether it is of the query's class. */
    interface Visitor {
        void accept(int query, boolean[] hits);
    }

    /** Answers each query; k may depend on it, and be 0. */
    void forEach(IntUnaryOperator k, Progress progress, Visitor visitor) {
        Query[] all = new Query[queries.length];
        Arrays.setAll(
                all, q -> new Query(queries[q], k.applyAsInt(q), leaveOneOut ? q : Query.NOTHING));
        search.forEach(
                all, progress, (q, nearest) -> visitor.accept(q, hits(queryLabels[q], nearest)));
    }

    private boolean[] hits(int label, Nearest nearest) {
        boolean[] hits = new boolean[nearest.count()];
        for (int i = 0; i < hits.length; i++) {
            hits[i] = labels[nearest.item(i)] == label;
        }
        return hits;
    }
}
