package tripletlab.notebook;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Numbers or booleans in any number of dimensions, to be compared place by place.
 *
 * @param shape the size of each dimension; none for a single number
 * @param flat the values, row by row; 1 for true, 0 for false
 * @param logical whether they are booleans
 */
record Values(Shape shape, double[] flat, boolean logical) {

    /**
     * Reads a number, a boolean, an array of them in any number of dimensions, or an NDArray.
     *
     * @throws IllegalArgumentException if it is something else, or has rows of different lengths
     */
    static Values of(String what, Object value) {
        if (value instanceof NDArray array) {
            return of(array);
        }
        double[] flat = flat(what, value).toArray();
        return new Values(new Shape(sizes(what, value)), flat, isLogical(value));
    }

    private static Values of(NDArray array) {
        boolean logical = array.getDataType() == DataType.BOOLEAN;
        DoubleStream flat;
        if (logical) {
            boolean[] values = array.toBooleanArray();
            flat = IntStream.range(0, values.length).mapToDouble(i -> values[i] ? 1 : 0);
        } else {
            flat = Arrays.stream(array.toArray()).mapToDouble(Number::doubleValue);
        }
        return new Values(array.getShape(), flat.toArray(), logical);
    }

    /** The first place where these values are farther from the expected ones than allowed. */
    Optional<Place> firstWrong(Values expected, double tolerance) {
        return wrong(expected, tolerance).mapToObj(i -> place(i, expected)).findFirst();
    }

    /** How many places are wrong. */
    long countWrong(Values expected, double tolerance) {
        return wrong(expected, tolerance).count();
    }

    /** How many values there are. */
    int size() {
        return flat.length;
    }

    /** One of the values as text. */
    String text(double value) {
        return logical ? String.valueOf(value != 0) : Numbers.text(value);
    }

    private IntStream wrong(Values expected, double tolerance) {
        return IntStream.range(0, flat.length)
                .filter(
                        i -> {
                            boolean equal = Double.compare(flat[i], expected.flat[i]) == 0;
                            // NaN is near nothing
                            return !equal && !(Math.abs(flat[i] - expected.flat[i]) <= tolerance);
                        });
    }

    private Place place(int position, Values expected) {
        int[] index = new int[shape.dimension()];
        int rest = position;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = (int) (rest % shape.get(axis));
            rest /= (int) shape.get(axis);
        }
        return new Place(index, flat[position], expected.flat[position]);
    }

    private static long[] sizes(String what, Object value) {
        if (value == null || !value.getClass().isArray()) {
            return new long[0];
        }
        int length = Array.getLength(value);
        long[] inner = length == 0 ? new long[0] : sizes(what, Array.get(value, 0));
        for (int i = 1; i < length; i++) {
            if (!Arrays.equals(inner, sizes(what, Array.get(value, i)))) {
                throw new IllegalArgumentException(what + " has rows of different lengths");
            }
        }
        return LongStream.concat(LongStream.of(length), LongStream.of(inner)).toArray();
    }

    private static DoubleStream flat(String what, Object value) {
        if (value instanceof Number number) {
            return DoubleStream.of(number.doubleValue());
        }
        if (value instanceof Boolean logical) {
            return DoubleStream.of(logical ? 1 : 0);
        }
        if (value != null && value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> Array.get(value, i))
                    .flatMapToDouble(inner -> flat(what, inner));
        }
        throw new IllegalArgumentException(
                "%s is %s, expected numbers, booleans, arrays of them, or an NDArray"
                        .formatted(what, value == null ? null : value.getClass().getSimpleName()));
    }

    private static boolean isLogical(Object value) {
        Class<?> type = value.getClass();
        while (type.isArray()) {
            type = type.getComponentType();
        }
        return type == boolean.class || type == Boolean.class;
    }
}
