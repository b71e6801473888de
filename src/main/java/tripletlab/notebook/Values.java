package tripletlab.notebook;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Numbers or booleans in any number of dimensions, to be compared place by place. They stay where
 * they are and are read in blocks, so that large arrays are not in memory twice.
 *
 * @param shape the size of each dimension; none for a single number
 * @param logical whether they are booleans
 * @param source gives some of them, row by row; 1 for true, 0 for false
 */
record Values(Shape shape, boolean logical, Source source) {
    private static final int BLOCK = 1 << 18;

    /** Some of the values: {@code count} of them, from one on. */
    interface Source {
        double[] read(long from, int count);
    }

    /**
     * Of a number, a boolean, an array of them in any number of dimensions, or an NDArray.
     *
     * @throws IllegalArgumentException if it is something else, or has rows of different lengths
     */
    static Values of(String what, Object value) {
        if (value instanceof NDArray array) {
            boolean logical = array.getDataType() == DataType.BOOLEAN;
            return new Values(array.getShape(), logical, (from, count) -> read(array, from, count));
        }
        Shape shape = new Shape(sizes(what, value));
        return new Values(
                shape, isLogical(value), (from, count) -> read(value, shape, from, count));
    }

    /** The first place where these values are farther from the expected ones than allowed. */
    Optional<Place> firstWrong(Values expected, double tolerance) {
        return wrong(expected, tolerance).boxed().findFirst().map(i -> place(i, expected));
    }

    /** How many places are wrong. */
    long countWrong(Values expected, double tolerance) {
        return wrong(expected, tolerance).count();
    }

    /** How many values there are. */
    long size() {
        return shape.size();
    }

    /** All values of a small array. */
    double[] flat() {
        return source.read(0, Math.toIntExact(size()));
    }

    /** One of the values as text. */
    String text(double value) {
        return logical ? String.valueOf(value != 0) : Numbers.text(value);
    }

    private LongStream wrong(Values expected, double tolerance) {
        return LongStream.range(0, (size() + BLOCK - 1) / BLOCK)
                .map(block -> block * BLOCK)
                .flatMap(
                        from -> {
                            int count = (int) Math.min(BLOCK, size() - from);
                            double[] values = source.read(from, count);
                            double[] wanted = expected.source.read(from, count);
                            return IntStream.range(0, count)
                                    .filter(i -> isWrong(values[i], wanted[i], tolerance))
                                    .mapToLong(i -> from + i);
                        });
    }

    private static boolean isWrong(double value, double expected, double tolerance) {
        boolean equal = Double.compare(value, expected) == 0;
        return !equal && !(Math.abs(value - expected) <= tolerance); // NaN is near nothing
    }

    private Place place(long position, Values expected) {
        int[] index = new int[shape.dimension()];
        long rest = position;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = (int) (rest % shape.get(axis));
            rest /= shape.get(axis);
        }
        double value = source.read(position, 1)[0];
        return new Place(index, value, expected.source.read(position, 1)[0]);
    }

    /** Cut in the engine, along the first axis on which these values have several places. */
    private static double[] read(NDArray array, long from, int count) {
        NDIndex rows = new NDIndex();
        long below = array.size();
        long rest = from;
        boolean several = false;
        for (int axis = 0; axis < array.getShape().dimension() && !several; axis++) {
            below /= array.getShape().get(axis);
            long first = rest / below;
            long last = (rest + count - 1) / below;
            rows.addSliceDim(first, last + 1);
            rest -= first * below;
            several = last > first;
        }
        try (NDArray whole = rows.getRank() == 0 ? array.duplicate() : array.get(rows);
                NDArray flat = whole.flatten(); // a copy in MXNet, so of few values
                NDArray part = flat.get(new NDIndex("{}:{}", rest, rest + count))) {
            switch (part.getDataType()) {
                case BOOLEAN:
                    boolean[] values = part.toBooleanArray();
                    return IntStream.range(0, count).mapToDouble(i -> values[i] ? 1 : 0).toArray();
                case FLOAT16, FLOAT32:
                    float[] floats = part.toFloatArray();
                    return IntStream.range(0, count).mapToDouble(i -> floats[i]).toArray();
                default:
                    return Arrays.stream(part.toArray()).mapToDouble(Number::doubleValue).toArray();
            }
        }
    }

    private static double[] read(Object value, Shape shape, long from, int count) {
        double[] values = new double[count];
        if (shape.dimension() == 0) {
            values[0] = number(value);
            return values;
        }
        long width = shape.getLastDimension();
        for (int i = 0; i < count; ) {
            Object row = row(value, shape, (from + i) / width);
            int at = (int) ((from + i) % width);
            for (; at < width && i < count; at++, i++) {
                values[i] =
                        row instanceof float[] floats
                                ? floats[at]
                                : row instanceof double[] doubles
                                        ? doubles[at]
                                        : number(Array.get(row, at));
            }
        }
        return values;
    }

    /** One of the arrays in an array that hold values. */
    private static Object row(Object value, Shape shape, long number) {
        Object row = value;
        long below = shape.size() / shape.getLastDimension(); // rows in each part
        long rest = number;
        for (int axis = 0; axis < shape.dimension() - 1; axis++) {
            below /= shape.get(axis);
            row = Array.get(row, (int) (rest / below));
            rest %= below;
        }
        return row;
    }

    private static double number(Object value) {
        return value instanceof Boolean logical ? logical ? 1 : 0 : ((Number) value).doubleValue();
    }

    private static long[] sizes(String what, Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return new long[0];
        }
        requireArray(what, value);
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

    private static void requireArray(String what, Object value) {
        if (value == null || !value.getClass().isArray()) {
            throw new IllegalArgumentException(
                    "%s is %s, expected numbers, booleans, arrays of them, or an NDArray"
                            .formatted(
                                    what, value == null ? null : value.getClass().getSimpleName()));
        }
    }

    private static boolean isLogical(Object value) {
        Class<?> type = value.getClass();
        while (type.isArray()) {
            type = type.getComponentType();
        }
        return type == boolean.class || type == Boolean.class;
    }
}
