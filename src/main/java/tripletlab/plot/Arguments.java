package tripletlab.plot;

/** Refuses what cannot be drawn. */
final class Arguments {
    private Arguments() {}

    /** One label for each of at least one point, none negative. */
    static void requireLabels(int[] labels, int points) {
        if (labels.length != points) {
            throw new IllegalArgumentException(
                    "labels has length %d, expected %d, one for each point"
                            .formatted(labels.length, points));
        }
        if (points == 0) {
            throw new IllegalArgumentException("labels is empty, expected at least one");
        }
        for (int label : labels) {
            DigitColors.of(label); // refuses what is negative
        }
    }

    /** Two columns of a table, or coordinates of a curve. */
    static void requireSameLength(String name, int length, String other, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException(
                    "%s has length %d, expected %d as %s has"
                            .formatted(name, length, expected, other));
        }
    }

    /** At least one value, all of them finite. */
    static void requireFinite(String name, double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException(name + " is empty, expected at least one value");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "%s is %s at %d, expected finite numbers".formatted(name, values[i], i));
            }
        }
    }

    /** Each row as long as there are rows, and at least one. */
    static void requireSquare(String name, double[][] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException(name + " is empty, expected at least one row");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows.length) {
                throw new IllegalArgumentException(
                        "%s has %d values in row %d, expected %d as there are rows"
                                .formatted(name, rows[i].length, i, rows.length));
            }
        }
    }

    /** A whole number from {@code least} on. */
    static int requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s is %d, expected %d or more".formatted(name, value, least));
        }
        return value;
    }

    /** Finite and not below 0. */
    static double requireMargin(double margin) {
        if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "margin is %s, expected a finite number, 0 or more".formatted(margin));
        }
        return margin;
    }

    /** A place among {@code size}. */
    static void requireIndex(String name, int index, int size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "%s is %d, expected 0 to %d".formatted(name, index, size - 1));
        }
    }
}
