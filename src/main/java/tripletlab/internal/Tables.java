package tripletlab.internal;

import java.util.Arrays;
import java.util.List;

/** Refuses columns and tables with holes, as {@link Arguments} refuses other wrong values. */
public final class Tables {

    private Tables() {}

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

    /** Anything but null, and so are its elements if it is an array or a list, and theirs. */
    public static <T> T requireNoNulls(String name, T value) {
        Arguments.requireNonNull(name, value);
        List<?> elements =
                value instanceof Object[] array
                        ? Arrays.asList(array)
                        : value instanceof List<?> list ? list : List.of();
        for (int i = 0; i < elements.size(); i++) {
            Object element = elements.get(i);
            if (element == null || element instanceof Object[] || element instanceof List) {
                requireNoNulls(name + "[" + i + "]", element);
            }
        }
        return value;
    }
}
