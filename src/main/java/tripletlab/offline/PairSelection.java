package tripletlab.offline;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import tripletlab.data.Labels;
import tripletlab.distance.Distance;
import tripletlab.distance.Geometry;
import tripletlab.internal.Arguments;
import tripletlab.mining.Triplets;

/**
 * One random negative for each pair a &lt; p of one class, by squared Euclidean distances: what the
 * offline selectors share. Costs O(N² (D + K)) for N items, K of them a class, and O(N D) memory.
 */
final class PairSelection {

    private final Geometry geometry;
    private final int[] classes;
    private final SplittableRandom random;
    private final IntStream.Builder anchors = IntStream.builder();
    private final IntStream.Builder positives = IntStream.builder();
    private final IntStream.Builder negatives = IntStream.builder();

    /** Says which negatives may be drawn. */
    interface Rule {
        boolean allows(float ap, float an);
    }

    private PairSelection(float[][] embeddings, int[] labels, long seed) {
        Arguments.requireNonNull("embeddings", embeddings);
        Arguments.requireNonNull("labels", labels);
        this.geometry = Geometry.of(Distance.SQUARED_EUCLIDEAN, embeddings);
        Labels.requireOneForEach(labels, embeddings.length, "row of embeddings");
        this.classes = labels;
        this.random = new SplittableRandom(seed);
    }

    static Triplets select(float[][] embeddings, int[] labels, long seed, Rule rule) {
        PairSelection selection = new PairSelection(embeddings, labels, seed);
        Map<Integer, Integer> left = new HashMap<>();
        for (int label : labels) {
            left.merge(label, 1, Integer::sum);
        }
        for (int a = 0; a < labels.length; a++) {
            if (left.merge(labels[a], -1, Integer::sum) > 0) { // spares the last of each class
                selection.addPairsOf(a, rule);
            }
        }
        return new Triplets(
                selection.anchors.build().toArray(),
                selection.positives.build().toArray(),
                selection.negatives.build().toArray());
    }

    private void addPairsOf(int anchor, Rule rule) {
        float[] distances = geometry.from(anchor); // (N)
        int[] allowed = new int[distances.length];
        for (int p = anchor + 1; p < classes.length; p++) {
            if (classes[p] != classes[anchor]) {
                continue;
            }
            int count = 0;
            for (int n = 0; n < classes.length; n++) {
                if (classes[n] != classes[anchor] && rule.allows(distances[p], distances[n])) {
                    allowed[count++] = n;
                }
            }
            if (count > 0) {
                anchors.add(anchor);
                positives.add(p);
                negatives.add(allowed[random.nextInt(count)]);
            }
        }
    }
}
