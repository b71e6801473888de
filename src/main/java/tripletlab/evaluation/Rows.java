package tripletlab.evaluation;

import tripletlab.internal.Arguments;

/** Checks of arrays of embeddings, and of the labels and numbers that come with them. */
final class Rows {

    private Rows() {}

    static void requireFinite(String name, float[][] rows) {
        Arguments.requireRectangular(name, rows);
        for (int i = 0; i < rows.length; i++) {
            for (float value : rows[i]) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "%s has %s in row %d, expected finite numbers"
                                    .formatted(name, value, i));
                }
            }
        }
    }

    /** Finite, and so small that no squared distance overflows a float. */
    static void requireMeasurable(String name, float[][] rows) {
        requireFinite(name, rows);
        for (int i = 0; i < rows.length; i++) {
            double squares = sumOfSquares(rows[i]);
            Arguments.require(
                    squares < Float.MAX_VALUE / 4,
                    "%s has length %s in row %d, expected rows whose squared distances fit a float",
                    name,
                    (float) Math.sqrt(squares),
                    i);
        }
    }

    static double sumOfSquares(float[] row) {
        double squares = 0;
        for (float value : row) {
            squares += (double) value * value;
        }
        return squares;
    }

    /** Rows that are compared with others of a dimension. */
    static void requireDimension(String name, float[][] rows, int dimension) {
        String message = "%s has rows of length %d, expected %d as fitted";
        Arguments.require(rows[0].length == dimension, message, name, rows[0].length, dimension);
    }

    /** How many nearest are wanted. */
    static void requireCount(int k, int most) {
        String message = "k is %d, expected 1 to %d, the number of items to look at";
        Arguments.require(k >= 1 && k <= most, message, k, most);
    }
}
