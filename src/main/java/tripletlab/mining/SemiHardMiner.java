package tripletlab.mining;

import java.util.Arrays;

/**
 * Takes, for each ordered pair of anchor and positive, the nearest negative that is beyond the
 * positive, whatever the margin; where none is beyond, the farthest negative. Averages over the
 * positive pairs whose anchor has a negative: {@code L = mean_(a,p) f(d_an − d_ap)} with {@code n =
 * argmin {d_an : d_an > d_ap}}.
 *
 * <p>Usually costs O(B² log K) for K items a class, at worst O(B² K). This is what TensorFlow
 * Addons calls semi-hard; for another meaning see {@link BatchAllSemiHardMiner}.
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015, section 3.2.
 */
public final class SemiHardMiner implements TripletMiner {

    @Override
    public TripletMean mine(MiningBatch batch, TripletPenalty penalty) {
        return TripletMean.overTaken(
                batch,
                penalty,
                (anchor, triplets) -> {
                    SortedPositives positives = new SortedPositives(batch, anchor);
                    int[] negatives = negatives(batch, anchor, positives);
                    for (int i = 0; i < positives.count(); i++) {
                        if (negatives[i] >= 0) {
                            triplets.add(positives.item(i), negatives[i]);
                        }
                    }
                });
    }

    /** The negative of each positive, nearest positive first; −1 where there is none. */
    private static int[] negatives(MiningBatch batch, int anchor, SortedPositives positives) {
        int[] nearest = new int[positives.count()];
        Arrays.fill(nearest, -1);
        int farthest = -1;
        for (int n = 0; n < batch.size(); n++) {
            if (batch.isNegative(anchor, n)) {
                float an = batch.distance(anchor, n);
                if (farthest < 0 || an > batch.distance(anchor, farthest)) {
                    farthest = n;
                }
                int last = positives.above(an, 0) - 1; // the farthest that n is beyond
                if (last >= 0) {
                    nearest[last] = nearer(batch, anchor, nearest[last], n);
                }
            }
        }
        // A negative beyond one positive is beyond every nearer positive too.
        for (int i = nearest.length - 1, next = farthest; i >= 0; i--) {
            next = nearest[i] < 0 ? next : nearest[i];
            nearest[i] = next;
        }
        return nearest;
    }

    private static int nearer(MiningBatch batch, int anchor, int first, int second) {
        float d = batch.distance(anchor, second);
        return first < 0 || d < batch.distance(anchor, first) ? second : first;
    }

    @Override
    public String toString() {
        return "semi-hard";
    }
}
