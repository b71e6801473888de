package tripletlab.distance;

import java.util.Arrays;

/**
 * From weights of distances to a gradient of points: {@code g_i = Σ_j v_ij (x_i − x_j)} with {@code
 * v_ij = (w_ij + w_ji) s(d_ij)}. Works on a strip of items i whose sums stay in the cache, and
 * against a few items j at a time; inner loops run over i, so that the compiler vectorizes them.
 */
final class PairwiseGradient {

    private static final int FEW = 32; // fewer than one pair in so many is done one by one
    private static final int STRIP = 256; // items i in a strip
    private static final int ROWS = 32; // items j at a time

    private final Geometry geometry;
    private final float[] distances; // (B, B)
    private final float[] weights; // (B, B)
    private final float[] gradient; // (B, D)
    private final int start;
    private final int width;
    private final float[][] columns; // (D, width): x_i
    private final float[][] sums; // (D, width): Σ_j
    private final float[][] factors; // (ROWS + 1, width): v_ij, then zeros

    private PairwiseGradient(
            Geometry geometry, float[] distances, float[] weights, float[] gradient, int start) {
        this.geometry = geometry;
        this.distances = distances;
        this.weights = weights;
        this.gradient = gradient;
        this.start = start;
        this.width = Math.min(STRIP, geometry.size() - start);
        this.columns = new float[geometry.dimension()][];
        this.sums = new float[columns.length][width];
        this.factors = new float[ROWS + 1][width];
        for (int k = 0; k < columns.length; k++) {
            columns[k] = Arrays.copyOfRange(geometry.column(k), start, start + width);
        }
    }

    /** (B, D); where few weights are not 0, pair by pair. */
    static float[] of(Geometry geometry, float[] distances, float[] weights) {
        int size = geometry.size();
        float[] gradient = new float[size * geometry.dimension()];
        int few = weights.length / FEW;
        int[] pairs = nonZero(weights, few);
        if (pairs.length < few) {
            for (int pair : pairs) {
                float pull = weights[pair] * geometry.distance().slope(distances[pair]);
                geometry.addPull(pull, pair / size, pair % size, gradient);
            }
        } else {
            geometry.forEach(
                    (size + STRIP - 1) / STRIP,
                    strip ->
                            new PairwiseGradient(
                                            geometry, distances, weights, gradient, strip * STRIP)
                                    .run());
        }
        return gradient;
    }

    /** Where the weights are not 0: the first ones, at most so many. */
    private static int[] nonZero(float[] weights, int most) {
        int[] places = new int[most];
        int count = 0;
        for (int i = 0; i < weights.length && count < most; i++) {
            if (weights[i] != 0) {
                places[count++] = i;
            }
        }
        return Arrays.copyOf(places, count);
    }

    private void run() {
        for (int top = 0; top < geometry.size(); top += ROWS) {
            int rows = Math.min(ROWS, geometry.size() - top);
            readFactors(top, rows);
            for (int k = 0; k < columns.length; k++) {
                addRows(k, top, rows);
            }
        }
        for (int i = 0; i < width; i++) {
            for (int k = 0; k < columns.length; k++) {
                gradient[(start + i) * columns.length + k] += sums[k][i];
            }
        }
    }

    /** Reads v_ij for some j. */
    private void readFactors(int top, int rows) {
        int size = geometry.size();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(weights, (top + row) * size + start, factors[row], 0, width);
        }
        for (int i = 0; i < width; i++) {
            int across = (start + i) * size + top;
            for (int row = 0; row < rows; row++) {
                factors[row][i] += weights[across + row];
            }
        }
        for (int row = 0; row < rows; row++) {
            int across = (top + row) * size + start;
            for (int i = 0; i < width; i++) {
                factors[row][i] *= geometry.distance().slope(distances[across + i]);
            }
        }
        Arrays.fill(factors[rows], 0); // rows go in pairs
    }

    private void addRows(int k, int top, int rows) {
        float[] all = geometry.column(k);
        for (int row = 0; row < rows; row += 2) { // two at a time: half the traffic of the sums
            float first = all[top + row];
            float second = row + 1 < rows ? all[top + row + 1] : 0;
            addRows(factors[row], first, factors[row + 1], second, columns[k], sums[k]);
        }
    }

    private static void addRows(float[] v, float a, float[] w, float b, float[] x, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += v[i] * (x[i] - a) + w[i] * (x[i] - b);
        }
    }
}
