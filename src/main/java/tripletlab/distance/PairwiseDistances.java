package tripletlab.distance;

/**
 * Distances from a few items to all: inner loops run over items, so that the compiler vectorizes
 * them.
 */
final class PairwiseDistances {

    private final Geometry geometry;
    private final int top; // the first item
    private final int count; // how many
    private final float[][] rows; // (count, B), with one to spare where the count is odd

    private PairwiseDistances(Geometry geometry, int top, int count) {
        this.geometry = geometry;
        this.top = top;
        this.count = count;
        this.rows = new float[count + count % 2][geometry.size()];
    }

    /** (B, B): right of the diagonal computed, left of it copied. */
    static float[] matrix(Geometry geometry) {
        int size = geometry.size();
        float[] matrix = new float[size * size];
        geometry.forEachBlock(
                matrix.length,
                (from, to) -> {
                    PairwiseDistances few = new PairwiseDistances(geometry, from, to - from);
                    few.compute(true);
                    few.write(matrix);
                });
        return matrix;
    }

    /** (B): from one item to all. */
    static float[] row(Geometry geometry, int i) {
        PairwiseDistances one = new PairwiseDistances(geometry, i, 1);
        one.compute(false);
        return one.rows[0];
    }

    /** Computes all distances, or of each item only those to itself and the items after it. */
    private void compute(boolean rightOnly) {
        for (int k = 0; k < geometry.columns(); k += 2) { // two columns for all rows, read once
            float[] x = geometry.column(k);
            float[] y = geometry.column(k + 1);
            for (int r = 0; r < count; r += 2) {
                addSquares(x, y, r, rightOnly ? top + r : 0);
            }
        }
        for (float[] row : rows) {
            geometry.distance().fromSquares(row, rightOnly ? top : 0, row.length);
        }
    }

    /**
     * Adds (x_i − x_j)² + (y_i − y_j)² to row r for each j from first on, and to the next for h.
     */
    private void addSquares(float[] x, float[] y, int r, int first) {
        int i = top + r;
        int h = Math.min(i + 1, x.length - 1);
        float[] sums = rows[r];
        float[] others = rows[r + 1];
        float xi = x[i];
        float yi = y[i];
        float xh = x[h];
        float yh = y[h];
        for (int j = first; j < x.length; j++) {
            float dx = xi - x[j];
            float dy = yi - y[j];
            sums[j] += dx * dx + dy * dy;
            float ex = xh - x[j];
            float ey = yh - y[j];
            others[j] += ex * ex + ey * ey;
        }
    }

    /** Writes each row from its diagonal on, and across, as the matrix is symmetric. */
    private void write(float[] matrix) {
        int size = geometry.size();
        for (int r = 0; r < count; r++) {
            int i = top + r;
            System.arraycopy(rows[r], i, matrix, i * size + i, size - i);
        }
        for (int j = top + 1; j < size; j++) {
            int across = Math.min(j - top, count);
            for (int r = 0; r < across; r++) {
                matrix[j * size + top + r] = rows[r][j];
            }
        }
    }
}
