package tripletlab.offline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.distance.EmbeddingPairs;
import tripletlab.internal.Arguments;
import tripletlab.internal.EngineArrays;
import tripletlab.loss.MiningLoss;
import tripletlab.mining.MiningStats;
import tripletlab.mining.Triplets;

/**
 * The triplet loss over triplets that were chosen before, by a {@code TripletSelector} or by the
 * dataset: {@code L = mean_t f(d_an − d_ap)} over all T of them, at rest or active, with {@code f}
 * the hinge or the soft margin.
 *
 * <pre>{@code
 * GivenTripletLoss loss = GivenTripletLoss.builder()
 *         .setLayout(TripletLayout.INDICES)
 *         .optMargin(0.2)
 *         .optDistance(Distance.SQUARED_EUCLIDEAN)
 *         .build();
 * NDArray value = loss.evaluate(new NDList(triplets.toArray(manager)), new NDList(embeddings));
 * }</pre>
 *
 * <p>No triplet at all, a (0, 3) of indices: loss 0, gradient 0. Costs O(T D).
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015, equation 3, there the sum.
 */
public final class GivenTripletLoss extends MiningLoss {

    private final TripletLayout layout;

    private GivenTripletLoss(Builder builder) {
        super("GivenTripletLoss", builder);
        this.layout = builder.layout;
    }

    /**
     * Starts a loss.
     *
     * @return a builder: margin 1, {@link Distance#EUCLIDEAN}, no layout yet
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Computes the loss of the triplets. Its gradient reaches the embeddings through the engine.
     *
     * @param labels as the {@link TripletLayout} says
     * @param predictions as the {@link TripletLayout} says; of 64 bits, they are rounded to floats
     *     of 32, and so is the gradient
     * @return a scalar
     * @throws IllegalArgumentException if a shape does not fit, an index is out of range, or an
     *     embedding is NaN or infinite
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        EmbeddingPairs pairs = pairs(labels, predictions);
        float[] distances = pairs.distances();
        MiningStats stats = stats(distances);
        setLastStats(stats);
        float[] gradient = pairs.gradient(weights(distances));
        NDArray value = null;
        int from = 0;
        for (NDArray input : predictions) {
            int to = from + Math.toIntExact(input.getShape().size());
            float[] own = Arrays.copyOfRange(gradient, from, to);
            NDArray part = EngineArrays.scalar(input, own, from == 0 ? stats.loss() : 0);
            value = value == null ? part : sum(value, part);
            from = to;
        }
        return value;
    }

    private static NDArray sum(NDArray a, NDArray b) {
        try (a;
                b) {
            return a.add(b);
        }
    }

    @Override
    public MiningStats stats(NDList labels, NDList predictions) {
        return stats(pairs(labels, predictions).distances());
    }

    /** (2T): each anchor with its positive, then each with its negative. */
    private EmbeddingPairs pairs(NDList labels, NDList predictions) {
        Triplets triplets = layout.read(labels, predictions);
        float[][] rows = // of all arrays, one below the other
                predictions.stream()
                        .flatMap(array -> Arrays.stream(EmbeddingBatch.rows(array)))
                        .toArray(float[][]::new);
        return new EmbeddingPairs(
                EmbeddingBatch.of(distance(), rows),
                joined(triplets.anchors(), triplets.anchors()),
                joined(triplets.positives(), triplets.negatives()));
    }

    /** (2T): ∂L/∂d_ap, then ∂L/∂d_an, of distances d_ap, then d_an. */
    private float[] weights(float[] distances) {
        int count = distances.length / 2;
        float[] weights = new float[2 * count];
        for (int t = 0; t < count; t++) {
            double gap = (double) distances[count + t] - distances[t];
            weights[count + t] = (float) (penalty().slope(gap) / count);
            weights[t] = -weights[count + t];
        }
        return weights;
    }

    private MiningStats stats(float[] distances) {
        int count = distances.length / 2;
        double cost = 0;
        int active = 0;
        for (int t = 0; t < count; t++) {
            double value = penalty().value((double) distances[count + t] - distances[t]);
            cost += value;
            active += MiningStats.isActive(value) ? 1 : 0;
        }
        return new MiningStats(
                count,
                count,
                active,
                cost / Math.max(1, count),
                mean(distances, 0, count),
                mean(distances, count, 2 * count));
    }

    private static double mean(float[] values, int from, int to) {
        return IntStream.range(from, to).mapToDouble(i -> values[i]).average().orElse(Double.NaN);
    }

    private static int[] joined(int[] first, int[] second) {
        return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
    }

    @Override
    public String toString() {
        return String.format(
                "GivenTripletLoss(%s, %s, %s distance)",
                layout.name().toLowerCase(Locale.ROOT), penalty(), distance());
    }

    /** Builds a {@link GivenTripletLoss}. */
    public static final class Builder extends BaseBuilder<Builder> {

        private TripletLayout layout;

        private Builder() {}

        /**
         * Sets how the triplets arrive.
         *
         * @param layout as indices, as rows, or as three arrays
         */
        public Builder setLayout(TripletLayout layout) {
            this.layout = Arguments.requireNonNull("layout", layout);
            return this;
        }

        /**
         * Builds the loss.
         *
         * @return a new loss
         * @throws IllegalStateException if no layout is set
         */
        public GivenTripletLoss build() {
            if (layout == null) {
                throw new IllegalStateException("layout is not set: call setLayout");
            }
            return new GivenTripletLoss(this);
        }

        @Override
        protected Builder self() {
            return this;
        }
    }
}
