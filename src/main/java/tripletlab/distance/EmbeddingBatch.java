package tripletlab.distance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import tripletlab.internal.Arguments;

/**
 * A batch of embeddings under one distance, in plain Java: distances forward, gradients back. The
 * engine need not record anything, and distances are sums of squared differences, so that no
 * rounding takes them below 0 and equal rows are exactly 0 apart.
 *
 * <p>B is the number of embeddings, D their dimension. The gradient of a loss L with the weights
 * {@code w_ij = ∂L/∂d_ij} is {@code ∂L/∂e_i = Σ_j (w_ij + w_ji) ∂d_ij/∂e_i}.
 */
public final class EmbeddingBatch {

    private static final int PARALLEL_FROM = 1 << 21; // pairs × D; less is done by one thread
    private static final int BLOCK = 16; // rows; of a matrix read across, a line of the cache
    private static final int FEW = 8; // pairs of an item; with more, reading all is as fast

    private final Distance distance;
    private final float[] lengths; // (B): ‖e_i‖
    private final float[][] points; // (B, D): x_i = e_i; for cosine e_i / ‖e_i‖
    private final float[][] columns; // (D, B): the same across, with one of zeros if D is odd

    /** Takes rows that are of one length, and nobody else's. */
    private EmbeddingBatch(Distance distance, float[][] rows) {
        int dimension = rows[0].length;
        this.distance = Arguments.requireNonNull("distance", distance);
        this.lengths = new float[rows.length];
        this.points = rows;
        this.columns = new float[dimension + dimension % 2][rows.length];
        for (int i = 0; i < rows.length; i++) {
            lengths[i] = length(distance, rows[i], i);
            for (int k = 0; k < dimension; k++) {
                points[i][k] /= distance == Distance.COSINE ? lengths[i] : 1;
                columns[k][i] = points[i][k];
            }
        }
    }

    /**
     * Reads a batch from the engine.
     *
     * @param distance between embeddings
     * @param embeddings (B, D), of a floating-point type, of 64 bits rounded to floats of 32
     * @return the batch
     * @throws IllegalArgumentException if {@code embeddings} is not so, has a row with NaN, with
     *     infinite or too large values, or, for cosine, one shorter than 1e-30
     */
    public static EmbeddingBatch of(Distance distance, NDArray embeddings) {
        return new EmbeddingBatch(distance, rows(embeddings));
    }

    /**
     * Takes a batch of Java arrays.
     *
     * @param distance between embeddings
     * @param embeddings (B, D)
     * @return the batch
     * @throws IllegalArgumentException if {@code embeddings} is empty or not rectangular, or has a
     *     row with NaN, with infinite or too large values, or, for cosine, one shorter than 1e-30
     */
    public static EmbeddingBatch of(Distance distance, float[][] embeddings) {
        Arguments.requireRectangular("embeddings", embeddings);
        return new EmbeddingBatch(
                distance, Arrays.stream(embeddings).map(float[]::clone).toArray(float[][]::new));
    }

