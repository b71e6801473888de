package tripletlab.distance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import tripletlab.internal.Arguments;
import tripletlab.internal.EngineArrays;

/**
 * The distances that a triplet loss can be built on. Gradients flow through {@link #pairwise}, and
 * are finite everywhere.
 */
// No mul(2) or maximum(0) in here: see EngineArrays.
public enum Distance {

    /** {@code d_ij = ‖e_i − e_j‖}; where it is 0, its gradient is 0 too, never NaN. */
    EUCLIDEAN("Euclidean") {
        @Override
        NDArray between(NDArray embeddings) {
            NDArray squared = SQUARED_EUCLIDEAN.between(embeddings); // (B, B)
            // The root's slope at 0 is infinite: take the root of 1 there, and blank it out.
            NDArray zero = squared.eq(0).toType(squared.getDataType(), false); // (B, B)
            return squared.add(zero).sqrt().mul(zero.neg().add(1));
        }

        @Override
        void fromSquares(float[] squares, int from, int to) {
            for (int i = from; i < to; i++) {
                squares[i] = (float) Math.sqrt(squares[i]);
            }
        }

        @Override
        void timesSlope(float[] values, float[] distances, int count) {
            for (int i = 0; i < count; i++) {
                values[i] = distances[i] == 0 ? 0 : values[i] / distances[i];
            }
        }
    },

    /** {@code d_ij = ‖e_i − e_j‖² = ‖e_i‖² − 2 e_i·e_j + ‖e_j‖²}. */
    SQUARED_EUCLIDEAN("squared Euclidean") {
        @Override
        NDArray between(NDArray embeddings) {
            NDArray norms = embeddings.square().sum(new int[] {1}, true); // (B, 1): ‖e_i‖²
            return clamped(norms.add(norms.transpose()).sub(twiceDots(embeddings))); // (B, B)
        }

        @Override
        void fromSquares(float[] squares, int from, int to) {
            // they are the distances already
        }

        @Override
        void timesSlope(float[] values, float[] distances, int count) {
            for (int i = 0; i < count; i++) {
                values[i] *= 2;
            }
        }
    },

    /** {@code d_ij = 1 − cos(e_i, e_j)}, defined for embeddings of length 1e-30 or more. */
    COSINE("cosine") {
        @Override
        NDArray between(NDArray embeddings) {
            int[] columns = {1};
            NDArray largest = embeddings.abs().max(columns, true).stopGradient(); // (B, 1)
            NDArray scaled = embeddings.div(largest); // (B, D), whose squares are no underflow
            NDArray squares = scaled.square().sum(columns, true); // (B, 1)
            NDArray halves = scaled.div(squares.add(squares).sqrt()); // (B, D), of length √½
            return clamped(twiceDots(halves).neg().add(1)); // (B, B)
        }

        @Override
        void fromSquares(float[] squares, int from, int to) {
            for (int i = from; i < to; i++) {
                squares[i] *= 0.5f; // ‖u − v‖² = 2 − 2 u·v for u and v of length one
            }
        }

        @Override
        void timesSlope(float[] values, float[] distances, int count) {
            // on embeddings of length one it is 1
        }
    };

    private final String words;

    Distance(String words) {
        this.words = words;
    }

    /**
     * Returns the distances between all pairs of rows.
     *
     * @param embeddings (B, D), of a floating-point type; of 16 bits they are widened first, as not
     *     every engine multiplies those
     * @return (B, B), exactly symmetric, never below 0, its diagonal exactly 0; of type float32, or
     *     float64 where the embeddings are
     * @throws IllegalArgumentException if {@code embeddings} is not (B, D) of a floating-point
     *     type, has a row with NaN, with infinite or too large values, or, for {@link #COSINE}, one
     *     shorter than 1e-30
     */
    public NDArray pairwise(NDArray embeddings) {
        Geometry.lengths(this, EmbeddingRows.of(embeddings)); // throws
        return between(EngineArrays.widened(embeddings));
    }

    /** (B, D) → (B, B). */
    abstract NDArray between(NDArray embeddings);

    /** Turns squared Euclidean distances ‖x − y‖² in [from, to) into this distance. */
    abstract void fromSquares(float[] squares, int from, int to);

    /**
     * Multiplies each value by the factor s of the gradient {@code ∂d/∂x = s (x − y)} of the
     * distance d between x and y that stands in its place.
     */
    abstract void timesSlope(float[] values, float[] distances, int count);

    @Override
    public String toString() {
        return words;
    }

    /** Throws unless the embeddings are (B, D) of a floating-point type. */
    static void requireRows(NDArray embeddings) {
        Shape shape = Arguments.requireNonNull("embeddings", embeddings).getShape();
        if (shape.dimension() != 2 || shape.size() == 0) {
            throw new IllegalArgumentException(
                    "embeddings has shape " + shape + ", expected (B, D) with one row an item");
        }
        if (!embeddings.getDataType().isFloating()) {
            throw new IllegalArgumentException(
                    "embeddings is of type "
                            + embeddings.getDataType()
                            + ", expected a floating-point type");
        }
    }

    /**
     * 2 e_i·e_j, (B, D) → (B, B). The engine may round e_i·e_j and e_j·e_i differently; their sum
     * is the same in both places.
     */
    private static NDArray twiceDots(NDArray rows) {
        NDArray dots = rows.matMul(rows.transpose()); // (B, B)
        return dots.add(dots.transpose());
    }

    /** Mends what rounding does: values below 0, and a diagonal that is not 0. */
    private static NDArray clamped(NDArray distances) {
        NDManager manager = distances.getManager();
        int size = Math.toIntExact(distances.getShape().get(0));
        NDArray offDiagonal =
                manager.eye(size).neg().add(1).toType(distances.getDataType(), false); // (B, B)
        return Activation.relu(distances).mul(offDiagonal);
    }
}
