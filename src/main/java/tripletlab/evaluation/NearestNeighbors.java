package tripletlab.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import tripletlab.data.Labels;
import tripletlab.internal.Arguments;

/**
 * Finds the nearest of a set of items by Euclidean distance, exactly; items at the same distance
 * come in the order of their index. Distances come from sums of squared differences in float: equal
 * items are exactly 0 apart. Each query costs O(N D), on all cores, for a few queries at a time, so
 * that only their rows of the matrix of all distances exist. Interrupting the thread ends the
 * search with a {@link CancellationException}.
 *
 * <pre>{@code
 * NearestNeighbors neighbors = NearestNeighbors.of(embeddings);
 * for (Neighbor neighbor : neighbors.others(7, 10)) {
 *     show(images[neighbor.index()], neighbor.label(), neighbor.distance());
 * }
 * }</pre>
 */
public final class NearestNeighbors {

    /** Queries at a time. */
    private static final int BLOCK = 8;

    /** Items at a time: their columns stay in the processor's cache while the queries pass. */
    private static final int TILE = 512;

    /** No item is left out. */
    static final int NOTHING = -1;

    private final float[][] vectors;
    private final int[] labels;
    private final float[][][] tiles; // (N / TILE, D, TILE): loops over items are vectorized

    /** The name is that of the argument that the vectors came in. */
    NearestNeighbors(String name, float[][] vectors, int[] labels) {
        Rows.requireMeasurable(name, vectors);
        Labels.requireOneForEach(labels, vectors.length, "row of " + name);
        this.vectors = vectors;
        this.labels = labels.clone();
        tiles = new float[(vectors.length + TILE - 1) / TILE][vectors[0].length][];
        for (int t = 0; t < tiles.length; t++) {
            int first = t * TILE;
            int width = Math.min(TILE, vectors.length - first);
            for (int k = 0; k < tiles[t].length; k++) {
                tiles[t][k] = new float[width];
                for (int j = 0; j < width; j++) {
                    tiles[t][k][j] = vectors[first + j][k];
                }
            }
        }
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
        Arguments.requireNonNull("items", items);
        return new NearestNeighbors("items", items.vectors(), items.labels());
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
        requireQueries(queries);
        Rows.requireCount(k, labels.length);
        return answers(queries, k, q -> NOTHING);
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
            Arguments.requireIndex("item", item, labels.length);
        }
        Rows.requireCount(k, labels.length - 1);
        float[][] rows = Arrays.stream(queries).mapToObj(i -> vectors[i]).toArray(float[][]::new);
        return answers(rows, k, q -> queries[q]);
    }

    private List<List<Neighbor>> answers(float[][] queries, int k, IntUnaryOperator leftOut) {
        Neighbor[][] answers = new Neighbor[queries.length][];
        forEach(
                queries,
                q -> k,
                leftOut,
                (q, nearest, squared) -> answers[q] = neighbors(nearest, squared));
        return Arrays.stream(answers).map(List::of).toList();
    }

    private Neighbor[] neighbors(int[] nearest, float[] squared) {
        return Arrays.stream(nearest)
                .mapToObj(i -> new Neighbor(i, labels[i], Math.sqrt(squared[i])))
                .toArray(Neighbor[]::new);
    }

    /** {@return N labels} */
    int[] labels() {
        return labels;
    }

    /**
     * Gets each answer once, in any order and on any thread: the k nearest items, nearest first,
     * and the squared distances of all items, which are overwritten afterwards.
     */
    interface Visitor {
        void accept(int query, int[] nearest, float[] squared);
    }

    /** Queries from elsewhere must be such that their distances can be measured. */
    void requireQueries(float[][] queries) {
        Rows.requireMeasurable("queries", queries);
        Rows.requireDimension("queries", queries, vectors[0].length);
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
                            float[][] squared = new float[BLOCK][labels.length];
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
                for (int k = 0; k < tiles[t].length; k++) {
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
