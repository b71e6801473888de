package tripletlab.distance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A batch of embeddings under one distance, in plain Java: distances forward, gradients back. The
 * engine need not record anything, and distances are sums of squared differences, so that no
 * rounding takes them below 0 and equal rows are exactly 0 apart.
 *
 * <p>The gradient of a loss L with the weights {@code W = ∂L/∂D} is {@code ∂L/∂e_i = Σ_j (w_ij +
 * w_ji) ∂d_ij/∂e_i}.
 */
public final class Geometry {

    /** Less work than this, in B² D, is done by one thread: waking others would cost more. */
    private static final int PARALLEL_FROM = 1 << 21;

    private static final int TILE = 64;
    private static final int FEW = 32; // fewer than one pair in so many is done one by one
    private static final int MOST = 46340; // the root of the longest array

    private final Distance distance;
    private final int size;
    private final int dimension;
    private final float[] points; // (B, D): the embeddings; for cosine scaled to length one
    private final float[] lengths; // (B) of the embeddings as they were given
    private final float[][] columns; // (D, B), with one of zeros where D is odd

    private Geometry(Distance distance, float[] rows, int size) {
        this.distance = distance;
        this.size = size;
        this.dimension = rows.length / size;
        this.lengths = requireFinite(rows);
        this.points = distance == Distance.COSINE ? unit(rows) : rows;
        this.columns = new float[dimension + dimension % 2][size];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < dimension; k++) {
                columns[k][i] = points[i * dimension + k];
            }
        }
    }

    /**
     * Reads a batch from the engine.
     *
     * @param distance between embeddings
     * @param embeddings (B, D), of a floating-point type; of several, the rows of each come below
     *     those before it
     * @return the batch
     * @throws IllegalArgumentException if {@code embeddings} is not so, or has a row with NaN, with
     *     infinite or too large values, or, for cosine, of zeros only
     */
    public static Geometry of(Distance distance, NDArray... embeddings) {
        int size = 0;
        int length = 0;
        for (NDArray array : embeddings) {
            Distance.requireRows(array);
            size += Math.toIntExact(array.getShape().get(0));
            length += Math.toIntExact(array.getShape().size());
        }
        float[] rows = new float[length];
        int next = 0;
        for (NDArray array : embeddings) {
            float[] values = floats(array);
            System.arraycopy(values, 0, rows, next, values.length);
            next += values.length;
        }
        return new Geometry(distance, rows, size);
    }

    private static float[] floats(NDArray array) {
        if (array.getDataType() == DataType.FLOAT32) {
            return array.toFloatArray();
        }
        try (NDArray narrow = array.toType(DataType.FLOAT32, true)) {
            return narrow.toFloatArray();
        }
    }

    /**
     * Takes a batch of Java arrays.
     *
     * @param distance between embeddings
     * @param embeddings (B, D)
     * @return the batch
     * @throws IllegalArgumentException if {@code embeddings} is empty or not rectangular, or has a
     *     row with NaN, with infinite or too large values, or, for cosine, of zeros only
     */
    public static Geometry of(Distance distance, float[][] embeddings) {
        if (embeddings.length == 0 || embeddings[0].length == 0) {
            throw new IllegalArgumentException("embeddings is empty, expected rows of numbers");
        }
        int dimension = embeddings[0].length;
        float[] rows = new float[embeddings.length * dimension];
        for (int i = 0; i < embeddings.length; i++) {
            if (embeddings[i].length != dimension) {
                throw new IllegalArgumentException(
                        String.format(
                                "embeddings has %d numbers in row %d, expected %d as in row 0",
                                embeddings[i].length, i, dimension));
            }
            System.arraycopy(embeddings[i], 0, rows, i * dimension, dimension);
        }
        return new Geometry(distance, rows, embeddings.length);
    }

    /**
     * Returns the number of embeddings.
     *
     * @return B
     */
    public int size() {
        return size;
    }

    /**
     * Returns the length of an embedding.
     *
     * @return D
     */
    public int dimension() {
        return dimension;
    }

    /**
     * Returns the distance that this batch is seen under.
     *
     * @return the distance
     */
    public Distance distance() {
        return distance;
    }

    /**
     * Tells whether this is the same batch once more.
     *
     * @param other another batch
     * @return whether distance, size and all numbers are the same
     */
    public boolean sameAs(Geometry other) {
        return distance == other.distance
                && size == other.size
                && Arrays.equals(points, other.points)
                && Arrays.equals(lengths, other.lengths);
    }

    /**
     * Throws unless all embeddings have length one.
     *
     * @param tolerance how far a length may be from one
     * @throws IllegalArgumentException if one is farther, with its row and length
     */
    public void requireLengthOne(float tolerance) {
        for (int i = 0; i < size; i++) {
            if (Math.abs(lengths[i] - 1) > tolerance) {
                throw new IllegalArgumentException(
                        String.format(
                                "embeddings has length %s in row %d, expected length one",
                                lengths[i], i));
            }
        }
    }

    /**
     * Computes the distances between all pairs, in O(B² D).
     *
     * @return (B, B) in row-major order, symmetric, with a diagonal of 0
     * @throws IllegalStateException if a Java array cannot hold B² numbers
     */
    public float[] pairwise() {
        if (size > MOST) {
            throw new IllegalStateException(
                    "embeddings has " + size + " rows; a matrix of pairs holds at most " + MOST);
        }
        float[] matrix = new float[size * size];
        forEach(
                (size + 1) / 2,
                pair -> {
                    int i = 2 * pair;
                    int h = Math.min(i + 1, size - 1);
                    float[][] rows = twoRows(i, h, i); // right of the diagonal
                    System.arraycopy(rows[0], i, matrix, i * size + i, size - i);
                    System.arraycopy(rows[1], i, matrix, h * size + i, size - i);
                });
        forEach((size + TILE - 1) / TILE, block -> mirror(matrix, block * TILE));
        return matrix;
    }

    /**
     * Computes the distances from one embedding to all, in O(B D).
     *
     * @param i an item, from 0 to B − 1
     * @return (B)
     */
    public float[] from(int i) {
        return twoRows(i, i, 0)[0];
    }

    /** The distances from i and from h to all from {@code first} on. */
    private float[][] twoRows(int i, int h, int first) {
        float[][] rows = new float[2][size];
        for (int k = 0; k < columns.length; k += 2) { // four differences for a sum read once
            addSquares(columns[k], columns[k + 1], i, h, first, rows);
        }
        distance.fromSquares(rows[0], first, size);
        distance.fromSquares(rows[1], first, size);
        return rows;
    }

    /** Adds (x_i − x_j)² + (y_i − y_j)², and for h. Over j, so that the compiler vectorizes it. */
    private static void addSquares(float[] x, float[] y, int i, int h, int first, float[][] rows) {
        float[] sums = rows[0];
        float[] others = rows[1];
        float xi = x[i];
        float yi = y[i];
        float xh = x[h];
        float yh = y[h];
        for (int j = first; j < x.length; j++) {
            float dx = xi - x[j];
            float dy = yi - y[j];
            sums[j] += dx * dx + dy * dy;
            float ex = xh - x[j];
            float ey = yh - y[j];
            others[j] += ex * ex + ey * ey;
        }
    }

    /** Copies what is right of the diagonal to the left of it, in the rows of one block. */
    private void mirror(float[] matrix, int top) {
        int bottom = Math.min(top + TILE, size);
        for (int left = 0; left < bottom; left += TILE) {
            for (int i = top; i < bottom; i++) {
                int right = Math.min(left + TILE, i);
                for (int j = left; j < right; j++) {
                    matrix[i * size + j] = matrix[j * size + i];
                }
            }
        }
    }

    /**
     * Computes the gradient of a loss from its weights for all pairs, in O(B² + n D) for n weights
     * that are not 0.
     *
     * @param distances (B, B) as {@link #pairwise} gave them
     * @param weights {@code W = ∂L/∂D}, (B, B) in row-major order
     * @return {@code ∂L/∂E}, (B, D) in row-major order
     */
    public float[] gradient(float[] distances, float[] weights) {
        float[] gradient = new float[size * dimension];
        int few = weights.length / FEW;
        int[] pairs = nonZero(weights, few);
        if (pairs.length < few) {
            for (int pair : pairs) {
                float pull = weights[pair] * distance.slope(distances[pair]);
                addPull(pull, pair / size, pair % size, gradient);
            }
        } else {
            int strip = PairwiseGradient.STRIP;
            forEach(
                    (size + strip - 1) / strip,
                    i -> PairwiseGradient.addStrip(this, distances, weights, gradient, i * strip));
        }
        return throughScaling(gradient);
    }

    /** Where the weights are not 0: the first ones, at most so many. */
    private static int[] nonZero(float[] weights, int most) {
        int[] places = new int[most];
        int count = 0;
        for (int i = 0; i < weights.length && count < most; i++) {
            if (weights[i] != 0) {
                places[count++] = i;
            }
        }
        return Arrays.copyOf(places, count);
    }

    /**
     * Computes the distances of a list of pairs, in O(T D).
     *
     * @param first T items, each from 0 to B − 1
     * @param second T items, each from 0 to B − 1
     * @return T distances
     */
    public float[] ofPairs(int[] first, int[] second) {
        float[] distances = new float[first.length];
        for (int t = 0; t < distances.length; t++) {
            int a = first[t] * dimension;
            int b = second[t] * dimension;
            for (int k = 0; k < dimension; k++) {
                float difference = points[a + k] - points[b + k];
                distances[t] += difference * difference;
            }
        }
        distance.fromSquares(distances, 0, distances.length);
        return distances;
    }

    /**
     * Computes the gradient of a loss from its weights for a list of pairs, in O(T D).
     *
     * @param first T items, each from 0 to B − 1
     * @param second T items, each from 0 to B − 1
     * @param weights T of them: ∂L/∂d for each pair
     * @return {@code ∂L/∂E}, (B, D) in row-major order
     */
    public float[] gradientOfPairs(int[] first, int[] second, float[] weights) {
        float[] distances = ofPairs(first, second);
        float[] gradient = new float[size * dimension];
        for (int t = 0; t < weights.length; t++) {
            float pull = weights[t] * distance.slope(distances[t]);
            addPull(pull, first[t], second[t], gradient);
        }
        return throughScaling(gradient);
    }

    /** The k-th number of each point, (B). */
    float[] column(int k) {
        return columns[k];
    }

    /** Adds {@code pull (x_i − x_j)} to row i, and its opposite to row j. */
    private void addPull(float pull, int i, int j, float[] gradient) {
        int a = i * dimension;
        int b = j * dimension;
        for (int k = 0; k < dimension; k++) {
            float difference = pull * (points[a + k] - points[b + k]);
            gradient[a + k] += difference;
            gradient[b + k] -= difference;
        }
    }

    /** For cosine, from u = e/‖e‖ back to e: {@code (g − (g·u) u) / ‖e‖}. */
    private float[] throughScaling(float[] gradient) {
        if (distance != Distance.COSINE) {
            return gradient;
        }
        for (int i = 0; i < size; i++) {
            int row = i * dimension;
            double along = 0;
            for (int k = row; k < row + dimension; k++) {
                along += gradient[k] * points[k];
            }
            for (int k = row; k < row + dimension; k++) {
                gradient[k] = (float) ((gradient[k] - along * points[k]) / lengths[i]);
            }
        }
        return gradient;
    }

    private float[] unit(float[] rows) {
        float[] unit = new float[rows.length];
        for (int i = 0; i < size; i++) {
            Distance.requireDirection(lengths[i], i);
            for (int k = i * dimension; k < (i + 1) * dimension; k++) {
                unit[k] = rows[k] / lengths[i];
            }
        }
        return unit;
    }

    /** Returns the lengths of the rows, all finite and so small that no distance overflows. */
    private float[] requireFinite(float[] rows) {
        float[] lengths = new float[size];
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int k = i * dimension; k < (i + 1) * dimension; k++) {
                sum += (double) rows[k] * rows[k];
            }
            if (!(sum < Float.MAX_VALUE / 4)) {
                throw new IllegalArgumentException(notFinite(rows, i));
            }
            lengths[i] = (float) Math.sqrt(sum);
        }
        return lengths;
    }

    private String notFinite(float[] rows, int i) {
        float worst = 0;
        for (int k = i * dimension; k < (i + 1) * dimension; k++) {
            worst = Math.abs(rows[k]) <= Math.abs(worst) ? worst : rows[k]; // keeps a NaN
            if (Float.isNaN(worst)) {
                break;
            }
        }
        return String.format(
                "embeddings has %s in row %d, expected finite numbers whose distances fit a float;"
                        + " a learning rate that is too large is the usual cause",
                worst, i);
    }

    private void forEach(int count, IntConsumer action) {
        IntStream range = IntStream.range(0, count);
        ((long) size * size * dimension < PARALLEL_FROM ? range : range.parallel()).forEach(action);
    }
}
