package tripletlab.mining;

/**
 * The triplets that are taken for one anchor: their costs, and the weights of their distances. A
 * {@link TripletMean.Rule} gets one for each anchor and fills it.
 */
public final class AnchorTriplets {

    private final MiningBatch batch;
    private final TripletPenalty penalty;
    private final int anchor;
    private final float[] weights; // (B, B), of which this fills the anchor's row
    private final TripletTotals totals = new TripletTotals();

    AnchorTriplets(MiningBatch batch, TripletPenalty penalty, int anchor, float[] weights) {
        this.batch = batch;
        this.penalty = penalty;
        this.anchor = anchor;
        this.weights = weights;
    }

    /**
     * Takes one triplet.
     *
     * @param positive an item of the anchor's class other than the anchor
     * @param negative an item of another class
     * @throws IllegalArgumentException if they are not so, as −1 is, which {@link
     *     MiningBatch#nearestNegative} and its like return where there is none
     */
    public void add(int positive, int negative) {
        if (!batch.isValid(anchor, positive, negative)) {
            throw batch.notValid("triplet", anchor, positive, negative);
        }
        if (isRecorded()) {
            batch.record().add(anchor, positive, negative);
        }
        double ap = batch.distance(anchor, positive);
        double an = batch.distance(anchor, negative);
        double value = penalty.value(an - ap);
        double slope = penalty.slope(an - ap);
        totals.add(1, MiningStats.isActive(value) ? 1 : 0, value, ap, an);
        addWeight(positive, -slope);
        addWeight(negative, slope);
    }

    /** Adds to ∂cost/∂d between the anchor and an item. */
    void addWeight(int item, double weight) {
        weights[anchor * batch.size() + item] += (float) weight;
    }

    TripletTotals totals() {
        return totals;
    }

    /** Whether each triplet is to be added by itself, as somebody asks which ones are taken. */
    boolean isRecorded() {
        return batch.record() != null;
    }

    TripletPenalty penalty() {
        return penalty;
    }
}
