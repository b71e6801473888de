package tripletlab.distance;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** The formulas of {@link Distance} as operators of the engine, whose gradients it records. */
// No mul(2) or maximum(0) in here: see EngineArrays.
final class EngineDistances {

    private static final int[] COLUMNS = {1};

    private EngineDistances() {}

    /** (B, D) → (B, B). */
    static NDArray pairwise(Distance distance, NDArray e) {
        return switch (distance) {
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
}
