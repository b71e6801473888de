package tripletlab.mining;

/**
 * Takes, for each anchor, its farthest positive and its nearest negative, and averages over the
 * anchors that have both: {@code L = mean_a f(min_n d_an − max_p d_ap)}.
 *
 * <p>Costs O(B²). Anchors without a positive or without a negative are left out.
 *
 * <p>A. Hermans, L. Beyer, B. Leibe: <i>In Defense of the Triplet Loss for Person
 * Re-Identification</i>, arXiv 1703.07737, 2017, equation 5.
 */
public final class BatchHardMiner implements TripletMiner {

    @Override
    public TripletMean mine(MiningBatch batch, TripletPenalty penalty) {
        return TripletMean.overTaken(
                batch,
                penalty,
                (anchor, triplets) -> {
                    int positive = batch.farthestPositive(anchor);
                    int negative = batch.nearestNegative(anchor);
                    if (positive >= 0 && negative >= 0) {
                        triplets.add(positive, negative);
                    }
                });
    }

    @Override
    public String toString() {
        return "batch-hard";
    }
}