    /**
     * Reads embeddings as plain Java arrays.
     *
     * @param embeddings (B, D), of a floating-point type; of 64 bits, they are rounded to floats
     * @return (B, D), a row an item
     * @throws IllegalArgumentException if {@code embeddings} is not so, or has a finite number that
     *     is too large for a float
     */
    public static float[][] rows(NDArray embeddings) {
        Shape shape = Arguments.requireNonNull("embeddings", embeddings).getShape();
        DataType type = embeddings.getDataType();
        boolean rowsOfNumbers = shape.dimension() == 2 && shape.size() > 0;
        String expected = "embeddings has shape %s, expected (B, D) with one row an item";
        Arguments.require(rowsOfNumbers, expected, shape);
        String floating = "embeddings is of type %s, expected a floating-point type";
        Arguments.require(type.isFloating(), floating, type);
        int dimension = (int) shape.get(1);
        float[][] rows = new float[(int) shape.get(0)][dimension];
        if (type == DataType.FLOAT32) {
            FloatBuffer floats = embeddings.toByteBuffer(true).asFloatBuffer(); // not one float[]
            for (float[] row : rows) {
                floats.get(row);
            }
            return rows;
        }
        double[] values;
        try (NDArray wide = embeddings.toType(DataType.FLOAT64, true)) {
            values = wide.toDoubleArray();
        }
        for (int i = 0; i < values.length; i++) {
            float value = (float) values[i];
            if (Float.isInfinite(value) && Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "embeddings has %s in row %d, expected numbers that fit a float"
                                .formatted(values[i], i / dimension));
            }
            rows[i / dimension][i % dimension] = value;
        }
        return rows;
    }

    /** B. */
    public int size() {
        return points.length;
    }

    /** D. */
    public int dimension() {
        return points[0].length;
    }

    /** The distance that this batch is seen under. */
    public Distance distance() {
        return distance;
    }

    /** ‖e_i‖. */
    public float length(int i) {
        Arguments.requireIndex("i", i, size());
        return lengths[i];
    }

    /**
     * Computes the distances between all pairs, in O(B² D).
     *
     * @return (B, B) in row-major order, symmetric, with a diagonal of 0
     * @throws IllegalArgumentException if B² numbers do not fit one array
     */
    public float[] pairwise() {
        int size = size();
        int most = (int) Math.sqrt(Integer.MAX_VALUE);
        String message = "embeddings has %d rows, expected %d at most: B² distances are one array";
        Arguments.require(size <= most, message, size, most);
        float[] matrix = new float[size * size];
        forEachBlock(
                from -> {
                    int to = Math.min(from + BLOCK, size);
                    float[][] rows = distances(from, to, from); // right of the diagonal
                    for (int i = from; i < to; i++) {
                        System.arraycopy(rows[i - from], i, matrix, i * size + i, size - i);
                    }
                    for (int j = from + 1; j < size; j++) { // and left of it
                        for (int i = from; i < Math.min(j, to); i++) {
                            matrix[j * size + i] = rows[i - from][j];
                        }
                    }
                });
        return matrix;
    }

    /**
     * Computes the distances from one item to all, in O(B D).
     *
     * @param i an item, from 0 to B − 1
     * @return (B), of which the i-th is 0
     */
    public float[] from(int i) {
        Arguments.requireIndex("i", i, size());
        return distances(i, i + 1, 0)[0];
    }

    /** d_ij of the items i in [from, to) with all items j from {@code first} on. */
    private float[][] distances(int from, int to, int first) {
        float[][] rows = new float[to - from][size()];
        for (int k = 0; k < columns.length; k += 2) { // two columns for all rows, read once
            for (int i = from; i < to; i++) {
                addSquares(columns[k], columns[k + 1], i, first, rows[i - from]);
            }
        }
        for (float[] row : rows) {
            distance.ofSquared(row);
        }
        return rows;
    }

    /** Adds (x_i − x_j)² + (y_i − y_j)² for each j: over items, so that it is vectorized. */
    private static void addSquares(float[] x, float[] y, int i, int first, float[] sums) {
        float xi = x[i];
        float yi = y[i];
        for (int j = first; j < sums.length; j++) {
            float dx = xi - x[j];
            float dy = yi - y[j];
            sums[j] += dx * dx + dy * dy;
        }
    }

    /**
     * Computes the gradient of a loss from its weights, in O(B² + N D) for N weights that are not
     * 0.
     *
     * @param distances d_ij, (B, B) in row-major order, as {@link #pairwise} gives them
     * @param weights {@code w_ij = ∂L/∂d_ij}, (B, B) in row-major order, symmetric or not
     * @return {@code ∂L/∂e_i}, (B, D) in row-major order
     */
    public float[] gradient(float[] distances, float[] weights) {
        requirePairs("distances", distances);
        requirePairs("weights", weights);
        int size = size();
        float[][] sums = new float[size][dimension()]; // ∂L/∂x_i
        int[] few = pairsOfFew(weights);
        for (int pair : few) {
            float pull = distance.scaled(weights[pair], distances[pair]);
            addPair(pair / size, pair % size, pull, sums);
        }
        if (few.length == 0) {
            forEachBlock(from -> addBlock(from, distances, weights, sums));
        }
        return gradient(sums);
    }

    /** Which weights are not 0; none where reading all of them is as fast. */
    private int[] pairsOfFew(float[] weights) {
        int[] pairs = new int[FEW * size()];
        int count = 0;
        for (int pair = 0; pair < weights.length; pair++) {
            if (weights[pair] != 0) {
                if (count == pairs.length) {
                    return new int[0];
                }
                pairs[count++] = pair;
            }
        }
        return Arrays.copyOf(pairs, count);
    }

    /** Adds what one pair adds: {@code pull (x_i − x_j)} to item i, and its opposite to item j. */
    void addPair(int i, int j, float pull, float[][] sums) {
        for (int k = 0; k < dimension(); k++) {
            float one = pull * (points[i][k] - points[j][k]);
            sums[i][k] += one;
            sums[j][k] -= one;
        }
    }

    /** Adds what all pairs add to the items of a block. */
    private void addBlock(int from, float[] distances, float[] weights, float[][] sums) {
        int to = Math.min(from + BLOCK, size());
        float[][] pulls = pulls(from, to, weights);
        int[] items = new int[size() + 3];
        for (int i = from; i < to; i++) {
            float[] pull = pulls[i - from];
            int count = compress(pull, items);
            for (int n = 0; n < count; n++) {
                pull[n] = distance.scaled(pull[n], distances[i * size() + items[n]]);
            }
            for (int n = 0; n < count; n += 4) { // the sum is read and written once for four
                addFour(i, items, pull, n, sums[i]);
            }
        }
    }

    /** w_ij + w_ji of the items i in [from, to): (to − from, B), with room for three more. */
    private float[][] pulls(int from, int to, float[] weights) {
        int size = size();
        float[][] pulls = new float[to - from][size + 3];
        for (int j = 0; j < size; j++) {
            for (int i = from; i < to; i++) {
                pulls[i - from][j] = weights[i * size + j] + weights[j * size + i];
            }
        }
        return pulls;
    }

    /** Moves what is not 0 to the front, zeros behind it, and tells of which items it is. */
    private static int compress(float[] pulls, int[] items) {
        int count = 0;
        for (int j = 0; j < pulls.length - 3; j++) {
            if (pulls[j] != 0) {
                items[count] = j;
                pulls[count++] = pulls[j];
            }
        }
        Arrays.fill(pulls, count, count + 3, 0);
        return count;
    }

    /** Adds {@code pull_j (x_i − x_j)} of four items j. */
    private void addFour(int i, int[] items, float[] pulls, int next, float[] sum) {
        float[] x = points[i];
        float[] x0 = points[items[next]];
        float[] x1 = points[items[next + 1]];
        float[] x2 = points[items[next + 2]];
        float[] x3 = points[items[next + 3]];
        float v0 = pulls[next];
        float v1 = pulls[next + 1];
        float v2 = pulls[next + 2];
        float v3 = pulls[next + 3];
        for (int k = 0; k < sum.length; k++) { // so simple that the compiler vectorizes it
            float two = v0 * (x[k] - x0[k]) + v1 * (x[k] - x1[k]);
            sum[k] += two + v2 * (x[k] - x2[k]) + v3 * (x[k] - x3[k]);
        }
    }

    /** From ∂L/∂x_i to ∂L/∂e_i, row by row; for cosine g becomes (g − (g·x) x) / ‖e‖. */
    float[] gradient(float[][] sums) {
        int dimension = dimension();
        float[] gradient = new float[size() * dimension];
        for (int i = 0; i < sums.length; i++) {
            float[] x = points[i];
            double along = 0;
            for (int k = 0; distance == Distance.COSINE && k < dimension; k++) {
                along += sums[i][k] * x[k];
            }
            float length = distance == Distance.COSINE ? lengths[i] : 1;
            for (int k = 0; k < dimension; k++) {
                gradient[i * dimension + k] = (float) ((sums[i][k] - along * x[k]) / length);
            }
        }
        return gradient;
    }

    /** The embedding of item i; for cosine scaled to length one; not a copy. */
    float[] point(int i) {
        return points[i];
    }

    /** Throws if a row is not finite, too long for distances in floats, or has no direction. */
    private static float length(Distance distance, float[] row, int i) {
        double sum = 0;
        for (float value : row) {
            sum += (double) value * value;
        }
        if (!(sum < Float.MAX_VALUE / 4)) {
            throw new IllegalArgumentException(
                    "embeddings has %s in row %d, expected finite numbers whose distances fit a"
                                    .formatted(worst(row), i)
                            + " float; a learning rate that is too large is the usual cause");
        }
        if (distance == Distance.COSINE) {
            Arguments.requireDirection("embeddings", Math.sqrt(sum), i);
        }
        return (float) Math.sqrt(sum);
    }

    /** NaN if there is one, otherwise the largest number. */
    private static float worst(float[] row) {
        float worst = 0;
        for (float value : row) {
            worst = Math.abs(value) <= Math.abs(worst) || Float.isNaN(worst) ? worst : value;
        }
        return worst;
    }

    private void requirePairs(String name, float[] matrix) {
        long pairs = (long) size() * size();
        int length = Arguments.requireNonNull(name, matrix).length;
        String message = "%s has length %d, expected %d: B² for B embeddings";
        Arguments.require(length == pairs, message, name, length, pairs);
    }

    /** Does something for the first item of each block, on all cores if the work is worth it. */
    private void forEachBlock(IntConsumer work) {
        boolean isMuch = (long) size() * size() * dimension() >= PARALLEL_FROM;
        IntStream blocks = IntStream.range(0, (size() + BLOCK - 1) / BLOCK);
        (isMuch ? blocks.parallel() : blocks).forEach(block -> work.accept(block * BLOCK));
    }
}
