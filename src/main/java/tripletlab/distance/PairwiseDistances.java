package tripletlab.distance;

/** All distances of a batch: inner loops run over items, so that the compiler vectorizes them. */
final class PairwiseDistances {

    private static final int TILE = 64; // rows and columns that are mirrored at a time

    private PairwiseDistances() {}

    /** (B, B): right of the diagonal computed, two rows at a time; left of it copied. */
    static float[] matrix(Geometry geometry) {
        int size = geometry.size();
        float[] matrix = new float[size * size];
        geometry.forEach(
                (size + 1) / 2,
                pair -> {
                    int i = 2 * pair;
                    int h = Math.min(i + 1, size - 1);
                    float[][] rows = twoRows(geometry, i, h, i);
                    System.arraycopy(rows[0], i, matrix, i * size + i, size - i);
                    System.arraycopy(rows[1], i, matrix, h * size + i, size - i);
                });
        geometry.forEach((size + TILE - 1) / TILE, block -> mirror(matrix, size, block * TILE));
        return matrix;
    }

    /** (B): from one item to all. */
    static float[] row(Geometry geometry, int i) {
        return twoRows(geometry, i, i, 0)[0];
    }

    /** The distances from i and from h to all from {@code first} on. */
    private static float[][] twoRows(Geometry geometry, int i, int h, int first) {
        float[][] rows = new float[2][geometry.size()];
        for (int k = 0; k < geometry.columns(); k += 2) { // four differences for a sum read once
            addSquares(geometry.column(k), geometry.column(k + 1), i, h, first, rows);
        }
        for (float[] row : rows) {
            geometry.distance().fromSquares(row, first, row.length);
        }
        return rows;
    }

    /** Adds (x_i − x_j)² + (y_i − y_j)² for each j, and the same for h. */
    private static void addSquares(float[] x, float[] y, int i, int h, int first, float[][] rows) {
        float[] sums = rows[0];
        float[] others = rows[1];
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

    /** Copies what is right of the diagonal to the left of it, in the rows of one block. */
    private static void mirror(float[] matrix, int size, int top) {
        int bottom = Math.min(top + TILE, size);
        for (int left = 0; left < bottom; left += TILE) {
            for (int i = top; i < bottom; i++) {
                int right = Math.min(left + TILE, i);
                for (int j = left; j < right; j++) {
                    matrix[i * size + j] = matrix[j * size + i];
                }
            }
        }
    }
}
