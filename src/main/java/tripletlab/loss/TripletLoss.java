package tripletlab.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import tripletlab.data.Labels;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.internal.Arguments;
import tripletlab.internal.EngineArrays;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.MiningStats;
import tripletlab.mining.TripletMean;
import tripletlab.mining.TripletMiner;

/**
 * The triplet loss over one batch: a miner takes triplets (anchor a, positive p, negative n), each
 * costs {@code max(0, d_ap − d_an + m)} with margin m, or {@code log(1 + exp(d_ap − d_an))} with a
 * soft margin, and the loss is their mean as the miner averages.
 *
 * <pre>{@code
 * TripletLoss loss = TripletLoss.builder()
 *         .setMiner(new SemiHardMiner())
 *         .optMargin(0.5)
 *         .build();
 * }</pre>
 *
 * <p>A batch without a positive pair or without a negative, such as a last batch of one item, has
 * loss 0 and gradient 0; {@link MiningStats#valid()} of {@link #lastStats()} tells why. (Behind a
 * network the gradient is not 0 but about 1e-30, which moves no weight: DJL's {@code Trainer}
 * refuses to begin with zeros.)
 *
 * <p>DJL evaluates a loss once more for its metrics. So the last 8 batches are remembered: the same
 * numbers again are not mined again, and a random miner does not draw again. One loss may serve
 * several trainers, devices and threads.
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015.
 */
public final class TripletLoss extends MiningLoss {

    private static final int REMEMBERED = 8; // batches: one for each thread that trains at once

    private final TripletMiner miner;
    private final Deque<Evaluation> last = new ArrayDeque<>(); // the newest first

    /** A batch, its loss, and its gradient by the embeddings, (B, D). */
    private record Evaluation(float[][] rows, int[] classes, float[] gradient, MiningStats stats) {

        boolean isOf(float[][] rows, int[] classes) {
            return Arrays.deepEquals(this.rows, rows) && Arrays.equals(this.classes, classes);
        }
    }

    private TripletLoss(Builder builder) {
        super("TripletLoss", builder);
        this.miner = builder.miner;
    }

    /** Starts a loss with margin 1 and {@link Distance#EUCLIDEAN}, and no miner yet. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Computes the loss of one batch. Its gradient reaches the embeddings through the engine.
     *
     * @param labels one array: (B) or (B, 1), of any integer or floating-point type
     * @param predictions one array: the embeddings (B, D); of 64 bits, they are rounded to floats
     *     of 32, and so is the gradient
     * @return a scalar
     * @throws IllegalArgumentException if a shape does not fit, or an embedding is NaN or infinite
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        Evaluation evaluation = evaluation(labels, predictions, true);
        setLastStats(evaluation.stats());
        return EngineArrays.scalar(
                predictions.head(), evaluation.gradient(), evaluation.stats().loss());
    }

    @Override
    public MiningStats stats(NDList labels, NDList predictions) {
        return evaluation(labels, predictions, false).stats();
    }

    private Evaluation evaluation(NDList labels, NDList predictions, boolean remembered) {
        NDArray e = single(predictions, "predictions", "the embeddings (B, D)");
        NDArray y = single(labels, "labels", "(B) or (B, 1)");
        float[][] rows = EmbeddingBatch.rows(e);
        int[] classes = Labels.classes(y, rows.length);
        synchronized (last) {
            for (Evaluation before : last) {
                if (before.isOf(rows, classes)) {
                    return before;
                }
            }
        }
        EmbeddingBatch embeddings = EmbeddingBatch.of(distance(), rows);
        MiningBatch batch = MiningBatch.of(embeddings, classes);
        TripletMean mean =
                Arguments.requireNonNull("mean of " + miner, miner.mine(batch, penalty()));
        float[] gradient = embeddings.gradient(batch.distances(), mean.weights());
        Evaluation evaluation = new Evaluation(rows, classes, gradient, mean.stats());
        synchronized (last) {
            if (remembered) {
                last.addFirst(evaluation);
            }
            if (last.size() > REMEMBERED) {
                last.removeLast();
            }
        }
        return evaluation;
    }

    @Override
    public String toString() {
        return String.format("TripletLoss(%s, %s, %s distance)", miner, penalty(), distance());
    }

    /** Builds a {@link TripletLoss}. */
    public static final class Builder extends BaseBuilder<Builder> {

        private TripletMiner miner;

        private Builder() {}

        /** Sets which triplets are taken. */
        public Builder setMiner(TripletMiner miner) {
            this.miner = Arguments.requireNonNull("miner", miner);
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

        @Override
        protected Builder self() {
            return this;
        }
    }
}
