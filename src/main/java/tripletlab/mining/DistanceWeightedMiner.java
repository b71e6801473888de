package tripletlab.mining;

import java.util.SplittableRandom;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.internal.Arguments;
import tripletlab.sampling.Seeded;

/**
 * Draws, for each ordered pair of anchor and positive, one negative with a probability that makes
 * all distances equally likely: {@code P(n) ∝ min(λ, 1/q(d_an))}, where {@code q(d) ∝ d^(D−2) (1 −
 * d²/4)^((D−3)/2)} is how distances of random points on the unit sphere in D dimensions are
 * distributed. Averages over the pairs.
 *
 * <p>As in the authors' program, distances below 0.5 count as 0.5, which is what λ does, and
 * negatives at 1.4 or more are not drawn. A pair whose anchor has no nearer negative is left out.
 *
 * <p>Needs {@link Distance#EUCLIDEAN} between embeddings of length one. The n-th batch that is
 * mined gets the n-th draw of the seed. Costs O(B²).
 *
 * <p>C.-Y. Wu, R. Manmatha, A. Smola, P. Krähenbühl: <i>Sampling Matters in Deep Embedding
 * Learning</i>, ICCV 2017, section 4.1.
 */
public final class DistanceWeightedMiner extends Seeded implements TripletMiner {

    private static final double MIN_DISTANCE = 0.5;
    private static final double CUTOFF_DISTANCE = 1.4;
    private static final float ROUNDING = 1e-3f;

    /**
     * Draws by a seed.
     *
     * @param seed of the random numbers
     */
    public DistanceWeightedMiner(long seed) {
        super(seed);
    }

    /**
     * Mines one batch.
     *
     * @throws IllegalArgumentException if the distances are not Euclidean distances between
     *     embeddings of length one
     */
    @Override
    public TripletMean mine(MiningBatch batch, TripletPenalty penalty) {
        int dimension = dimension(batch);
        long draw = nextSeed();
        return TripletMean.overTaken(
                batch,
                penalty,
                (anchor, triplets) -> {
                    double[] sums = sumsOfWeights(batch, anchor, dimension);
                    double all = sums[batch.size()];
                    SplittableRandom random = new SplittableRandom(draw + anchor);
                    for (int positive : all > 0 ? batch.positives(anchor) : new int[0]) {
                        triplets.add(positive, drawn(sums, random.nextDouble(all)));
                    }
                });
    }

    /** (B + 1): the weights of the items before each one, added up. */
    private static double[] sumsOfWeights(MiningBatch batch, int anchor, int dimension) {
        double[] logs = new double[batch.size()];
        double largest = Double.NEGATIVE_INFINITY;
        for (int n = 0; n < logs.length; n++) {
            logs[n] = Double.NEGATIVE_INFINITY;
            double d = batch.distance(anchor, n);
            if (batch.isNegative(anchor, n) && d < CUTOFF_DISTANCE) {
                d = Math.max(d, MIN_DISTANCE);
                logs[n] =
                        -(dimension - 2) * Math.log(d)
                                - (dimension - 3) / 2.0 * Math.log1p(-d * d / 4);
                largest = Math.max(largest, logs[n]);
            }
        }
        double[] sums = new double[logs.length + 1];
        for (int n = 0; n < logs.length; n++) {
            boolean none = logs[n] == Double.NEGATIVE_INFINITY;
            sums[n + 1] = sums[n] + (none ? 0 : Math.exp(logs[n] - largest));
        }
        return sums;
    }

    /** The item whose share of the sums holds a point, by binary search. */
    private static int drawn(double[] sums, double point) {
        int low = 0;
        int high = sums.length - 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle + 1] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static int dimension(MiningBatch batch) {
        EmbeddingBatch embeddings =
                Arguments.requireNonNull("batch", batch)
                        .embeddings()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "batch is a matrix of distances, expected"
                                                        + " embeddings: how far apart random points"
                                                        + " lie depends on their dimension"));
        Arguments.require(
                embeddings.distance() == Distance.EUCLIDEAN,
                "distance is %s, expected Euclidean: distance-weighted draws are made by it",
                embeddings.distance());
        for (int i = 0; i < embeddings.size(); i++) {
            if (Math.abs(embeddings.length(i) - 1) > ROUNDING) {
                throw new IllegalArgumentException(
                        "embeddings has length %s in row %d, expected length one"
                                .formatted(embeddings.length(i), i));
            }
        }
        return embeddings.dimension();
    }

    @Override
    public String toString() {
        return "distance-weighted (seed " + seed() + ")";
    }
}
