package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

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

    /** No item is left out. */
    static final int NOTHING = -1;

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

    /**
     * Answers queries in O(N D) each.
     *
     * @param queries (Q, D)
     * @param k how many items a query asks for, from 0 to N
     * @param leftOut an item that a query does not look at, or {@link #NOTHING}; then its k is
     *     below N
     * @throws CancellationException if the calling thread is interrupted; as with
     *     InterruptedException, the exception takes the interrupt's place
     */
    void forEach(float[][] queries, IntUnaryOperator k, IntUnaryOperator leftOut, Visitor visitor) {
        Thread caller = Thread.currentThread();
        AtomicInteger next = new AtomicInteger(); // block: each thread takes one when it is ready
        AtomicInteger done = new AtomicInteger();
        int blocks = (queries.length + BLOCK - 1) / BLOCK;
        int threads = Math.min(blocks, Runtime.getRuntime().availableProcessors());
        IntStream.range(0, threads)
                .parallel()
                .forEach(
                        thread -> {
                            float[][] squared = new float[BLOCK][size];
                            int b = next.getAndIncrement();
                            while (b < blocks && !caller.isInterrupted()) {
                                int from = b * BLOCK;
                                int to = Math.min(from + BLOCK, queries.length);
                                measure(queries, from, to, squared);
                                for (int q = from; q < to; q++) {
                                    float[] row = squared[q - from];
                                    if (leftOut.applyAsInt(q) != NOTHING) {
                                        row[leftOut.applyAsInt(q)] = Float.POSITIVE_INFINITY;
                                    }
                                    visitor.accept(q, nearest(row, k.applyAsInt(q)), row);
                                }
                                done.addAndGet(to - from);
                                b = next.getAndIncrement();
                            }
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

    /** Fills a row of squared distances for each query. */
    private void measure(float[][] queries, int from, int to, float[][] squared) {
        float[] sums = new float[TILE];
        for (int t = 0; t < tiles.length; t++) {
            for (int q = from; q < to; q++) {
                Arrays.fill(sums, 0);
                for (int k = 0; k < dimension; k++) {
                    addSquares(tiles[t][k], queries[q][k], sums);
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
