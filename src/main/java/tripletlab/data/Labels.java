package tripletlab.data;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads labels of any integer or floating-point type, in the one way that all packages do. */
public final class Labels {

    private Labels() {}

    /**
     * Numbers the classes of a batch in the order in which they first appear.
     *
     * @param labels (B) or (B, 1), of any integer or floating-point type
     * @param size B
     * @return B class numbers, the same where the labels are the same
     * @throws IllegalArgumentException if {@code labels} is of another shape or type, or has NaN
     */
    public static int[] classes(NDArray labels, int size) {
        Shape shape = requireNonNull("labels", labels).getShape();
        boolean column = shape.dimension() == 2 && shape.get(1) == 1;
        require(
                (shape.dimension() == 1 || column) && shape.get(0) == size,
                "labels has shape %s, expected (%d) or (%2$d, 1): one for each embedding",
                shape,
                size);
        return classes(values(labels));
    }

    /**
     * Numbers the classes of a batch in the order in which they first appear.
     *
     * @param labels B of them
     * @return B class numbers, the same where the labels are the same
     */
    public static int[] classes(int[] labels) {
        requireNonNull("labels", labels);
        return classes(Arrays.stream(labels).boxed().toArray(Number[]::new));
    }

    private static int[] classes(Number[] labels) {
        Map<Number, Integer> numbers = new HashMap<>();
        int[] classes = new int[labels.length];
        for (int i = 0; i < classes.length; i++) {
            require(!Double.isNaN(labels[i].doubleValue()), "labels has NaN in row %d", i);
            numbers.putIfAbsent(labels[i], numbers.size());
            classes[i] = numbers.get(labels[i]);
        }
        return classes;
    }

    /**
     * Throws unless there is one label for each of some items.
     *
     * @param labels the labels
     * @param size how many items there are
     * @param item what an item is, such as "embedding"
     * @throws IllegalArgumentException if there are more or fewer, with both numbers
     */
    public static void requireOneForEach(int[] labels, int size, String item) {
        requireNonNull("labels", labels);
        requireNonNull("item", item);
        String message = "labels has length %d, expected %d: one for each %s";
        require(labels.length == size, message, labels.length, size, item);
    }

    /**
     * Reads labels as Java numbers, which are equal where the labels are: all of 64 bits count, and
     * −0 is 0.
     *
     * @param labels of any shape, and of any integer or floating-point type
     * @return the labels in row-major order; NaN stays NaN
     * @throws IllegalArgumentException if {@code labels} is of another type
     */
    public static Number[] values(NDArray labels) {
        DataType type = requireNonNull("labels", labels).getDataType();
        boolean numeric = !type.isBoolean() && (type.isInteger() || type.isFloating());
        require(numeric, "labels is of type %s, expected an integer or floating-point type", type);
        if (type == DataType.UINT8) {
            return Arrays.stream(labels.toUint8Array()).boxed().toArray(Number[]::new);
        }
        if (type.isInteger() || type == DataType.FLOAT32 || type == DataType.FLOAT64) {
            Number[] values = labels.toArray(); // not all as doubles: longs beyond 2^53 would merge
            Arrays.setAll(values, i -> withoutMinusZero(values[i]));
            return values;
        }
        try (NDArray wide = labels.toType(DataType.FLOAT32, true)) {
            return values(wide);
        }
    }

    private static Number withoutMinusZero(Number value) {
        if (value.equals(-0f)) {
            return 0f;
        }
        return value.equals(-0.0) ? (Number) 0.0 : value;
    }

    /**
     * Reads labels as whole numbers.
     *
     * @param labels of any shape, and of any integer or floating-point type
     * @return the labels in row-major order
     * @throws IllegalArgumentException if {@code labels} is of another type, or one of them is not
     *     a whole number that fits an {@code int}, with its row and value
     */
    public static int[] ints(NDArray labels) {
        Number[] values = values(labels);
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = values[i].intValue();
            String message = "labels has %s in row %d, expected whole numbers from −2³¹ to 2³¹ − 1";
            require(ints[i] == values[i].doubleValue(), message, values[i], i);
        }
        return ints;
    }
}
