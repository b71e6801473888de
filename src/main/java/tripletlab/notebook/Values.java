package tripletlab.notebook;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.stream.LongStream;
import tripletlab.internal.Arguments;

/**
 * Numbers or booleans in any number of dimensions. They stay where they are and are read in parts,
 * so that a large array is not in Java's memory as well.
 *
 * @param source a number, a boolean, an array of them in any number of dimensions, or an NDArray
 * @param shape the size of each dimension; none for a single number
 * @param logical whether they are booleans
 */
record Values(Object source, Shape shape, boolean logical) {

    /**
     * Names what it cannot read.
     *
     * @throws IllegalArgumentException if it is something else, or has rows of different lengths
     */
    static Values of(String what, Object value) {
        if (value instanceof NDArray array) {
            return new Values(value, array.getShape(), array.getDataType() == DataType.BOOLEAN);
        }
        Shape shape = new Shape(sizes(what, value));
        Class<?> type = value.getClass();
        while (type.isArray()) {
            type = type.getComponentType();
        }
        return new Values(value, shape, type == boolean.class || type == Boolean.class);
    }

    /** Some of the values, row by row; 1 for true, 0 for false. */
    double[] read(long from, int count) {
        if (source instanceof NDArray array) {
            return read(array, from, count);
        }
        return LongStream.range(from, from + count).mapToDouble(this::element).toArray();
    }

    /** All values of a small array. */
    double[] all() {
        return read(0, Math.toIntExact(shape.size()));
    }

    /** One of the values as text. */
    String text(double value) {
        return logical ? String.valueOf(value != 0) : NumberText.text(value);
    }

    /** The first value as text. */
    String first() {
        return text(read(0, 1)[0]);
    }

    /** Cuts the rows that hold them in the engine first, which copies an array to flatten it. */
    private static double[] read(NDArray array, long from, int count) {
        boolean single = array.getShape().dimension() == 0;
        long width = single ? 1 : array.size() / array.getShape().get(0);
        long first = from / width;
        long last = (from + count - 1) / width;
        long rest = from - first * width;
        try (NDArray rows = single ? array.duplicate() : array.get("{}:{}", first, last + 1);
                NDArray flat = rows.flatten();
                NDArray part = flat.get(new NDIndex("{}:{}", rest, rest + count));
                NDArray numbers = part.toType(DataType.FLOAT64, true)) {
            if (part.getDataType() == DataType.INT64) {
                LongStream.of(part.toLongArray()).forEach(Values::requireExact);
            }
            return numbers.toDoubleArray();
        }
    }

    private double element(long position) {
        Object part = source;
        long rest = position;
        long size = shape.size();
        for (long length : shape.getShape()) {
            size /= length;
            part = Array.get(part, (int) (rest / size));
            rest %= size;
        }
        Object number = part instanceof Boolean holds ? holds ? 1 : 0 : part;
        if (number instanceof Long whole) {
            requireExact(whole);
        }
        return ((Number) number).doubleValue();
    }

    /** Two integers that become one double would be called equal. */
    private static void requireExact(long whole) {
        boolean exact = (long) (double) whole == whole;
        Arguments.require(exact, "value is %d, expected integers that a double can hold", whole);
    }

    private static long[] sizes(String what, Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return new long[0];
        }
        if (value == null || !value.getClass().isArray()) {
            throw unreadable(what, value);
        }
        int length = Array.getLength(value);
        if (value.getClass().getComponentType().isPrimitive() && !(value instanceof char[])) {
            return new long[] {length};
        }
        long[] inner = length == 0 ? new long[0] : sizes(what, Array.get(value, 0));
        for (int i = 1; i < length; i++) {
            if (!Arrays.equals(inner, sizes(what, Array.get(value, i)))) {
                throw new IllegalArgumentException(what + " has rows of different lengths");
            }
        }
        return LongStream.concat(LongStream.of(length), LongStream.of(inner)).toArray();
    }

    private static IllegalArgumentException unreadable(String what, Object value) {
        Object found = value == null ? null : value.getClass().getSimpleName();
        return new IllegalArgumentException(
                "%s is %s, expected numbers, booleans, arrays of them, or an NDArray"
                        .formatted(what, found));
    }
}
