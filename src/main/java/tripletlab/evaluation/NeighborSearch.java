package tripletlab.evaluation;

import ai.djl.util.Progress;
import java.util.Arrays;
import tripletlab.internal.Blocks;

/**
 * Finds the nearest of N items for many queries by Euclidean distance, items at the same distance
 * by index: exactly, on all cores, block by block, so that of the matrix of all distances only a
 * few rows of one tile are held at a time. Distances come from sums of squared differences in
 * float: equal items are exactly 0 apart.
 */
final class NeighborSearch {

    private static final int BLOCK = 32; // queries that a tile of items is read for at a time

    private final Tiles items;

    /** The name is that of the argument that the items came in. */
    NeighborSearch(String name, float[][] items) {
        Rows.requireMeasurable(name, items);
        this.items = new Tiles(items);
    }

    /**
     * Asks for the items nearest to a row.
     *
     * @param row (D)
     * @param k how many, from 0 to N
     * @param leftOut an item that is not looked at, or {@link #NOTHING}
     */
    record Query(float[] row, int k, int leftOut) {

        static final int NOTHING = -1;
    }

    /** Gets each answer once, in any order and on any thread; the answer is used again after it. */
    interface Visitor {
        void accept(int query, Nearest nearest);
    }

    /** N. */
    int size() {
        return items.size();
    }

    /** Queries from elsewhere must be such that their distances can be measured. */
    void requireQueries(float[][] queries) {
        Rows.requireMeasurable("queries", queries);
        Rows.requireDimension("queries", queries, items.dimension());
    }

    /** Asks for the k nearest of all items to each row. */
    static Query[] queries(float[][] rows, int k) {
        Query[] queries = new Query[rows.length];
        Arrays.setAll(queries, q -> new Query(rows[q], k, Query.NOTHING));
        return queries;
    }

    /**
     * Answers queries in O(N D) each.
     *
     * @param progress counts queries, or null
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    void forEach(Query[] queries, Progress progress, Visitor visitor) {
        SharedWork work = new SharedWork(queries.length, BLOCK, progress);
        work.run(() -> new Searcher(queries, visitor));
    }

    /** One thread's buffers. */
    private final class Searcher implements Blocks.Worker {

        private final Query[] queries;
        private final Visitor visitor;
        private final float[] squared = new float[Tiles.WIDTH];
        private final Nearest[] nearest = new Nearest[BLOCK];

        Searcher(Query[] queries, Visitor visitor) {
            this.queries = queries;
            this.visitor = visitor;
            for (int i = 0; i < BLOCK; i++) {
                nearest[i] = new Nearest();
            }
        }

        @Override
        public void accept(int from, int to) {
            for (int q = from; q < to; q++) {
                nearest[q - from].begin(queries[q].k());
            }
            for (int tile = 0; tile < items.count(); tile++) {
                for (int q = from; q < to; q++) {
                    look(queries[q], tile, nearest[q - from]);
                }
            }
            for (int q = from; q < to; q++) {
                nearest[q - from].end();
                visitor.accept(q, nearest[q - from]);
            }
        }

        private void look(Query query, int tile, Nearest found) {
            if (query.k() == 0) {
                return;
            }
            int first = tile * Tiles.WIDTH;
            int width = items.width(tile);
            items.squaredDistances(query.row(), tile, squared);
            if (query.leftOut() >= first && query.leftOut() < first + width) {
                squared[query.leftOut() - first] = Float.POSITIVE_INFINITY;
            }
            found.offer(squared, first, width);
        }
    }
}
