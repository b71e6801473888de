package tripletlab.evaluation;

import tripletlab.data.Labels;

/** Checks the rows of a matrix and what belongs to them. */
final class Rows {

    private Rows() {}

    static void requireFinite(String name, float[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException(name + " is empty, expected rows of numbers");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException(
                        String.format(
                                "%s has %d numbers in row %d, expected %d as in row 0",
                                name, rows[i].length, i, rows[0].length));
            }
            for (float value : rows[i]) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(
                            String.format(
                                    "%s has %s in row %d, expected finite numbers",
                                    name, value, i));
                }
            }
        }
    }

    /** Finite, and so small that no squared distance overflows a float. */
    static void requireMeasurable(String name, float[][] rows) {
        requireFinite(name, rows);
        for (int i = 0; i < rows.length; i++) {
            double squares = 0;
            for (float value : rows[i]) {
                squares += (double) value * value;
            }
            if (!(squares < Float.MAX_VALUE / 4)) {
                throw new IllegalArgumentException(
                        String.format(
                                "%s has length %s in row %d, expected rows whose squared"
                                        + " distances fit a float",
                                name, (float) Math.sqrt(squares), i));
            }
        }
    }

    /** The length of a row, which is not 0. */
    static double requireDirection(String name, float[] row, int i) {
        double squares = 0;
        for (float value : row) {
            squares += (double) value * value;
        }
        if (squares == 0) {
            throw new IllegalArgumentException(
                    String.format("%s is 0 in row %d, expected rows with a direction", name, i));
        }
        return Math.sqrt(squares);
    }

    /** Rows that are compared with others of a dimension. */
    static void requireDimension(String name, float[][] rows, int dimension) {
        if (rows[0].length != dimension) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s has rows of length %d, expected %d as fitted",
                            name, rows[0].length, dimension));
        }
    }

    static void requireLabels(int[] labels, String name, float[][] rows) {
        Labels.requireOneForEach(labels, rows.length, "row of " + name);
    }

    /** How many nearest are wanted. */
    static void requireCount(int k, int most) {
        if (k < 1 || k > most) {
            throw new IllegalArgumentException(
                    String.format(
                            "k is %d, expected 1 to %d, the number of items to look at", k, most));
        }
    }
}
