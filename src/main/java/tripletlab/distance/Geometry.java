package tripletlab.distance;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tripletlab.internal.Arguments;
import tripletlab.internal.Blocks;

/**
 * A batch of embeddings under one distance, in plain Java: distances forward, gradients back. The
 * engine need not record anything, and distances are sums of squared differences, so that no
 * rounding takes them below 0 and equal rows are exactly 0 apart.
 *
 * <p>The gradient of a loss L with the weights {@code W = ∂L/∂D} is {@code ∂L/∂e_i = Σ_j (w_ij +
 * w_ji) ∂d_ij/∂e_i}.
 */
public final class Geometry {

    /** Less work than this, in pairs times D, is done by one thread: to wake others costs more. */
    private static final int PARALLEL_FROM = 1 << 21;

    private static final int ROWS = 16; // a block: of a matrix across, a line of the cache
    private static final int TILE = 32; // rows transposed at a time: their lines fit the cache
    private static final int MOST = 46340; // the root of the longest array

    private final Distance distance;
    private final int size;
    private final int dimension;
    private final float[][] points; // (B, D): the embeddings; for cosine scaled to length one
    private final float[] lengths; // (B) of the embeddings as they were given
    private final float[][] columns; // (D, B), with one of zeros where D is odd

    private Geometry(Distance distance, int dimension, float[][] rows) {
        this.distance = distance;
        this.dimension = dimension;
        this.size = rows.length;
        this.lengths = lengths(distance, rows);
        this.points = distance == Distance.COSINE ? unit(rows) : rows;
        this.columns = new float[dimension + dimension % 2][size];
        for (int from = 0; from < size; from += TILE) {
            transpose(from, Math.min(from + TILE, size));
        }
    }

    private void transpose(int from, int to) {
        int k = 0;
        for (; k + 1 < dimension; k += 2) { // two at a time: neighbours in the cache
            float[] left = columns[k];
            float[] right = columns[k + 1];
            for (int i = from; i < to; i++) {
                left[i] = points[i][k];
                right[i] = points[i][k + 1];
            }
        }
        for (int i = from; i < to && k < dimension; i++) {
            columns[k][i] = points[i][k];
        }
    }

