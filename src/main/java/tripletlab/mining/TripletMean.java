package tripletlab.mining;

import java.util.stream.IntStream;
import tripletlab.internal.Arguments;

/**
 * What a miner makes of a batch: the mean cost of the triplets that it takes, and the gradient of
 * that mean by each distance. Anchors of large batches are shared out over the cores; the result
 * does not depend on how many there are.
 *
 * @param weights {@code W = ∂L/∂d}, (B, B) in row-major order
 * @param stats the counts and the value of the loss L
 */
public record TripletMean(float[] weights, MiningStats stats) {

    private static final int PARALLEL_FROM = 192; // anchors

    /** Checks that both are there. */
    public TripletMean {
        Arguments.requireNonNull("weights", weights);
        Arguments.requireNonNull("stats", stats);
    }

    /** Says which triplets of one anchor are taken; called once for each anchor, in any order. */
    public interface Rule {
        /** Adds the triplets of one anchor. */
        void take(int anchor, Taken triplets);
    }

    /**
     * Averages over all triplets that are taken.
     *
     * @param batch the distances and classes
     * @param penalty what a triplet costs
     * @param rule which triplets are taken
     * @return their mean cost; 0 without a gradient if there are none
     */
    public static TripletMean overTaken(MiningBatch batch, TripletPenalty penalty, Rule rule) {
        return over(false, batch, penalty, rule);
    }

    /**
     * Averages over those of the triplets taken that are active, which cost more than 1e-16.
     *
     * @param batch the distances and classes
     * @param penalty what a triplet costs
     * @param rule which triplets are taken
     * @return the mean cost of the active ones; 0 without a gradient if there are none
     */
    public static TripletMean overActive(MiningBatch batch, TripletPenalty penalty, Rule rule) {
        return over(true, batch, penalty, rule);
    }

    private static TripletMean over(
            boolean active, MiningBatch batch, TripletPenalty penalty, Rule rule) {
        int size = Arguments.requireNonNull("batch", batch).size();
        Arguments.requireNonNull("penalty", penalty);
        Arguments.requireNonNull("rule", rule);
        float[] weights = new float[size * size];
        Taken[] anchors = new Taken[size];
        IntStream range = IntStream.range(0, size);
        (size < PARALLEL_FROM ? range : range.parallel())
                .forEach(
                        anchor -> {
                            anchors[anchor] = new Taken(batch, penalty, anchor, weights);
                            rule.take(anchor, anchors[anchor]);
                        });
        Taken all = new Taken(batch, penalty, -1, weights); // the totals
        for (Taken one : anchors) { // in order, so that every run rounds alike
            all.count(one.taken, one.active, one.cost, one.positives, one.negatives);
        }
        long divisor = Math.max(1, active ? all.active : all.taken);
        float scale = (float) (1.0 / divisor);
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= scale;
        }
        MiningStats stats =
                new MiningStats(
                        batch.validTriplets(),
                        all.taken,
                        all.active,
                        all.cost / divisor,
                        all.positives / all.taken, // NaN if none was taken
                        all.negatives / all.taken);
        return new TripletMean(weights, stats);
    }

    /** The triplets that are taken for one anchor: their costs, and the weights of distances. */
    public static final class Taken {

        private final MiningBatch batch;
        private final TripletPenalty penalty;
        private final int anchor;
        private final float[] weights; // (B, B), of which this fills the anchor's row
        private long taken;
        private long active;
        private double cost;
        private double positives; // Σ d_ap
        private double negatives; // Σ d_an

        Taken(MiningBatch batch, TripletPenalty penalty, int anchor, float[] weights) {
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
            batch.requireValid("triplet", anchor, positive, negative);
            if (batch.taken() != null) {
                batch.taken().add(new int[] {anchor, positive, negative});
            }
            double ap = batch.distance(anchor, positive);
            double an = batch.distance(anchor, negative);
            double value = penalty.value(an - ap);
            double slope = penalty.slope(an - ap);
            count(1, MiningStats.isActive(value) ? 1 : 0, value, ap, an);
            addWeight(positive, -slope);
            addWeight(negative, slope);
        }

        /** Adds to ∂cost/∂d between the anchor and an item. */
        void addWeight(int item, double weight) {
            weights[anchor * batch.size() + item] += (float) weight;
        }

        /** Counts triplets: how many, how many active, the sums of costs, d_ap and d_an. */
        void count(long taken, long active, double cost, double positives, double negatives) {
            this.taken += taken;
            this.active += active;
            this.cost += cost;
            this.positives += positives;
            this.negatives += negatives;
        }
    }
}
