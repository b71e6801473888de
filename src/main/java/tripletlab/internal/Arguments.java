package tripletlab.internal;

import java.util.Locale;

/** Refuses wrong arguments: each kind of them in the same words everywhere. */
public final class Arguments {

    private static final double SHORTEST = 1e-30;

    private Arguments() {}

    /**
     * What must hold of arguments. Where it is asked often, an {@code if} is faster, as the values
     * are boxed even if all is well.
     *
     * @param message with the values as in {@link String#format}, the same in every locale
     */
    public static void require(boolean holds, String message, Object... values) {
        if (!holds) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, message, values));
        }
    }

    /** Anything but null. */
    public static <T> T requireNonNull(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        return value;
    }

    /** Two columns of a table, or coordinates of a curve. */
    public static void requireSameLength(String name, int length, String other, int expected) {
        String message = "%s has length %d, expected %d as %s has";
        require(length == expected, message, name, length, expected, other);
    }

    /** A whole number from {@code least} on. */
    public static int requireAtLeast(String name, int value, int least) {
        require(value >= least, "%s is %d, expected %d or more", name, value, least);
        return value;
    }

    /** At least one of something, and not too many. */
    public static void requireCount(String name, int length, int most) {
        String message = "%s has length %d, expected 1 to %d";
        require(length >= 1 && length <= most, message, name, length, most);
    }

    /** Finite as a float and not below 0; rounded to a float, as distances are. */
    public static double requireMargin(double margin) {
        boolean finite = margin >= 0 && margin <= Float.MAX_VALUE;
        require(finite, "margin is %s, expected a finite number, 0 or more", margin);
        return (float) margin;
    }

    /**
     * Rows of the same number of columns, at least one of both.
     *
     * @return the number of columns
     */
    public static int requireRectangular(String name, float[][] rows) {
        requireNonNull(name, rows);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == null) {
                throw new IllegalArgumentException("%s[%d] is null".formatted(name, i));
            }
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException(
                        "%s has %d numbers in row %d, expected %d as in row 0"
                                .formatted(name, rows[i].length, i, rows[0].length));
            }
        }
        boolean empty = rows.length == 0 || rows[0].length == 0;
        require(!empty, "%s is empty, expected rows of numbers", name);
        return rows[0].length;
    }

    /**
     * A row long enough to have a direction. The gradient of a cosine is at most √D / length for
     * each pair, so that from this length on it fits a float for some 10⁸ pairs; below 1e-38 the
     * numbers of a row have not even all digits of a float.
     */
    public static void requireDirection(String name, double length, int row) {
        if (length < SHORTEST) {
            String found =
                    length == 0
                            ? "only zeros in row %d".formatted(row)
                            : "length %s in row %d, expected %s or more"
                                    .formatted((float) length, row, SHORTEST);
            throw new IllegalArgumentException(
                    name + " has " + found + "; the cosine distance needs a direction in each row");
        }
    }

    /** A place among {@code size}. */
    public static void requireIndex(String name, int index, int size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "%s is %d, expected 0 to %d".formatted(name, index, size - 1));
        }
    }
}
