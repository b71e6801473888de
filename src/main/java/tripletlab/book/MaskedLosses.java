package tripletlab.book;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import java.util.function.UnaryOperator;
import tripletlab.internal.Arguments;
import tripletlab.internal.EngineArrays;
import tripletlab.internal.Memory;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.TripletMasks;

/**
 * The losses by the book: arrays of all pairs or of all triplets, masked, with the gradient by
 * autograd. They are what papers and posts explain, and what {@link TripletLoss} is held to; they
 * need memory for B³ numbers, and {@code TripletLoss} does not.
 *
 * <pre>{@code
 * NDArray distances = Distance.EUCLIDEAN.pairwise(embeddings); // (B, B)
 * NDArray loss = MaskedLosses.batchAll(distances, labels, MaskedLosses.hinge(0.5));
 * }</pre>
 *
 * <p>All refuse, by an {@link IllegalArgumentException}, null, distances that are not (B, B) or of
 * which one is NaN, infinite or below 0, labels that are not B, and, where arrays (B, B, B) are
 * made, a batch that the memory does not hold.
 *
 * <p>O. Moindrot: <i>Triplet Loss and Online Triplet Mining in TensorFlow</i>, 2018.
 */
public final class MaskedLosses {

    // No mul(2) or maximum(0) where gradients flow: see EngineArrays.

    private static final float ACTIVE = 1e-16f;
    private static final int ARRAYS =
            18; // (B, B, B), with those that autograd keeps; measured 13 to 18

    private MaskedLosses() {}

    /**
     * The hinge on an array of gaps {@code g = d_an − d_ap}.
     *
     * @param margin m, a finite number, 0 or more, rounded to a float
     * @return gaps → {@code max(0, m − g)}, of the same shape; where {@code g = m} in floats, cost
     *     and slope are 0
     * @throws IllegalArgumentException if the margin is NaN, infinite as a float, or below 0
     */
    public static UnaryOperator<NDArray> hinge(double margin) {
        double rounded = Arguments.requireMargin(margin);
        return gaps -> {
            NDArray costs = Activation.relu(gaps.neg().add(rounded));
            if (gaps.getDataType() != DataType.FLOAT64) {
                return costs;
            }
            return costs.mul(number(gaps.toType(DataType.FLOAT32, false).lt(rounded), gaps));
        };
    }

    /**
     * The soft margin on an array of gaps {@code g = d_an − d_ap}.
     *
     * @return gaps → {@code log(1 + exp(−g))}, of the same shape, without overflow, and exact where
     *     {@code exp(−g)} is so small that {@code 1 + exp(−g)} is 1
     */
    public static UnaryOperator<NDArray> softMargin() {
        return gaps -> {
            NDArray pulled = gaps.neg(); // log(1 + exp(x)) = c + log(exp(−c) + exp(x − c))
            NDArray c = Activation.relu(pulled).stopGradient();
            NDArray more = pulled.sub(c).exp().add(c.neg().exp().sub(1));
            return c.add(logOfOneAnd(more));
        };
    }

    /** {@code log(1 + y)}; what 1 swallows of a small y is added to the logarithm. */
    private static NDArray logOfOneAnd(NDArray y) {
        NDArray sum = y.add(1);
        NDArray swallowed = y.sub(sum.sub(1));
        return sum.log().add(swallowed.div(sum));
    }

    /**
     * Every valid triplet, averaged over the active ones.
     *
     * @param distances (B, B)
     * @param labels (B) or (B, 1)
     * @param cost of gaps, such as {@link #hinge}
     * @return a scalar
     */
    public static NDArray batchAll(NDArray distances, NDArray labels, UnaryOperator<NDArray> cost) {
        NDArray d = requireTriplets(distances, labels, cost); // (B, B)
        NDArray valid = number(TripletMasks.triplets(labels), d); // (B, B, B)
        NDArray costs = cost.apply(gaps(d)).mul(valid); // (B, B, B)
        return mean(costs, number(costs.gt(ACTIVE), d));
    }

    /**
     * Every triplet with {@code d_ap < d_an ≤ d_ap + m}, averaged over those.
     *
     * @param distances (B, B)
     * @param labels (B) or (B, 1)
     * @param margin m, a finite number, 0 or more, rounded to a float
     * @param cost of gaps, such as {@link #hinge}
     * @return a scalar
     */
    public static NDArray batchAllSemiHard(
            NDArray distances, NDArray labels, double margin, UnaryOperator<NDArray> cost) {
        NDArray d = requireTriplets(distances, labels, cost); // (B, B)
        double rounded = Arguments.requireMargin(margin);
        NDArray gaps = gaps(d); // (B, B, B)
        NDArray floats = gaps.toType(DataType.FLOAT32, false);
        NDArray semiHard = gaps.gt(0).logicalAnd(floats.lte(rounded)); // (B, B, B)
        NDArray taken = semiHard.logicalAnd(TripletMasks.triplets(labels)); // (B, B, B)
        NDArray mask = number(taken, d);
        return mean(cost.apply(gaps).mul(mask), mask);
    }

