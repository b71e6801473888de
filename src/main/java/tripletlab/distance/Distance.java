package tripletlab.distance;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import tripletlab.internal.EngineArrays;

/**
 * The distances that a triplet loss can be built on. Gradients flow through {@link #pairwise}, and
 * are finite everywhere.
 */
// No mul(2) or maximum(0) in here: see EngineArrays.
public enum Distance {

    /** {@code d_ij = ‖e_i − e_j‖}; where it is 0, its gradient is 0 too, never NaN. */
    EUCLIDEAN("Euclidean"),

    /** {@code d_ij = ‖e_i − e_j‖² = ‖e_i‖² − 2 e_i·e_j + ‖e_j‖²}. */
    SQUARED_EUCLIDEAN("squared Euclidean"),

    /** {@code d_ij = 1 − cos(e_i, e_j)}, defined for embeddings of length 1e-30 or more. */
    COSINE("cosine");

    private static final int[] COLUMNS = {1};

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
        EmbeddingBatch.of(this, embeddings); // throws
        NDArray e = EngineArrays.widened(embeddings); // (B, D)
        return switch (this) {
            case EUCLIDEAN -> root(squared(e));
            case SQUARED_EUCLIDEAN -> squared(e);
            case COSINE -> cosine(e);
        };
    }

    private static NDArray squared(NDArray e) {
        NDArray norms = e.square().sum(COLUMNS, true); // (B, 1): ‖e_i‖²
        return clamped(norms.add(norms.transpose()).sub(twiceDots(e))); // (B, B)
    }

    private static NDArray root(NDArray squared) {
        // The root's slope at 0 is infinite: take the root of 1 there, and blank it out.
        NDArray zero = squared.eq(0).toType(squared.getDataType(), false); // (B, B)
        return squared.add(zero).sqrt().mul(zero.neg().add(1));
    }

    private static NDArray cosine(NDArray e) {
        NDArray largest = e.abs().max(COLUMNS, true).stopGradient(); // (B, 1)
        NDArray scaled = e.div(largest); // (B, D), whose squares are no underflow
        NDArray squares = scaled.square().sum(COLUMNS, true); // (B, 1)
        NDArray halves = scaled.div(squares.add(squares).sqrt()); // (B, D), of length √½
        return clamped(twiceDots(halves).neg().add(1)); // (B, B)
    }

    /** 2 e_i·e_j; engines may round e_i·e_j and e_j·e_i differently, their sum is the same. */
    private static NDArray twiceDots(NDArray e) {
        NDArray dots = e.matMul(e.transpose()); // (B, B)
        return dots.add(dots.transpose());
    }

    /** Mends what rounding does: values below 0, and a diagonal that is not 0. */
    private static NDArray clamped(NDArray distances) {
        NDArray diagonal = distances.getManager().eye((int) distances.getShape().get(0)); // (B, B)
        NDArray others = diagonal.neg().add(1).toType(distances.getDataType(), false); // (B, B)
        return Activation.relu(distances).mul(others);
    }

    /** Turns squared Euclidean distances ‖x − y‖² into this distance. */
    void ofSquared(float[] squares) {
        if (this == EUCLIDEAN) {
            for (int i = 0; i < squares.length; i++) {
                squares[i] = (float) Math.sqrt(squares[i]);
            }
        } else if (this == COSINE) {
            for (int i = 0; i < squares.length; i++) {
                squares[i] *= 0.5f; // ‖u − v‖² = 2 − 2 u·v for u and v of length one
            }
        }
    }

    /** Multiplies each value by s of {@code ∂d/∂x = s (x − y)} for the distance d in its place. */
    void scaleByDerivative(float[] values, float[] distances, int count) {
        for (int i = 0; i < count; i++) {
            values[i] =
                    switch (this) {
                        case EUCLIDEAN -> distances[i] == 0 ? 0 : values[i] / distances[i];
                        case SQUARED_EUCLIDEAN -> 2 * values[i];
                        case COSINE -> values[i]; // between points of length one
                    };
        }
    }

    @Override
    public String toString() {
        return words;
    }
}
