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
    public MinedBatch mine(MiningBatch batch, TripletPenalty penalty) {
        TripletSum sum = new TripletSum(batch, penalty);
        for (int anchor = 0; anchor < batch.size(); anchor++) {
            int positive = farthestPositive(batch, anchor);
            int negative = nearestNegative(batch, anchor);
            if (positive >= 0 && negative >= 0) {
                sum.add(anchor, positive, negative);
            }
        }
        return sum.mean();
    }

    private static int farthestPositive(MiningBatch batch, int anchor) {
        int farthest = -1; // not a distance of 0: that could be a real one
        for (int p = 0; p < batch.size(); p++) {
            if (batch.isPositive(anchor, p)
                    && (farthest < 0
                            || batch.distance(anchor, p) > batch.distance(anchor, farthest))) {
                farthest = p;
            }
        }
        return farthest;
    }

    private static int nearestNegative(MiningBatch batch, int anchor) {
        int nearest = -1;
        for (int n = 0; n < batch.size(); n++) {
            if (batch.isNegative(anchor, n)
                    && (nearest < 0
                            || batch.distance(anchor, n) < batch.distance(anchor, nearest))) {
                nearest = n;
            }
        }
        return nearest;
    }

    @Override
    public String toString() {
        return "batch-hard";
    }
}
