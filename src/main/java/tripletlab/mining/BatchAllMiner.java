package tripletlab.mining;

/**
 * Takes every valid triplet and averages over the active ones: {@code L = Σ f(d_an − d_ap) / #{f >
 * 1e-16}} over all anchors a, positives p and negatives n.
 *
 * <p>The mean over active triplets only can stay flat while learning goes on: look at {@link
 * MiningStats#activeFraction} beside it.
 *
 * <p>With the {@link Hinge}, usually costs O(B² log K) for K items a class, although there are O(B²
 * K) triplets; at worst O(B² K), if a positive is much farther than all others. With another
 * penalty O(B² K). Memory is O(B²) in each case.
 *
 * <p>A. Hermans, L. Beyer, B. Leibe: <i>In Defense of the Triplet Loss for Person
 * Re-Identification</i>, arXiv 1703.07737, 2017, equation 6, there averaged over all triplets.
 */
public final class BatchAllMiner implements TripletMiner {

    @Override
    public TripletMean mine(MiningBatch batch, TripletPenalty penalty) {
        return TripletMean.overActive(
                batch,
                penalty,
                (anchor, triplets) ->
                        HingeByPrefixSums.take(
                                batch,
                                penalty,
                                anchor,
                                triplets,
                                (positives, an) -> 0,
                                (positives, an) -> positives.count()));
    }

    @Override
    public String toString() {
        return "batch-all";
    }
}
