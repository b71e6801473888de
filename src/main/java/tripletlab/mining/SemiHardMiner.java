package tripletlab.mining;

import java.util.Arrays;

/**
 * Takes, for each ordered pair of anchor and positive, the nearest negative that is beyond the
 * positive, whatever the margin; where none is beyond, the farthest negative. Averages over the
 * positive pairs whose anchor has a negative: {@code L = mean_(a,p) f(d_an − d_ap)} with {@code n =
 * argmin {d_an : d_an > d_ap}}.
 *
 * <p>Costs O(B² log B). This is what TensorFlow Addons calls semi-hard.
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015, section 3.2.
 */
public final class SemiHardMiner implements TripletMiner {

    @Override
    public MinedBatch mine(MiningBatch batch, TripletPenalty penalty) {
        TripletSum sum = new TripletSum(batch, penalty);
        for (int anchor = 0; anchor < batch.size(); anchor++) {
            int[] negatives = negativesByDistance(batch, anchor);
            if (negatives.length == 0) {
                continue;
            }
            for (int positive = 0; positive < batch.size(); positive++) {
                if (batch.isPositive(anchor, positive)) {
                    int beyond = firstBeyond(batch, anchor, positive, negatives);
                    int last = negatives.length - 1;
                    sum.add(anchor, positive, negatives[Math.min(beyond, last)]);
                }
            }
        }
        return sum.mean();
    }

    private static int[] negativesByDistance(MiningBatch batch, int anchor) {
        long[] keys = new long[batch.size()];
        int count = 0;
        for (int n = 0; n < batch.size(); n++) {
            if (batch.isNegative(anchor, n)) {
                // Distances are not negative, so their bits sort as they do; ties go by index.
                long bits = Float.floatToIntBits(batch.distance(anchor, n));
                keys[count++] = bits << Integer.SIZE | n;
            }
        }
        Arrays.sort(keys, 0, count);
        return Arrays.stream(keys, 0, count).mapToInt(key -> (int) key).toArray();
    }

    /** The place of the nearest negative that is farther than the positive, by binary search. */
    private static int firstBeyond(MiningBatch batch, int anchor, int positive, int[] negatives) {
        float reach = batch.distance(anchor, positive);
        int low = 0;
        int high = negatives.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (batch.distance(anchor, negatives[middle]) > reach) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Override
    public String toString() {
        return "semi-hard";
    }
}
