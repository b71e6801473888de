package tripletlab.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import tripletlab.evaluation.NeighborSearch.Query;
import tripletlab.internal.Arguments;

/** Queries that look for items of their own class among references, nearest first. */
final class Retrieval {

    private final NeighborSearch search;
    private final Embeddings queries;
    private final int[] labels; // of the references
    private final boolean leaveOneOut;
    private final Map<Integer, Integer> sizes = new HashMap<>(); // of the classes

    private Retrieval(
            NeighborSearch search, Embeddings queries, int[] labels, boolean leaveOneOut) {
        this.search = search;
        this.queries = queries;
        this.labels = labels;
        this.leaveOneOut = leaveOneOut;
        for (int label : labels) {
            sizes.merge(label, 1, Integer::sum);
        }
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
        return queries.size();
    }

    /** R: how many items of its class a query could find. */
    int relevant(int query) {
        return sizes.getOrDefault(queries.labels()[query], 0) - (leaveOneOut ? 1 : 0);
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
    void forEach(IntUnaryOperator k, Visitor visitor) {
        Query[] all = new Query[size()];
        Arrays.setAll(
                all,
                q ->
                        new Query(
                                queries.vectors()[q],
                                k.applyAsInt(q),
                                leaveOneOut ? q : Query.NOTHING));
        search.forEach(
                all,
                (q, nearest, squared) -> {
                    boolean[] hits = new boolean[nearest.length];
                    for (int i = 0; i < hits.length; i++) {
                        hits[i] = labels[nearest[i]] == queries.labels()[q];
                    }
                    visitor.accept(q, hits);
                });
    }
}
