package tripletlab.internal;

import java.util.Arrays;
import java.util.List;

/** Refuses wrong arguments: each kind of them in the same words everywhere. */
public final class Arguments {
    private Arguments() {}

    /** Anything but null. */
    public static <T> T requireNonNull(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        return value;
    }

    /** Two columns of a table, or coordinates of a curve. */
    public static void requireSameLength(String name, int length, String other, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException(
                    "%s has length %d, expected %d as %s has"
                            .formatted(name, length, expected, other));
        }
    }

    /** At least one value, all of them finite. */
    public static void requireFinite(String name, double[] values) {
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
    public static void requireSquare(String name, double[][] rows) {
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
    public static int requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s is %d, expected %d or more".formatted(name, value, least));
        }
        return value;
    }

    /** Finite as a float and not below 0; rounded to a float, as distances are. */
    public static double requireMargin(double margin) {
        if (!(margin >= 0 && margin <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "margin is %s, expected a finite number, 0 or more".formatted(margin));
        }
        return (float) margin;
    }

    /** Anything but null, and so are its elements if it is an array or a list, and theirs. */
    public static <T> T requireNoNulls(String name, T value) {
        requireNonNull(name, value);
        List<?> elements =
                value instanceof Object[] array
                        ? Arrays.asList(array)
                        : value instanceof List<?> list ? list : List.of();
        for (int i = 0; i < elements.size(); i++) {
            requireNoNulls(name + "[" + i + "]", elements.get(i));
        }
        return value;
    }

    /** A place among {@code size}. */
    public static void requireIndex(String name, int index, int size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "%s is %d, expected 0 to %d".formatted(name, index, size - 1));
        }
    }
}
