package tripletlab.offline;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import tripletlab.data.Labels;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.internal.Arguments;
import tripletlab.mining.Hinge;
import tripletlab.mining.Triplets;
import tripletlab.sampling.Seeded;

/**
 * A selector that takes, for each pair a &lt; p of one class, a random negative that a rule allows,
 * by squared Euclidean distances; a pair without one is left out.
 *
 * <p>Costs O(N² (D + K)) for N items, K of them a class, and O(N D) memory.
 */
abstract class PairSelector extends Seeded implements TripletSelector {

    private final String name;
    private final Hinge hinge;

    PairSelector(String name, double margin, long seed) {
        super(seed);
        this.name = name;
        this.hinge = new Hinge(margin);
    }

    /** Whether a negative at the distance d_an may be drawn for a positive at d_ap. */
    abstract boolean allows(float ap, float an);

    /** Whether {@code d_an < d_ap + m}. */
    final boolean violatesMargin(float ap, float an) {
        return hinge.value(an - ap) > 0;
    }

    @Override
    public final Triplets select(float[][] embeddings, int[] labels) {
        Arguments.requireNonNull("embeddings", embeddings);
        Arguments.requireNonNull("labels", labels);
        EmbeddingBatch batch = EmbeddingBatch.of(Distance.SQUARED_EUCLIDEAN, embeddings);
        Labels.requireOneForEach(labels, embeddings.length, "row of embeddings");
        SplittableRandom random = new SplittableRandom(nextSeed());
        IntStream.Builder anchors = IntStream.builder();
        IntStream.Builder positives = IntStream.builder();
        IntStream.Builder negatives = IntStream.builder();
        int[] allowed = new int[labels.length];
        for (int a = 0; a < labels.length - 1; a++) {
            float[] distances = batch.from(a); // (N)
            for (int p = a + 1; p < labels.length; p++) {
                int count = labels[p] == labels[a] ? allowed(labels, distances, a, p, allowed) : 0;
                if (count > 0) {
                    anchors.add(a);
                    positives.add(p);
                    negatives.add(allowed[random.nextInt(count)]);
                }
            }
        }
        return new Triplets(
                anchors.build().toArray(),
                positives.build().toArray(),
                negatives.build().toArray());
    }

    /** Lists the negatives that may be drawn for a pair, and returns how many these are. */
    private int allowed(int[] labels, float[] distances, int a, int p, int[] found) {
        int count = 0;
        for (int n = 0; n < labels.length; n++) {
            if (labels[n] != labels[a] && allows(distances[p], distances[n])) {
                found[count++] = n;
            }
        }
        return count;
    }

    @Override
    public String toString() {
        return name + " (" + hinge + ", seed " + seed() + ")";
    }
}