    /**
     * Each anchor's farthest positive and nearest negative, averaged over the anchors that have
     * both.
     *
     * @param distances (B, B)
     * @param labels (B) or (B, 1)
     * @param cost of gaps, such as {@link #hinge}
     * @return a scalar
     */
    public static NDArray batchHard(
            NDArray distances, NDArray labels, UnaryOperator<NDArray> cost) {
        NDArray d = requirePairs(distances, labels, cost); // (B, B)
        NDArray positive = number(TripletMasks.anchorPositive(labels), d); // (B, B)
        NDArray negative = number(TripletMasks.anchorNegative(labels), d); // (B, B)
        int[] columns = {1};
        NDArray farthest = d.mul(positive).max(columns); // (B)
        NDArray nearest = masked(d, negative).min(columns); // (B)
        NDArray both = positive.max(columns).mul(negative.max(columns)); // (B)
        return mean(cost.apply(nearest.sub(farthest)).mul(both), both);
    }

    /**
     * Each positive pair with the nearest negative beyond the positive, or, where none is beyond,
     * with the farthest; averaged over the positive pairs whose anchor has a negative.
     *
     * @param distances (B, B)
     * @param labels (B) or (B, 1)
     * @param cost of gaps, such as {@link #hinge}
     * @return a scalar
     */
    public static NDArray semiHard(NDArray distances, NDArray labels, UnaryOperator<NDArray> cost) {
        NDArray d = requireTriplets(distances, labels, cost); // (B, B)
        NDArray positive = number(TripletMasks.anchorPositive(labels), d); // (B, B)
        NDArray negative = number(TripletMasks.anchorNegative(labels), d); // (B, B)
        NDArray triplets = TripletMasks.triplets(labels); // (B, B, B)
        NDArray beyond = number(gaps(d).gt(0).logicalAnd(triplets), d);
        NDArray nearest = masked(d.expandDims(1), beyond).min(new int[] {2}); // (B, B)
        NDArray farthest = d.mul(negative).max(new int[] {1}, true); // (B, 1)
        NDArray some = beyond.max(new int[] {2}); // (B, B): is any beyond?
        NDArray none = some.neg().add(1); // (B, B)
        NDArray an = nearest.mul(some).add(farthest.mul(none)); // (B, B)
        NDArray taken = positive.mul(negative.max(new int[] {1}, true)); // (B, B)
        return mean(cost.apply(an.sub(d)).mul(taken), taken);
    }

    /**
     * Each anchor's nearest positive and the nearest negative beyond it, averaged over the anchors
     * that have both.
     *
     * @param distances (B, B)
     * @param labels (B) or (B, 1)
     * @param cost of gaps, such as {@link #hinge}
     * @return a scalar
     */
    public static NDArray easyPositive(
            NDArray distances, NDArray labels, UnaryOperator<NDArray> cost) {
        NDArray d = requirePairs(distances, labels, cost); // (B, B)
        NDArray positive = number(TripletMasks.anchorPositive(labels), d); // (B, B)
        int[] columns = {1};
        NDArray easiest = masked(d, positive).min(columns, true); // (B, 1)
        NDArray beyond =
                number(d.gt(easiest).logicalAnd(TripletMasks.anchorNegative(labels)), d); // (B, B)
        NDArray nearest = masked(d, beyond).min(columns, true); // (B, 1)
        NDArray both = positive.max(columns, true).mul(beyond.max(columns, true)); // (B, 1)
        return mean(cost.apply(nearest.sub(easiest)).mul(both), both);
    }

    /** The arguments of a loss over pairs. */
    private static NDArray requirePairs(
            NDArray distances, NDArray labels, UnaryOperator<NDArray> cost) {
        Arguments.requireNonNull("cost", cost);
        MiningBatch.of(distances, labels); // throws
        Arguments.require(
                distances.getDataType().isFloating(),
                "distances is of type %s, expected a floating-point type",
                distances.getDataType());
        return EngineArrays.widened(distances); // of 16 bits, they have no room for all margins
    }

    /** The arguments of a loss over triplets. */
    private static NDArray requireTriplets(
            NDArray distances, NDArray labels, UnaryOperator<NDArray> cost) {
        NDArray d = requirePairs(distances, labels, cost);
        Memory.requireTripletsFit((int) labels.size(), ARRAYS * d.getDataType().getNumOfBytes());
        return d;
    }

    /** g_ijk = d_ik − d_ij: (B, B) → (B, B, B), anchor i, positive j, negative k. */
    private static NDArray gaps(NDArray distances) {
        return distances.expandDims(1).sub(distances.expandDims(2));
    }

    /** What the mask leaves out becomes farther than all else, so that no minimum takes it. */
    private static NDArray masked(NDArray distances, NDArray mask) {
        NDArray farther = distances.stopGradient().max().add(1); // ()
        return distances.mul(mask).add(mask.neg().add(1).mul(farther));
    }

    /** The mean over those that count; 0 where none does. */
    private static NDArray mean(NDArray costs, NDArray counted) {
        return costs.div(counted.sum().maximum(1)).sum(); // a sum of large costs may overflow
    }

    private static NDArray number(NDArray mask, NDArray like) {
        return mask.toType(like.getDataType(), false);
    }
}
