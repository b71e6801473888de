package tripletlab.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import tripletlab.internal.Arguments;

/**
 * Finds the nearest of a set of items by Euclidean distance, exactly; items at the same distance
 * come in the order of their index. Each query costs O(N D), on all cores. Interrupting the thread
 * ends the search with a {@link java.util.concurrent.CancellationException}.
 *
 * <pre>{@code
 * NearestNeighbors neighbors = NearestNeighbors.of(embeddings);
 * for (Neighbor neighbor : neighbors.others(7, 10)) {
 *     show(images[neighbor.index()], neighbor.label(), neighbor.distance());
 * }
 * }</pre>
 */
public final class NearestNeighbors {

    private final NeighborSearch search;
    private final Embeddings items;

    private NearestNeighbors(Embeddings items) {
        this.search = new NeighborSearch("items", items.vectors());
        this.items = items;
    }

    /**
     * Prepares a set of items; it is copied once.
     *
     * @param items N of them
     * @return the search among them
     * @throws IllegalArgumentException if there is no item, or a value is NaN, infinite or too
     *     large
     */
    public static NearestNeighbors of(Embeddings items) {
        return new NearestNeighbors(Arguments.requireNonNull("items", items));
    }

    /**
     * Finds the items nearest to each of many vectors.
     *
     * @param queries (Q, D)
     * @param k how many, from 1 to N
     * @return for each query k items, nearest first
     * @throws IllegalArgumentException if {@code queries} is empty, not of the items' length or not
     *     finite, or {@code k} is not in 1 … N
     */
    public List<List<Neighbor>> find(float[][] queries, int k) {
        search.requireQueries(queries);
        Rows.requireCount(k, search.size());
        return answers(queries, k, q -> NeighborSearch.NOTHING);
    }

    /**
     * Finds the items nearest to one of them, without itself.
     *
     * @param item from 0 to N − 1
     * @param k how many, from 1 to N − 1
     * @return k other items, nearest first
     * @throws IllegalArgumentException if {@code item} or {@code k} is not so
     */
    public List<Neighbor> others(int item, int k) {
        return others(new int[] {item}, k).get(0);
    }

    /**
     * Finds the items nearest to each of some of them, without itself.
     *
     * @param queries items, each from 0 to N − 1
     * @param k how many, from 1 to N − 1
     * @return for each query k other items, nearest first
     * @throws IllegalArgumentException if {@code queries} or {@code k} is not so
     */
    public List<List<Neighbor>> others(int[] queries, int k) {
        for (int item : Arguments.requireNonNull("queries", queries)) {
            Arguments.requireIndex("item", item, search.size());
        }
        Rows.requireCount(k, search.size() - 1);
        float[][] rows =
                Arrays.stream(queries).mapToObj(i -> items.vectors()[i]).toArray(float[][]::new);
        return answers(rows, k, q -> queries[q]);
    }

    private List<List<Neighbor>> answers(float[][] queries, int k, IntUnaryOperator leftOut) {
        Neighbor[][] answers = new Neighbor[queries.length][];
        search.forEach(
                queries,
                q -> k,
                leftOut,
                (q, nearest, squared) -> answers[q] = neighbors(nearest, squared));
        return Arrays.stream(answers).map(List::of).toList();
    }

    private Neighbor[] neighbors(int[] nearest, float[] squared) {
        return Arrays.stream(nearest)
                .mapToObj(i -> new Neighbor(i, items.labels()[i], Math.sqrt(squared[i])))
                .toArray(Neighbor[]::new);
    }
}
