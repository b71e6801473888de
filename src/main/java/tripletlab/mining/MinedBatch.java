package tripletlab.mining;

import tripletlab.internal.Arguments;

/**
 * What a miner made of a batch: the value of the loss, and its gradient by each distance.
 *
 * @param weights {@code W = ∂L/∂D}, (B, B) in row-major order
 * @param stats the counts and the value of the loss L
 */
public record MinedBatch(float[] weights, MiningStats stats) {

    /** Checks that both are there. */
    public MinedBatch {
        Arguments.requireNonNull("weights", weights);
        Arguments.requireNonNull("stats", stats);
    }
}
