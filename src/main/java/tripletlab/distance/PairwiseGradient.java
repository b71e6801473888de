package tripletlab.distance;

import java.util.Arrays;
import java.util.Optional;

/**
 * From weights of distances to a gradient of points: {@code g_i = Σ_j v_ij (x_i − x_j)} with {@code
 * v_ij = (w_ij + w_ji) s(d_ij)}. Items j that do not pull are left out; the others go four at a
 * time, so that g_i is read and written once for all four. One of these works on a few rows.
 */
final class PairwiseGradient {

    private final Geometry geometry;
    private final float[] distances; // (B, B)
    private final PairWeights weights;
    private final Pulling pulling;
    private final float[] lengths; // d_ij of the items that pull
    private final float[] sum; // (D)

    private PairwiseGradient(Geometry geometry, float[] distances, PairWeights weights) {
        int most = 2 * geometry.size() + 3; // w_ij and w_ji of each, and what fills up to four
        this.geometry = geometry;
        this.distances = distances;
        this.weights = weights;
        this.pulling = new Pulling(most);
        this.lengths = new float[most];
        this.sum = new float[geometry.dimension()];
    }

    /** (B, D) in row-major order. */
    static float[] of(Geometry geometry, float[] distances, float[] weights) {
        int size = geometry.size();
        float[] gradient = new float[size * geometry.dimension()];
        Optional<SparsePairs> few = SparsePairs.of(size, weights);
        geometry.forEachBlock(
                few.map(SparsePairs::count).orElse(weights.length),
                (from, to) -> {
                    PairWeights read =
                            few.isPresent() ? few.get() : new DensePairs(size, weights, from, to);
                    new PairwiseGradient(geometry, distances, read).write(from, to, gradient);
                });
        return gradient;
    }

    /** Writes g_i for the rows in [from, to). */
    private void write(int from, int to, float[] gradient) {
        for (int i = from; i < to; i++) {
            collect(i);
            Arrays.fill(sum, 0);
            for (int next = 0; next < pulling.count; next += 4) {
                addFour(geometry.point(i), next);
            }
            geometry.write(i, sum, gradient);
        }
    }

    /** Finds what pulls item i: v_ij. */
    private void collect(int i) {
        pulling.count = 0;
        weights.collect(i, pulling);
        for (int next = 0; next < pulling.count; next++) {
            lengths[next] = distances[i * geometry.size() + pulling.items[next]];
        }
        geometry.distance().timesSlope(pulling.weights, lengths, pulling.count);
        while (pulling.count % 4 != 0) {
            pulling.add(i, 0); // an item does not pull itself
        }
    }

    private void addFour(float[] x, int next) {
        float[] sum = this.sum;
        int[] items = pulling.items;
        float[] xj = geometry.point(items[next]);
        float[] xk = geometry.point(items[next + 1]);
        float[] xl = geometry.point(items[next + 2]);
        float[] xm = geometry.point(items[next + 3]);
        float vj = pulling.weights[next];
        float vk = pulling.weights[next + 1];
        float vl = pulling.weights[next + 2];
        float vm = pulling.weights[next + 3];
        for (int c = 0; c < sum.length; c++) { // so simple that the compiler vectorizes it
            float two = vj * (x[c] - xj[c]) + vk * (x[c] - xk[c]);
            sum[c] += two + vl * (x[c] - xl[c]) + vm * (x[c] - xm[c]);
        }
    }
}
