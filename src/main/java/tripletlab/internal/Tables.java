package tripletlab.internal;

import java.util.Arrays;
import java.util.List;

/** Refuses columns and tables with holes, as {@link Arguments} refuses other wrong values. */
public final class Tables {

    private Tables() {}

    /** At least one value, all of them finite. */
    public static void requireFinite(String name, double[] values) {
        Arguments.require(values.length > 0, "%s is empty, expected at least one value", name);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "%s is %s at %d, expected finite numbers".formatted(name, values[i], i));
            }
        }
    }

    /** Each row as long as there are rows, and at least one. */
    public static void requireSquare(String name, double[][] rows) {
        Arguments.require(rows.length > 0, "%s is empty, expected at least one row", name);
        for (int i = 0; i < rows.length; i++) {
            String message = "%s has %d values in row %d, expected %d as there are rows";
            int length = rows[i].length;
            Arguments.require(length == rows.length, message, name, length, i, rows.length);
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