    /**
     * Reads a batch from the engine.
     *
     * @param distance between embeddings
     * @param embeddings (B, D), of a floating-point type, of 64 bits rounded to floats of 32; of
     *     several, the rows of each come below those before it
     * @return the batch
     * @throws IllegalArgumentException if {@code embeddings} is not so, has rows of two lengths, a
     *     row with NaN, with infinite or too large values, or, for cosine, one shorter than 1e-30
     */
    public static Geometry of(Distance distance, NDArray... embeddings) {
        Arguments.requireNonNull("distance", distance);
        List<float[]> rows = new ArrayList<>();
        for (NDArray array : Arguments.requireNonNull("embeddings", embeddings)) {
            rows.addAll(List.of(EmbeddingRows.of(array)));
        }
        float[][] all = rows.toArray(float[][]::new);
        return new Geometry(distance, Arguments.requireRectangular("embeddings", all), all);
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
    public static Geometry of(Distance distance, float[][] embeddings) {
        Arguments.requireNonNull("distance", distance);
        int dimension = Arguments.requireRectangular("embeddings", embeddings);
        float[][] rows = Arrays.stream(embeddings).map(float[]::clone).toArray(float[][]::new);
        return new Geometry(distance, dimension, rows);
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
        Arguments.requireNonNull("other", other);
        return distance == other.distance
                && size == other.size
                && Arrays.deepEquals(points, other.points)
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
        return PairwiseDistances.matrix(this);
    }

    /**
     * Computes the distances from one embedding to all, in O(B D).
     *
     * @param i an item, from 0 to B − 1
     * @return (B)
     */
    public float[] from(int i) {
        Arguments.requireIndex("i", i, size);
        return PairwiseDistances.row(this, i);
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
        requirePairs("distances", distances);
        requirePairs("weights", weights);
        return PairwiseGradient.of(this, distances, weights);
    }

    /**
     * Computes the distances of a list of pairs, in O(T D).
     *
     * @param first T items, each from 0 to B − 1
     * @param second T items, each from 0 to B − 1
     * @return T distances
     */
    public float[] ofPairs(int[] first, int[] second) {
        requireItems("first", first);
        requireItems("second", second);
        Arguments.requireSameLength("second", second.length, "first", first.length);
        float[] distances = new float[first.length];
        for (int t = 0; t < distances.length; t++) {
            float[] a = points[first[t]];
            float[] b = points[second[t]];
            for (int k = 0; k < dimension; k++) {
                float difference = a[k] - b[k];
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
        float[] pulls = Arguments.requireNonNull("weights", weights).clone();
        Arguments.requireSameLength("weights", pulls.length, "first", first.length);
        distance.timesSlope(pulls, distances, pulls.length);
        float[][] gradient = new float[size][dimension];
        for (int t = 0; t < pulls.length; t++) {
            addPull(pulls[t], points[first[t]], points[second[t]], gradient[first[t]]);
            addPull(pulls[t], points[second[t]], points[first[t]], gradient[second[t]]);
        }
        float[] all = new float[size * dimension];
        for (int i = 0; i < size; i++) {
            write(i, gradient[i], all);
        }
        return all;
    }

    private void requirePairs(String name, float[] matrix) {
        long pairs = (long) size * size;
        if (Arguments.requireNonNull(name, matrix).length != pairs) {
            throw new IllegalArgumentException(
                    "%s has length %d, expected %d: B² for B embeddings"
                            .formatted(name, matrix.length, pairs));
        }
    }

    private void requireItems(String name, int[] items) {
        for (int item : Arguments.requireNonNull(name, items)) {
            Arguments.requireIndex(name, item, size);
        }
    }

    /** The k-th number of each point, (B). */
    float[] column(int k) {
        return columns[k];
    }

    /** How many columns there are: D, or D + 1 with zeros, so that they can be read in pairs. */
    int columns() {
        return columns.length;
    }

    /** The embedding of item i; for cosine scaled to length one; not a copy. */
    float[] point(int i) {
        return points[i];
    }

    /** Adds {@code pull (x − y)}; both ends of a pair in one loop would not be vectorized. */
    private static void addPull(float pull, float[] x, float[] y, float[] gradient) {
        for (int k = 0; k < gradient.length; k++) {
            gradient[k] += pull * (x[k] - y[k]);
        }
    }

    /** Writes the gradient g by the point of item i into the row of i, as that by its embedding. */
    void write(int i, float[] gradient, float[] all) {
        throughScaling(i, gradient);
        System.arraycopy(gradient, 0, all, i * dimension, dimension);
    }

    /** For cosine: the gradient g of item i goes from u = e/‖e‖ to e, as (g − (g·u) u) / ‖e‖. */
    private void throughScaling(int i, float[] gradient) {
        if (distance != Distance.COSINE) {
            return;
        }
        float[] unit = points[i];
        double along = 0;
        for (int k = 0; k < dimension; k++) {
            along += gradient[k] * unit[k];
        }
        for (int k = 0; k < dimension; k++) {
            gradient[k] = (float) ((gradient[k] - along * unit[k]) / lengths[i]);
        }
    }

    private float[][] unit(float[][] rows) {
        float[][] unit = new float[size][dimension];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < dimension; k++) {
                unit[i][k] = rows[i][k] / lengths[i];
            }
        }
        return unit;
    }

    /**
     * Returns the lengths of the rows.
     *
     * @throws IllegalArgumentException if one is not finite, or so large that a distance would
     *     overflow, or, for cosine, below 1e-30
     */
    static float[] lengths(Distance distance, float[][] rows) {
        float[] lengths = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double sum = sumOfSquares(rows[i]);
            if (!(sum < Float.MAX_VALUE / 4)) {
                throw new IllegalArgumentException(notFinite(rows[i], i));
            }
            double length = Math.sqrt(sum);
            if (distance == Distance.COSINE) {
                Arguments.requireDirection("embeddings", length, i);
            }
            lengths[i] = (float) length;
        }
        return lengths;
    }

    /** Four sums side by side: in one alone each addition would wait for the one before. */
    private static double sumOfSquares(float[] row) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int k = 0;
        for (; k + 3 < row.length; k += 4) {
            a += (double) row[k] * row[k];
            b += (double) row[k + 1] * row[k + 1];
            c += (double) row[k + 2] * row[k + 2];
            d += (double) row[k + 3] * row[k + 3];
        }
        for (; k < row.length; k++) {
            a += (double) row[k] * row[k];
        }
        return a + b + c + d;
    }

    private static String notFinite(float[] row, int i) {
        float worst = 0;
        for (float value : row) {
            worst = Math.abs(value) <= Math.abs(worst) ? worst : value; // keeps a NaN
            if (Float.isNaN(worst)) {
                break;
            }
        }
        return String.format(
                "embeddings has %s in row %d, expected finite numbers whose distances fit a float;"
                        + " a learning rate that is too large is the usual cause",
                worst, i);
    }

    /**
     * Does something for all items, a block at a time, on all cores if that many pairs pay. Each
     * core takes the next block when it is ready: of a triangle the first rows are most of the
     * work.
     */
    void forEachBlock(long pairs, Blocks.Worker rows) {
        boolean many = pairs * dimension >= PARALLEL_FROM;
        int cores = many ? Runtime.getRuntime().availableProcessors() : 1;
        Blocks.share(size, ROWS, cores, () -> rows);
    }
}
