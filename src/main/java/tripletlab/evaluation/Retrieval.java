package tripletlab.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import tripletlab.internal.Arguments;

/**
 * Queries that look for items of their own class among references, nearest first.
 *
 * @param leaveOneOut whether the queries are the references, each left out of its own answers
 */
record Retrieval(NearestNeighbors references, Embeddings queries, boolean leaveOneOut) {

    /** Each item is a query once, among the others. */
    static Retrieval leaveOneOut(float[][] embeddings, int[] labels) {
        NearestNeighbors items = new NearestNeighbors("embeddings", embeddings, labels);
        return new Retrieval(items, new Embeddings(embeddings, labels), true);
    }

    static Retrieval of(Embeddings queries, Embeddings references) {
        Arguments.requireNonNull("queries", queries);
        Arguments.requireNonNull("references", references);
        NearestNeighbors items =
                new NearestNeighbors("references", references.vectors(), references.labels());
        items.requireQueries(queries.vectors());
        return new Retrieval(items, queries, false);
    }

    /** R of each query: how many items of its class it could find. */
    int[] relevant() {
        Map<Integer, Integer> sizes = new HashMap<>(); // of the classes
        for (int label : references.labels()) {
            sizes.merge(label, 1, Integer::sum);
        }
        int itself = leaveOneOut ? 1 : 0;
        return Arrays.stream(queries.labels())
                .map(label -> sizes.getOrDefault(label, 0) - itself)
                .toArray();
    }

    /** How many items a query looks at. */
    int candidates() {
        return references.labels().length - (leaveOneOut ? 1 : 0);
    }

    /** Gets, on any thread, for each of the k nearest whether it is of the query's class. */
    interface Visitor {
        void accept(int query, boolean[] hits);
    }

    /** Answers each query; k may depend on it, and be 0. */
    void forEach(IntUnaryOperator k, Visitor visitor) {
        int[] labels = references.labels();
        references.forEach(
                queries.vectors(),
                k,
                q -> leaveOneOut ? q : NearestNeighbors.NOTHING,
                (q, nearest, squared) -> {
                    boolean[] hits = new boolean[nearest.length];
                    for (int i = 0; i < hits.length; i++) {
                        hits[i] = labels[nearest[i]] == queries.labels()[q];
                    }
                    visitor.accept(q, hits);
                });
    }
}
