package tripletlab.mining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads labels of any integer or float type into class numbers 0, 1, 2, … */
final class Labels {

    private Labels() {}

    static int[] read(NDArray labels, int batchSize) {
        Shape shape = labels.getShape();
        boolean column = shape.dimension() == 2 && shape.get(1) == 1;
        if ((shape.dimension() != 1 && !column) || shape.get(0) != batchSize) {
            throw new IllegalArgumentException(
                    String.format(
                            "labels has shape %s, expected (%d) or (%2$d, 1): one for each"
                                    + " embedding",
                            shape, batchSize));
        }
        Number[] values = values(labels);
        Map<Number, Integer> classes = new HashMap<>();
        int[] numbers = new int[batchSize];
        for (int i = 0; i < batchSize; i++) {
            if (Double.isNaN(values[i].doubleValue())) {
                throw new IllegalArgumentException("labels has NaN in row " + i);
            }
            Integer next = classes.size();
            numbers[i] = classes.computeIfAbsent(values[i], value -> next);
        }
        return numbers;
    }

    private static Number[] values(NDArray labels) {
        DataType type = labels.getDataType();
        if (type.isBoolean() || (!type.isInteger() && !type.isFloating())) {
            throw new IllegalArgumentException(
                    "labels is of type " + type + ", expected an integer or floating-point type");
        }
        if (type == DataType.INT64) {
            long[] values = labels.toLongArray(); // a double would merge labels beyond 2^53
            return Arrays.stream(values).boxed().toArray(Number[]::new);
        }
        try (NDArray wide = labels.toType(DataType.FLOAT64, true)) {
            return Arrays.stream(wide.toDoubleArray()).boxed().toArray(Number[]::new);
        }
    }
}
