package tripletlab.evaluation;

import java.util.Arrays;

/**
 * Items in tiles of a few hundred, column by column, so that a tile stays in the processor's cache
 * while many queries pass it and loops run over items, which the compiler vectorizes.
 */
final class Tiles {

    /**
     * Items in a tile, but the last: shorter loops cost more overhead, longer ones leave caches.
     */
    static final int WIDTH = 512;

    private final float[][][] tiles; // (tiles, D, WIDTH), with a column of zeros where D is odd
    private final int size;
    private final int dimension;

    Tiles(float[][] rows) {
        size = rows.length;
        dimension = rows[0].length;
        tiles = new float[(size + WIDTH - 1) / WIDTH][][];
        Arrays.setAll(tiles, t -> columns(rows, t * WIDTH));
    }

    private static float[][] columns(float[][] rows, int first) {
        int width = Math.min(WIDTH, rows.length - first);
        int dimension = rows[0].length;
        float[][] columns = new float[dimension + dimension % 2][width];
        for (int j = 0; j < width; j++) {
            for (int k = 0; k < dimension; k++) {
                columns[k][j] = rows[first + j][k];
            }
        }
        return columns;
    }

    /** N. */
    int size() {
        return size;
    }

    /** D. */
    int dimension() {
        return dimension;
    }

    int count() {
        return tiles.length;
    }

    int width(int tile) {
        return tiles[tile][0].length;
    }

    /**
     * Squared distances from a query to the items of a tile. The order of the additions does not
     * depend on the tile, so equal items are at exactly the same distance wherever they stand.
     */
    void squaredDistances(float[] query, int tile, float[] sums) {
        float[][] columns = tiles[tile];
        Arrays.fill(sums, 0);
        for (int k = 0; k < columns.length; k += 2) { // two differences for a sum read once
            float y = k + 1 < dimension ? query[k + 1] : 0;
            addSquares(columns[k], columns[k + 1], query[k], y, sums);
        }
    }

    private static void addSquares(float[] xs, float[] ys, float x, float y, float[] sums) {
        for (int j = 0; j < xs.length; j++) {
            float dx = xs[j] - x;
            float dy = ys[j] - y;
            sums[j] += dx * dx + dy * dy;
        }
    }
}
