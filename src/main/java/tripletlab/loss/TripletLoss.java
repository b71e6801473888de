package tripletlab.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import tripletlab.distance.Distance;
import tripletlab.mining.Hinge;
import tripletlab.mining.MinedBatch;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.MiningStats;
import tripletlab.mining.SoftMargin;
import tripletlab.mining.TripletMiner;
import tripletlab.mining.TripletPenalty;

/**
 * The triplet loss over one batch: a miner takes triplets (anchor a, positive p, negative n), each
 * costs {@code max(0, d_ap − d_an + m)} with margin m, or {@code log(1 + exp(d_ap − d_an))} with a
 * soft margin, and the loss is their mean as the miner averages.
 *
 * <pre>{@code
 * TripletLoss loss = TripletLoss.builder()
 *         .setMiner(new SemiHardMiner())
 *         .optMargin(0.5f)
 *         .build();
 * }</pre>
 *
 * <p>A batch without a positive pair or without a negative has loss 0 and gradient 0; {@link
 * MiningStats#valid()} of {@link #lastStats()} tells why. (DJL's {@code Trainer} refuses a gradient
 * of 0 in its very first step, and only there.)
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015.
 */
public final class TripletLoss extends Loss {

    private final TripletMiner miner;
    private final TripletPenalty penalty;
    private final Distance distance;
    private volatile MiningStats lastStats;

    private TripletLoss(Builder builder) {
        super("TripletLoss");
        this.miner = builder.miner;
        this.penalty = builder.penalty;
        this.distance = builder.distance;
    }

    /**
     * Starts a loss.
     *
     * @return a builder: margin 1, {@link Distance#EUCLIDEAN}, no miner yet
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Computes the loss of one batch. Its gradient reaches the embeddings through the engine.
     *
     * @param labels one array: (B) or (B, 1), of any integer or floating-point type
     * @param predictions one array: the embeddings (B, D), B at least 2
     * @return a scalar
     * @throws IllegalArgumentException if a shape does not fit, or an embedding is NaN or infinite
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        NDArray embeddings = predictions.singletonOrThrow(); // (B, D)
        requireFinite(embeddings);
        NDArray distances = distance.pairwise(embeddings); // (B, B)
        MiningBatch batch = MiningBatch.of(distances, labels.singletonOrThrow());
        MinedBatch mined = miner.mine(batch, penalty);
        lastStats = mined.stats();
        return withGradient(distances, mined);
    }

    /**
     * Returns what the last evaluated batch held.
     *
     * @return its counts and its loss
     * @throws IllegalStateException if no batch was evaluated yet
     */
    public MiningStats lastStats() {
        if (lastStats == null) {
            throw new IllegalStateException("no batch was evaluated yet");
        }
        return lastStats;
    }

    @Override
    public String toString() {
        return String.format("TripletLoss(%s, %s, %s distance)", miner, penalty, distance);
    }

    /** A scalar whose value is L and whose gradient by the distances is W: ΣW∘D, shifted to L. */
    private static NDArray withGradient(NDArray distances, MinedBatch mined) {
        NDManager manager = distances.getManager();
        DataType type = distances.getDataType();
        NDArray weights = manager.create(mined.weights(), distances.getShape()); // (B, B)
        NDArray sum = distances.mul(weights.toType(type, false)).sum(); // ()
        double shift = mined.stats().loss() - sum.toType(DataType.FLOAT64, false).getDouble();
        return sum.add(manager.create(shift).toType(type, false)); // a Java double would widen it
    }

    private static void requireFinite(NDArray embeddings) {
        Shape shape = embeddings.getShape();
        if (shape.dimension() != 2 || shape.get(0) < 2 || shape.get(1) < 1) {
            throw new IllegalArgumentException(
                    "embeddings has shape " + shape + ", expected (B, D) with B at least 2");
        }
        // One sum is cheap, and it is NaN or infinite if any value is.
        float total = embeddings.toType(DataType.FLOAT32, false).sum().getFloat();
        if (Float.isFinite(total)) {
            return;
        }
        float[] values = embeddings.toType(DataType.FLOAT32, false).toFloatArray();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        String.format(
                                "embeddings has %s in row %d, expected finite numbers; a learning"
                                        + " rate that is too large is the usual cause",
                                values[i], i / shape.get(1)));
            }
        }
    }

    /** Builds a {@link TripletLoss}. */
    public static final class Builder {

        private TripletMiner miner;
        private TripletPenalty penalty = new Hinge(1);
        private Distance distance = Distance.EUCLIDEAN;

        private Builder() {}

        /**
         * Sets the miner.
         *
         * @param miner which triplets are taken
         * @return this builder
         */
        public Builder setMiner(TripletMiner miner) {
            this.miner = require(miner, "miner");
            return this;
        }

        /**
         * Sets the margin, in the unit of the distance. On embeddings of length one no triplet can
         * satisfy a margin above 2 (Euclidean, cosine) or 4 (squared Euclidean).
         *
         * @param margin finite and not below 0; 1 unless it is set
         * @return this builder
         * @throws IllegalArgumentException if the margin is NaN, infinite or below 0
         */
        public Builder optMargin(float margin) {
            this.penalty = new Hinge(margin);
            return this;
        }

        /**
         * Takes the soft margin instead of a margin.
         *
         * @return this builder
         */
        public Builder optSoftMargin() {
            this.penalty = new SoftMargin();
            return this;
        }

        /**
         * Sets the distance.
         *
         * @param distance Euclidean unless it is set
         * @return this builder
         */
        public Builder optDistance(Distance distance) {
            this.distance = require(distance, "distance");
            return this;
        }

        /**
         * Builds the loss.
         *
         * @return a new loss
         * @throws IllegalStateException if no miner is set
         */
        public TripletLoss build() {
            if (miner == null) {
                throw new IllegalStateException("miner is not set: call setMiner");
            }
            return new TripletLoss(this);
        }

        private static <T> T require(T value, String name) {
            if (value == null) {
                throw new IllegalArgumentException(name + " is null");
            }
            return value;
        }
    }
}
