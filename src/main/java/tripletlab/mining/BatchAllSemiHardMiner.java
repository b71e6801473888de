package tripletlab.mining;

import tripletlab.internal.Arguments;

/**
 * Takes every semi-hard triplet, with a negative beyond the positive by at most the margin: {@code
 * d_ap < d_an ≤ d_ap + m}. Averages over those triplets.
 *
 * <p>This is the rule of FaceNet's text, "violate the margin, yet lie beyond the positive", applied
 * to all triplets of a batch; {@link SemiHardMiner} takes one negative for each positive pair
 * instead, whatever the margin.
 *
 * <p>Usually costs O(B² log K) with the {@link Hinge}; at worst, and with another penalty, O(B² K).
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015, section 3.2.
 */
public final class BatchAllSemiHardMiner implements TripletMiner {

    private final Hinge own; // null: the margin of the loss

    /** Semi-hard by the margin of the loss. */
    public BatchAllSemiHardMiner() {
        this.own = null;
    }

    /**
     * Semi-hard by a margin of its own, as a loss with a soft margin needs it.
     *
     * @param margin m, a finite number, 0 or more
     * @throws IllegalArgumentException if the margin is NaN, infinite or below 0
     */
    public BatchAllSemiHardMiner(double margin) {
        this.own = new Hinge(margin);
    }

    /**
     * Mines one batch.
     *
     * @throws IllegalArgumentException if neither this miner nor the penalty has a margin
     */
    @Override
    public TripletMean mine(MiningBatch batch, TripletPenalty penalty) {
        float margin = (float) margin(penalty);
        return TripletMean.overTaken(
                batch,
                penalty,
                (anchor, triplets) ->
                        HingeByPrefixSums.take(
                                batch,
                                penalty,
                                anchor,
                                triplets,
                                (positives, an) -> positives.above(an, margin),
                                (positives, an) -> positives.above(an, 0)));
    }

    private double margin(TripletPenalty penalty) {
        if (own != null) {
            return own.margin();
        }
        if (Arguments.requireNonNull("penalty", penalty) instanceof Hinge hinge) {
            return hinge.margin();
        }
        throw new IllegalArgumentException(
                "penalty is "
                        + penalty
                        + ", which has no margin to call a triplet semi-hard by; expected a hinge,"
                        + " or new BatchAllSemiHardMiner(margin)");
    }

    @Override
    public String toString() {
        return own == null ? "batch-all semi-hard" : "batch-all semi-hard (" + own + ")";
    }
}
