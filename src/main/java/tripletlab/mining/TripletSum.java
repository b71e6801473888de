package tripletlab.mining;

/** Adds up the triplets that a miner takes: their costs, and the weights of their distances. */
final class TripletSum {

    private static final double ACTIVE = 1e-16;

    private final MiningBatch batch;
    private final TripletPenalty penalty;
    private final double[] weights;
    private long taken;
    private long active;
    private double cost;
    private double positives;
    private double negatives;

    TripletSum(MiningBatch batch, TripletPenalty penalty) {
        this.batch = batch;
        this.penalty = penalty;
        this.weights = new double[batch.size() * batch.size()];
    }

    void add(int anchor, int positive, int negative) {
        double ap = batch.distance(anchor, positive);
        double an = batch.distance(anchor, negative);
        double value = penalty.value(an - ap);
        double slope = penalty.slope(an - ap);
        taken++;
        active += value > ACTIVE ? 1 : 0;
        cost += value;
        positives += ap;
        negatives += an;
        weights[anchor * batch.size() + positive] -= slope;
        weights[anchor * batch.size() + negative] += slope;
    }

    /** The mean over all triplets added; where there are none, a loss of 0 without a gradient. */
    MinedBatch mean() {
        double divisor = Math.max(1, taken);
        float[] scaled = new float[weights.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (weights[i] / divisor);
        }
        MiningStats stats =
                new MiningStats(
                        batch.validTriplets(),
                        active,
                        cost / divisor,
                        positives / taken,
                        negatives / taken);
        return new MinedBatch(scaled, stats);
    }
}
