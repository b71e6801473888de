package tripletlab.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads labels of any integer or floating-point type into class numbers 0, 1, 2, … */
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
        Shape shape = labels.getShape();
        boolean column = shape.dimension() == 2 && shape.get(1) == 1;
        if ((shape.dimension() != 1 && !column) || shape.get(0) != size) {
            throw new IllegalArgumentException(
                    String.format(
                            "labels has shape %s, expected (%d) or (%2$d, 1): one for each"
                                    + " embedding",
                            shape, size));
        }
        return classes(bits(labels));
    }

    /**
     * Numbers the classes of a batch in the order in which they first appear.
     *
     * @param labels B of them
     * @return B class numbers, the same where the labels are the same
     */
    public static int[] classes(int[] labels) {
        return classes(Arrays.stream(labels).asLongStream().toArray());
    }

    private static int[] classes(long[] labels) {
        Map<Long, Integer> numbers = new HashMap<>();
        int[] classes = new int[labels.length];
        for (int i = 0; i < classes.length; i++) {
            Integer next = numbers.size();
            Integer known = numbers.putIfAbsent(labels[i], next);
            classes[i] = known == null ? next : known;
        }
        return classes;
    }

    /** A number for each label, the same where the labels are the same. */
    private static long[] bits(NDArray labels) {
        DataType type = labels.getDataType();
        if (type.isBoolean() || (!type.isInteger() && !type.isFloating())) {
            throw new IllegalArgumentException(
                    "labels is of type " + type + ", expected an integer or floating-point type");
        }
        if (type == DataType.INT64) {
            return labels.toLongArray(); // a double would merge labels beyond 2^53
        }
        if (type == DataType.INT32) {
            return Arrays.stream(labels.toIntArray()).asLongStream().toArray();
        }
        double[] values = doubles(labels);
        long[] bits = new long[values.length];
        for (int i = 0; i < bits.length; i++) {
            if (Double.isNaN(values[i])) {
                throw new IllegalArgumentException("labels has NaN in row " + i);
            }
            bits[i] = Double.doubleToLongBits(values[i] + 0.0); // −0 + 0 is 0: one class
        }
        return bits;
    }

    private static double[] doubles(NDArray labels) {
        if (labels.getDataType() == DataType.FLOAT32) {
            float[] values = labels.toFloatArray();
            double[] wide = new double[values.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = values[i];
            }
            return wide;
        }
        try (NDArray wide = labels.toType(DataType.FLOAT64, true)) {
            return wide.toDoubleArray();
        }
    }
}
