package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import tripletlab.internal.Blocks;

/**
 * Finds the nearest of N items for many queries by Euclidean distance, items at the same distance
 * by index: exactly, on all cores, for a few queries at a time, so that only their rows of the
 * matrix of all distances exist. Distances come from sums of squared differences in float: equal
 * items are exactly 0 apart.
 */
final class NeighborSearch {

    /** Queries at a time. */
    private static final int BLOCK = 8;

    /** Items at a time: their columns stay in the processor's cache while the queries pass. */
    private static final int TILE = 512;

    private final float[][][] tiles; // (N / TILE, D, TILE): loops over items are vectorized
    private final int size;
    private final int dimension;

    /** The name is that of the argument that the items came in. */
    NeighborSearch(String name, float[][] items) {
        Rows.requireMeasurable(name, items);
        size = items.length;
        dimension = items[0].length;
        tiles = new float[(size + TILE - 1) / TILE][dimension][];
        for (int t = 0; t < tiles.length; t++) {
            int first = t * TILE;
            int width = Math.min(TILE, size - first);
            for (int k = 0; k < dimension; k++) {
                tiles[t][k] = new float[width];
                for (int j = 0; j < width; j++) {
                    tiles[t][k][j] = items[first + j][k];
                }
            }
        }
    }

    /**
     * Asks for the items nearest to a row.
     *
     * @param row (D)
     * @param k how many, from 0 to N
     * @param leftOut an item that is not looked at, or {@link #NOTHING}; then k is below N
     */
    record Query(float[] row, int k, int leftOut) {

        static final int NOTHING = -1;
    }

    /**
     * Gets each answer once, in any order and on any thread: the k nearest items, nearest first,
     * and the squared distances of all items, which are overwritten afterwards.
     */
    interface Visitor {
        void accept(int query, int[] nearest, float[] squared);
    }

    /** N. */
    int size() {
        return size;
    }

    /** Queries from elsewhere must be such that their distances can be measured. */
    void requireQueries(float[][] queries) {
        Rows.requireMeasurable("queries", queries);
        Rows.requireDimension("queries", queries, dimension);
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
     * @throws CancellationException if the calling thread is interrupted; as with
     *     InterruptedException, the exception takes the interrupt's place
     */
    void forEach(Query[] queries, Visitor visitor) {
        Thread caller = Thread.currentThread();
        AtomicInteger done = new AtomicInteger();
        int cores = Runtime.getRuntime().availableProcessors();
        Blocks.share(
                queries.length,
                BLOCK,
                cores,
                () -> {
                    float[][] squared = new float[BLOCK][size];
                    return (from, to) -> {
                        if (!caller.isInterrupted()) { // else what is left is left out
                            answer(queries, from, to, squared, visitor);
                            done.addAndGet(to - from);
                        }
                    };
                });
        if (done.get() < queries.length) {
            Thread.interrupted();
            throw new CancellationException(
                    String.format(
                            Locale.ROOT,
                            "the search for neighbors was interrupted after %,d of %,d queries",
                            done.get(),
                            queries.length));
        }
    }

    private void answer(Query[] queries, int from, int to, float[][] squared, Visitor visitor) {
        measure(queries, from, to, squared);
        for (int q = from; q < to; q++) {
            float[] row = squared[q - from];
            if (queries[q].leftOut() != Query.NOTHING) {
                row[queries[q].leftOut()] = Float.POSITIVE_INFINITY;
            }
            visitor.accept(q, nearest(row, queries[q].k()), row);
        }
    }

    /** Fills a row of squared distances for each query. */
    private void measure(Query[] queries, int from, int to, float[][] squared) {
        float[] sums = new float[TILE];
        for (int t = 0; t < tiles.length; t++) {
            for (int q = from; q < to; q++) {
                Arrays.fill(sums, 0);
                for (int k = 0; k < dimension; k++) {
                    addSquares(tiles[t][k], queries[q].row()[k], sums);
                }
                System.arraycopy(sums, 0, squared[q - from], t * TILE, tiles[t][0].length);
            }
        }
    }

    /** Three times as fast with an array that begins where the column does. */
    private static void addSquares(float[] column, float x, float[] sums) {
        for (int j = 0; j < column.length; j++) {
            float difference = column[j] - x;
            sums[j] += difference * difference;
        }
    }

    /**
     * The k nearest, nearest first. Squares are not negative, so their bits sort as they do. The
     * upper half of the bits counts them into ranges; only the ranges up to the k-th are sorted.
     */
    private static int[] nearest(float[] squared, int k) {
        int[] counts = new int[1 << 15];
        for (float square : squared) {
            counts[Float.floatToRawIntBits(square) >>> 16]++;
        }
        int ranges = 0;
        int within = 0;
        while (within < k) {
            within += counts[ranges++];
        }
        long[] keys = new long[within]; // square above, index below
        int found = 0;
        for (int j = 0; j < squared.length; j++) {
            int bits = Float.floatToRawIntBits(squared[j]);
            if (bits >>> 16 < ranges) {
                keys[found++] = (long) bits << Integer.SIZE | j;
            }
        }
        Arrays.sort(keys);
        int[] items = new int[k];
        for (int i = 0; i < k; i++) {
            items[i] = (int) keys[i];
        }
        return items;
    }
}
