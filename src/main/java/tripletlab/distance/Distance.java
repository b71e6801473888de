package tripletlab.distance;

import ai.djl.ndarray.NDArray;
import tripletlab.internal.EngineArrays;

/**
 * The distances that a triplet loss can be built on. Gradients flow through {@link #pairwise}, and
 * are finite everywhere.
 */
public enum Distance {

    /** {@code d_ij = ‖e_i − e_j‖}; where it is 0, its gradient is 0 too, never NaN. */
    EUCLIDEAN("Euclidean"),

    /** {@code d_ij = ‖e_i − e_j‖² = ‖e_i‖² − 2 e_i·e_j + ‖e_j‖²}. */
    SQUARED_EUCLIDEAN("squared Euclidean"),

    /** {@code d_ij = 1 − cos(e_i, e_j)}, defined for embeddings of length 1e-30 or more. */
    COSINE("cosine");

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
        return EngineDistances.pairwise(this, EngineArrays.widened(embeddings));
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

    /** A weight times s, for the distance d with {@code ∂d/∂x = s (x − y)}. */
    float scaled(float weight, float d) {
        return switch (this) {
            case EUCLIDEAN -> d == 0 ? 0 : weight / d;
            case SQUARED_EUCLIDEAN -> 2 * weight;
            case COSINE -> weight; // between points of length one
        };
    }

    @Override
    public String toString() {
        return words;
    }
}
