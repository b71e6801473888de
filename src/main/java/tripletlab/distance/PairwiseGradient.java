package tripletlab.distance;

import java.util.Arrays;

/**
 * From weights of distances to a gradient of points: {@code g_i = Σ_j v_ij (x_i − x_j)} with {@code
 * v_ij = (w_ij + w_ji) s(d_ij)}. Works on a strip of items i whose sums stay in the cache, and
 * against a few items j at a time; inner loops run over i, so that the compiler vectorizes them.
 */
final class PairwiseGradient {

    /** Items i in a strip. */
    static final int STRIP = 256;

    private static final int ROWS = 32; // items j at a time
    private static final int SPARSE = 16; // fewer than one in so many is done one by one

    private final Geometry geometry;
    private final float[] distances; // (B, B)
    private final float[] weights; // (B, B)
    private final float[] gradient; // (B, D)
    private final int start;
    private final int width;
    private final float[][] columns; // (D, width): x_i
    private final float[][] sums; // (D, width): Σ_j
    private final float[][] factors; // (ROWS + 1, width): v_ij, and zeros below
    private final int[] items = new int[ROWS + 1]; // j of each row of factors

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

    /** Adds to the gradient's rows from start on, as many as a strip has. */
    static void addStrip(
            Geometry geometry, float[] distances, float[] weights, float[] gradient, int start) {
        new PairwiseGradient(geometry, distances, weights, gradient, start).run();
    }

    private void run() {
        for (int top = 0; top < geometry.size(); top += ROWS) {
            int rows = readFactors(top, Math.min(ROWS, geometry.size() - top));
            for (int k = 0; k < columns.length; k++) {
                addRows(k, rows);
            }
        }
        for (int i = 0; i < width; i++) {
            for (int k = 0; k < columns.length; k++) {
                gradient[(start + i) * columns.length + k] += sums[k][i];
            }
        }
    }

    /**
     * Reads v_ij for some j; rows that are mostly 0 are done at once. Returns how many are left.
     */
    private int readFactors(int top, int count) {
        int size = geometry.size();
        for (int row = 0; row < count; row++) {
            System.arraycopy(weights, (top + row) * size + start, factors[row], 0, width);
        }
        for (int i = 0; i < width; i++) {
            int across = (start + i) * size + top;
            for (int row = 0; row < count; row++) {
                factors[row][i] += weights[across + row];
            }
        }
        int kept = 0;
        for (int row = 0; row < count; row++) {
            if (timesSlope(factors[row], top + row) * SPARSE < width) {
                addOneByOne(factors[row], top + row);
            } else {
                float[] full = factors[row];
                factors[row] = factors[kept];
                factors[kept] = full;
                items[kept++] = top + row;
            }
        }
        if (kept % 2 != 0) { // rows go in pairs
            Arrays.fill(factors[kept], 0);
        }
        return kept;
    }

    /** Multiplies weights of distances to j by s(d); returns how many are not 0. */
    private int timesSlope(float[] row, int j) {
        int others = 0;
        int across = j * geometry.size() + start;
        for (int i = 0; i < width; i++) {
            if (row[i] != 0) {
                row[i] *= geometry.distance().slope(distances[across + i]);
                others++;
            }
        }
        return others;
    }

    private void addOneByOne(float[] row, int j) {
        for (int i = 0; i < width; i++) {
            if (row[i] != 0) {
                geometry.addDifference(row[i], start + i, j, gradient);
            }
        }
    }

    private void addRows(int k, int rows) {
        for (int row = 0; row < rows; row += 2) { // two at a time: half the traffic of the sums
            float first = geometry.column(k)[items[row]];
            float second = geometry.column(k)[items[row + 1]];
            addRows(factors[row], first, factors[row + 1], second, columns[k], sums[k]);
        }
    }

    private static void addRows(float[] v, float a, float[] w, float b, float[] x, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += v[i] * (x[i] - a) + w[i] * (x[i] - b);
        }
    }
}
