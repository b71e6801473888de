package tripletlab.mining;

import java.util.stream.IntStream;
import tripletlab.internal.Arguments;

/**
 * The mean cost of the triplets that a rule takes, anchor by anchor. Anchors of large batches are
 * shared out over the cores; the result does not depend on how many there are.
 */
public final class TripletMean {

    private static final int PARALLEL_FROM = 192;

    private TripletMean() {}

    /** Says which triplets of one anchor are taken; called once for each, in any order. */
    @FunctionalInterface
    public interface Rule {

        /**
         * Adds the triplets of one anchor.
         *
         * @param anchor an item of the batch
         * @param triplets takes them
         */
        void take(int anchor, AnchorTriplets triplets);
    }

    /**
     * Averages over all triplets that are taken.
     *
     * @param batch the distances and classes
     * @param penalty what a triplet costs
     * @param rule which triplets are taken
     * @return their mean cost; 0 without a gradient if there are none
     */
    public static MinedBatch ofTaken(MiningBatch batch, TripletPenalty penalty, Rule rule) {
        return mean(batch, penalty, rule, false);
    }

    /**
     * Averages over those of the triplets taken that are active, which cost more than 1e-16.
     *
     * @param batch the distances and classes
     * @param penalty what a triplet costs
     * @param rule which triplets are taken
     * @return the mean cost of the active ones; 0 without a gradient if there are none
     */
    public static MinedBatch ofActive(MiningBatch batch, TripletPenalty penalty, Rule rule) {
        return mean(batch, penalty, rule, true);
    }

    private static MinedBatch mean(
            MiningBatch batch, TripletPenalty penalty, Rule rule, boolean ofActive) {
        Arguments.requireNonNull("batch", batch);
        Arguments.requireNonNull("penalty", penalty);
        Arguments.requireNonNull("rule", rule);
        int size = batch.size();
        float[] weights = new float[size * size];
        AnchorTriplets[] anchors = new AnchorTriplets[size];
        IntStream range = IntStream.range(0, size);
        (size < PARALLEL_FROM ? range : range.parallel())
                .forEach(
                        anchor -> {
                            anchors[anchor] = new AnchorTriplets(batch, penalty, anchor, weights);
                            rule.take(anchor, anchors[anchor]);
                        });
        TripletTotals totals = new TripletTotals();
        for (AnchorTriplets triplets : anchors) {
            totals.add(triplets.totals()); // in order, so that every run rounds alike
        }
        double divisor = Math.max(1, ofActive ? totals.active() : totals.taken());
        float scale = (float) (1 / divisor);
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= scale;
        }
        return new MinedBatch(weights, totals.stats(batch.validTriplets(), divisor));
    }
}
