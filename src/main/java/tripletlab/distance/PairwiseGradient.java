package tripletlab.distance;

/**
 * From weights of distances to a gradient of points: {@code g_i = Σ_j v_ij (x_i − x_j)} with {@code
 * v_ij = (w_ij + w_ji) s(d_ij)}. Items j that do not pull are left out; the others go four at a
 * time, so that g_i is read and written once for all four.
 */
final class PairwiseGradient {

    private static final int TILE = 64; // rows and columns that are mirrored at a time

    private final Geometry geometry;
    private final float[] pulls; // (B, B): v_ij

    private PairwiseGradient(Geometry geometry, float[] pulls) {
        this.geometry = geometry;
        this.pulls = pulls;
    }

    /** (B, D). */
    static float[][] of(Geometry geometry, float[] distances, float[] weights) {
        int size = geometry.size();
        float[] pulls = new float[size * size];
        int blocks = (size + TILE - 1) / TILE;
        geometry.forEach(blocks, block -> readPulls(geometry, distances, weights, block, pulls));
        PairwiseGradient all = new PairwiseGradient(geometry, pulls);
        float[][] gradient = new float[size][geometry.dimension()];
        geometry.forEach(size, i -> all.add(i, gradient[i]));
        return gradient;
    }

    /** Reads v_ij for the rows of one block, tile by tile because of the weights across. */
    private static void readPulls(
            Geometry geometry, float[] distances, float[] weights, int block, float[] pulls) {
        int size = geometry.size();
        int bottom = Math.min(block * TILE + TILE, size);
        for (int left = 0; left < size; left += TILE) {
            int right = Math.min(left + TILE, size);
            for (int i = block * TILE; i < bottom; i++) {
                for (int j = left; j < right; j++) {
                    pulls[i * size + j] = weights[j * size + i];
                }
            }
        }
        for (int k = block * TILE * size; k < bottom * size; k++) {
            pulls[k] = (pulls[k] + weights[k]) * geometry.distance().slope(distances[k]);
        }
    }

    /** Adds g_i. */
    private void add(int i, float[] gradient) {
        int size = geometry.size();
        int[] pulling = new int[size + 3];
        int count = 0;
        for (int j = 0; j < size; j++) {
            if (pulls[i * size + j] != 0) {
                pulling[count++] = j;
            }
        }
        for (int rest = 0; rest < 3; rest++) {
            pulling[count + rest] = i; // an item does not pull itself
        }
        for (int next = 0; next < count; next += 4) {
            addFour(i, pulling, next, gradient);
        }
    }

    private void addFour(int i, int[] pulling, int next, float[] gradient) {
        int j = pulling[next];
        int k = pulling[next + 1];
        int l = pulling[next + 2];
        int m = pulling[next + 3];
        int row = i * geometry.size();
        float[] x = geometry.point(i);
        float[] xj = geometry.point(j);
        float[] xk = geometry.point(k);
        float[] xl = geometry.point(l);
        float[] xm = geometry.point(m);
        float vj = pulls[row + j];
        float vk = pulls[row + k];
        float vl = pulls[row + l];
        float vm = pulls[row + m];
        for (int c = 0; c < gradient.length; c++) { // so simple that the compiler vectorizes it
            float two = vj * (x[c] - xj[c]) + vk * (x[c] - xk[c]);
            gradient[c] += two + vl * (x[c] - xl[c]) + vm * (x[c] - xm[c]);
        }
    }
}
