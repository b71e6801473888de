package tripletlab.offline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Locale;
import java.util.stream.IntStream;
import tripletlab.distance.Distance;
import tripletlab.distance.Geometry;
import tripletlab.internal.Arguments;
import tripletlab.loss.MiningLoss;
import tripletlab.loss.Surrogate;
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

    /** Starts a loss: margin 1, {@link Distance#EUCLIDEAN}, no layout yet. */
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
        Triplets triplets = layout.read(labels, predictions);
        Geometry geometry = geometry(predictions);
        float[] weights = new float[2 * triplets.size()]; // (2T): ∂L/∂d_ap, then ∂L/∂d_an
        MiningStats stats = weigh(geometry, triplets, weights);
        remember(stats);
        float[] gradient =
                geometry.gradientOfPairs(
                        joined(triplets.anchors(), triplets.anchors()),
                        joined(triplets.positives(), triplets.negatives()),
                        weights);
        return Surrogate.of(predictions, gradient, stats.loss());
    }

    @Override
    public MiningStats stats(NDList labels, NDList predictions) {
        Triplets triplets = layout.read(labels, predictions);
        return weigh(geometry(predictions), triplets, new float[2 * triplets.size()]);
    }

    private Geometry geometry(NDList predictions) {
        return Geometry.of(distance(), predictions.toArray(new NDArray[0]));
    }

    private MiningStats weigh(Geometry geometry, Triplets triplets, float[] weights) {
        int count = triplets.size();
        float[] ap = geometry.ofPairs(triplets.anchors(), triplets.positives()); // (T)
        float[] an = geometry.ofPairs(triplets.anchors(), triplets.negatives()); // (T)
        double cost = 0;
        int active = 0;
        for (int t = 0; t < count; t++) {
            double gap = (double) an[t] - ap[t];
            double value = penalty().value(gap);
            cost += value;
            active += MiningStats.isActive(value) ? 1 : 0;
            weights[count + t] = (float) (penalty().slope(gap) / count);
            weights[t] = -weights[count + t];
        }
        double loss = cost / Math.max(1, count);
        return new MiningStats(count, count, active, loss, mean(ap), mean(an));
    }

    private static double mean(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElse(Double.NaN);
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
