package tripletlab.mining;

import tripletlab.internal.Arguments;

/**
 * Takes, for each anchor, its nearest positive, so that a class may keep several shapes instead of
 * being pulled into one point, with one negative; averages over the anchors that have both.
 *
 * <p>The authors' own loss is this miner with a soft margin and the cosine distance, up to their
 * temperature. Costs O(B²).
 *
 * <p>H. Xuan, A. Stylianou, R. Pless: <i>Improved Embeddings with Easy Positive Triplet Mining</i>,
 * WACV 2020.
 */
public final class EasyPositiveMiner implements TripletMiner {

    /** Which negative goes with the easy positive. */
    public enum Negative {

        /** The nearest one beyond the positive; an anchor without such a one is left out. */
        SEMI_HARD("semi-hard negative"),

        /** The nearest one. */
        HARD("hard negative");

        private final String words;

        Negative(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final Negative negative;

    /** Easy positive, semi-hard negative: what the authors found best. */
    public EasyPositiveMiner() {
        this(Negative.SEMI_HARD);
    }

    /**
     * Easy positive with a negative of choice.
     *
     * @param negative which one
     */
    public EasyPositiveMiner(Negative negative) {
        this.negative = Arguments.requireNonNull("negative", negative);
    }

    @Override
    public TripletMean mine(MiningBatch batch, TripletPenalty penalty) {
        return TripletMean.overTaken(
                batch,
                penalty,
                (anchor, triplets) -> {
                    int nearest = batch.nearestPositive(anchor);
                    int with = nearest < 0 ? -1 : negative(batch, anchor, nearest);
                    if (with >= 0) {
                        triplets.add(nearest, with);
                    }
                });
    }

    private int negative(MiningBatch batch, int anchor, int positive) {
        return negative == Negative.HARD
                ? batch.nearestNegative(anchor)
                : batch.nearestNegativeBeyond(anchor, batch.distance(anchor, positive));
    }

    @Override
    public String toString() {
        return "easy positive, " + negative;
    }
}
