package tripletlab.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import tripletlab.internal.Arguments;

/**
 * Queries that look for items of their own class among references, nearest first.
 *
 * @param labels of the references
 * @param leaveOneOut whether the queries are the references, each left out of its own answers
 */
record Retrieval(NeighborSearch search, Embeddings queries, int[] labels, boolean leaveOneOut) {

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

    /** R of each query: how many items of its class it could find. */
    int[] relevant() {
        Map<Integer, Integer> sizes = new HashMap<>(); // of the classes
        for (int label : labels) {
            sizes.merge(label, 1, Integer::sum);
        }
        int itself = leaveOneOut ? 1 : 0;
        return Arrays.stream(queries.labels())
                .map(label -> sizes.getOrDefault(label, 0) - itself)
                .toArray();
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
        search.forEach(
                queries.vectors(),
                k,
                q -> leaveOneOut ? q : NeighborSearch.NOTHING,
                (q, nearest, squared) -> {
                    boolean[] hits = new boolean[nearest.length];
                    for (int i = 0; i < hits.length; i++) {
                        hits[i] = labels[nearest[i]] == queries.labels()[q];
                    }
                    visitor.accept(q, hits);
                });
    }
}
