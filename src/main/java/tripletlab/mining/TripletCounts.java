package tripletlab.mining;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import java.util.stream.IntStream;
import tripletlab.internal.Arguments;

/**
 * How many triplets of a batch, all that are valid or some, are of which kind, by their gap {@code
 * g = d_an − d_ap} and a margin m, compared as {@link Hinge} does. The five kinds add up to the
 * valid ones.
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015, for easy, semi-hard and hard.
 *
 * @param valid all of them
 * @param easy {@code g > m}: the negative is beyond the margin
 * @param semiHard {@code 0 < g < m}: the negative is beyond the positive, yet within the margin
 * @param hard {@code g < 0}: the negative is nearer than the positive
 * @param tie {@code g = 0}, also where m is 0
 * @param edge {@code g = m > 0}
 */
public record TripletCounts(long valid, long easy, long semiHard, long hard, long tie, long edge) {

    /**
     * Counts the triplets of a batch, usually in O(B² log K) for K items a class, at worst in O(B²
     * K).
     *
     * @param distances (B, B), none of them NaN, infinite or below 0
     * @param labels (B) or (B, 1), of any integer or floating-point type
     * @param margin m, a finite number, 0 or more
     * @return the counts
     * @throws IllegalArgumentException if an argument is not so, with its name and value
     */
    public static TripletCounts of(NDArray distances, NDArray labels, double margin) {
        return of(MiningBatch.of(distances, labels), margin);
    }

    /**
     * Counts the triplets of a batch, usually in O(B² log K) for K items a class, at worst in O(B²
     * K).
     *
     * @param batch the distances and classes
     * @param margin m, a finite number, 0 or more
     * @return the counts
     * @throws IllegalArgumentException if the margin is NaN, infinite or below 0
     */
    public static TripletCounts of(MiningBatch batch, double margin) {
        Arguments.requireNonNull("batch", batch);
        float checked = (float) Arguments.requireMargin(margin);
        return IntStream.range(0, batch.size())
                .parallel()
                .mapToObj(anchor -> ofAnchor(batch, anchor, checked))
                .reduce(new TripletCounts(0, 0, 0, 0, 0, 0), TripletCounts::plus);
    }

    /**
     * Counts some triplets of a batch, in O(T): what has become of a selection, for instance, since
     * the network that it was made with was trained further.
     *
     * @param batch the distances and classes
     * @param triplets T of its valid ones
     * @param margin m, a finite number, 0 or more
     * @return the counts, T of them valid
     * @throws IllegalArgumentException if the margin is NaN, infinite or below 0, or a triplet is
     *     none of the batch
     */
    public static TripletCounts of(MiningBatch batch, Triplets triplets, double margin) {
        Arguments.requireNonNull("batch", batch);
        Arguments.requireNonNull("triplets", triplets);
        float checked = (float) Arguments.requireMargin(margin);
        return IntStream.range(0, triplets.size())
                .mapToObj(t -> ofGap(gap(batch, triplets, t), checked))
                .reduce(new TripletCounts(0, 0, 0, 0, 0, 0), TripletCounts::plus);
    }

    private static float gap(MiningBatch batch, Triplets triplets, int t) {
        int a = triplets.anchors()[t];
        int p = triplets.positives()[t];
        int n = triplets.negatives()[t];
        batch.requireValid("triplet " + t, a, p, n);
        return batch.distance(a, n) - batch.distance(a, p);
    }

    private static TripletCounts ofGap(float gap, float margin) {
        return new TripletCounts(
                1,
                count(gap > margin),
                count(gap > 0 && gap < margin),
                count(gap < 0),
                count(gap == 0),
                count(gap > 0 && gap == margin));
    }

    private static int count(boolean holds) {
        return holds ? 1 : 0;
    }

    private static TripletCounts ofAnchor(MiningBatch batch, int anchor, float margin) {
        SortedPositives positives = new SortedPositives(batch, anchor);
        long easy = 0;
        long semiHard = 0;
        long hard = 0;
        long tie = 0;
        long edge = 0;
        for (int n = 0; n < batch.size(); n++) {
            if (batch.isNegative(anchor, n)) {
                float an = batch.distance(anchor, n);
                // positives from near to far: easy | edge | semi-hard | tie | hard
                int beyondMargin = positives.above(an, margin);
                int beyond = positives.above(an, 0);
                int notNearer = positives.atLeast(an, 0);
                int toMargin = Math.min(beyond, positives.atLeast(an, margin));
                easy += beyondMargin;
                edge += toMargin - beyondMargin;
                semiHard += beyond - toMargin;
                tie += notNearer - beyond;
                hard += positives.count() - notNearer;
            }
        }
        long valid = (long) positives.count() * batch.negatives(anchor);
        return new TripletCounts(valid, easy, semiHard, hard, tie, edge);
    }

    private TripletCounts plus(TripletCounts other) {
        return new TripletCounts(
                valid + other.valid,
                easy + other.easy,
                semiHard + other.semiHard,
                hard + other.hard,
                tie + other.tie,
                edge + other.edge);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d valid triplets: %,d easy, %,d semi-hard, %,d hard, %,d ties, %,d on the edge",
                valid,
                easy,
                semiHard,
                hard,
                tie,
                edge);
    }
}
