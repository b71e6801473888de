package tripletlab.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import tripletlab.distance.Distance;
import tripletlab.internal.Arguments;
import tripletlab.mining.Hinge;
import tripletlab.mining.MiningStats;
import tripletlab.mining.SoftMargin;
import tripletlab.mining.TripletPenalty;

/** A loss over triplets that tells what it saw in its last batch. */
public abstract class MiningLoss extends Loss {

    private final TripletPenalty penalty;
    private final Distance distance;
    private volatile MiningStats lastStats;

    /** Takes over what the builder holds; DJL reports the loss under the name. */
    protected MiningLoss(String name, BaseBuilder<?> builder) {
        super(name);
        this.penalty = builder.penalty;
        this.distance = builder.distance;
    }

    /**
     * Returns what the last batch held that was evaluated, by whichever thread. Where several
     * threads or devices evaluate batches, {@link #stats} tells which one is meant.
     *
     * @return its counts and its loss
     * @throws IllegalStateException if no batch was evaluated yet
     */
    public MiningStats lastStats() {
        MiningStats stats = lastStats;
        if (stats == null) {
            throw new IllegalStateException("no batch was evaluated yet");
        }
        return stats;
    }

    /**
     * Returns what a batch holds, as {@link #evaluate} sees it. {@link TripletLoss} does not mine
     * again one of the last 8 batches that {@code evaluate} saw; this one is not added to them.
     *
     * @param labels as for {@code evaluate}
     * @param predictions as for {@code evaluate}
     * @return its counts and its loss
     * @throws IllegalArgumentException as {@code evaluate} does
     */
    public abstract MiningStats stats(NDList labels, NDList predictions);

    /** The only array of a list. */
    public static NDArray single(NDList list, String name, String expected) {
        int size = Arguments.requireNonNull(name, list).size();
        Arguments.require(size == 1, "%s has %d arrays, expected one: %s", name, size, expected);
        return list.head();
    }

    /** Keeps what {@link #lastStats} gives. */
    protected final void setLastStats(MiningStats stats) {
        lastStats = stats;
    }

    /** What a triplet costs: the margin or the soft margin. */
    public final TripletPenalty penalty() {
        return penalty;
    }

    /** The distance that it is built on. */
    public final Distance distance() {
        return distance;
    }

    /**
     * What all builders of losses over triplets share: margin 1 and the Euclidean distance, unless
     * they are set.
     *
     * @param <T> the builder
     */
    public abstract static class BaseBuilder<T extends BaseBuilder<T>> {

        private TripletPenalty penalty = new Hinge(1);
        private Distance distance = Distance.EUCLIDEAN;

        /** Starts with margin 1 and the Euclidean distance. */
        protected BaseBuilder() {}

        /**
         * Sets the margin, in the unit of the distance. On embeddings of length one no triplet can
         * satisfy a margin above 2 (Euclidean, cosine) or 4 (squared Euclidean).
         *
         * @param margin a finite number, 0 or more, rounded to a float; 1 unless it is set
         * @throws IllegalArgumentException if the margin is NaN, infinite as a float, or below 0
         */
        public T optMargin(double margin) {
            this.penalty = new Hinge(margin);
            return self();
        }

        /**
         * Takes the soft margin instead of a margin. Batch-all then looks at each triplet, in O(B²
         * K) for K items a class.
         */
        public T optSoftMargin() {
            this.penalty = new SoftMargin();
            return self();
        }

        /** Sets the distance; Euclidean unless it is set. */
        public T optDistance(Distance distance) {
            this.distance = Arguments.requireNonNull("distance", distance);
            return self();
        }

        /** This builder, by its own type. */
        protected abstract T self();
    }
}
