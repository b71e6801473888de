package tripletlab.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import tripletlab.data.Labels;
import tripletlab.internal.Arguments;

/** Matrices of any number type as rows of doubles. */
final class Matrices {
    private Matrices() {}

    static double[] row(String name, float[] values) {
        Arguments.requireNonNull(name, values);
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    static double[][] rows(String name, float[][] values) {
        return Arrays.stream(Arguments.requireNoNulls(name, values))
                .map(row -> row(name, row))
                .toArray(double[][]::new);
    }

    /** 1 for true and 0 for false. */
    static double[][] rows(String name, boolean[][] mask) {
        return Arrays.stream(Arguments.requireNoNulls(name, mask))
                .map(
                        row ->
                                IntStream.range(0, row.length)
                                        .mapToDouble(j -> row[j] ? 1 : 0)
                                        .toArray())
                .toArray(double[][]::new);
    }

    /** Numbers, or 1 for true and 0 for false, of an array (B, C). */
    static double[][] rows(String name, NDArray array) {
        Shape shape = requireDimensions(name, array, 2);
        double[] flat = flat(array);
        return rows(flat, 0, (int) shape.get(0), (int) shape.get(1));
    }

    /** The matrices (B, C) of an array (A, B, C). */
    static double[][][] slices(String name, NDArray array) {
        Shape shape = requireDimensions(name, array, 3);
        double[] flat = flat(array);
        int size = (int) (shape.get(1) * shape.get(2));
        return IntStream.range(0, (int) shape.get(0))
                .mapToObj(i -> rows(flat, i * size, (int) shape.get(1), (int) shape.get(2)))
                .toArray(double[][][]::new);
    }

    /** Labels as they are, for their colours and names. */
    static int[] labels(NDArray labels) {
        Arguments.requireNonNull("labels", labels);
        Number[] values = Labels.values(labels);
        for (Number value : values) {
            if (value.doubleValue() != value.intValue()) {
                throw new IllegalArgumentException(
                        "label is %s, expected a whole number to draw".formatted(value));
            }
        }
        return Arrays.stream(values).mapToInt(Number::intValue).toArray();
    }

    private static double[][] rows(double[] flat, int from, int rows, int columns) {
        return IntStream.range(0, rows)
                .map(i -> from + i * columns)
                .mapToObj(start -> Arrays.copyOfRange(flat, start, start + columns))
                .toArray(double[][]::new);
    }

    private static double[] flat(NDArray array) {
        if (array.getDataType() == DataType.BOOLEAN) {
            boolean[] values = array.toBooleanArray();
            return IntStream.range(0, values.length).mapToDouble(i -> values[i] ? 1 : 0).toArray();
        }
        try (NDArray floats = array.toType(DataType.FLOAT32, true)) {
            return row("array", floats.toFloatArray());
        }
    }

    private static Shape requireDimensions(String name, NDArray array, int dimensions) {
        if (Arguments.requireNonNull(name, array).getShape().dimension() != dimensions) {
            throw new IllegalArgumentException(
                    "%s has shape %s, expected %d dimensions"
                            .formatted(name, array.getShape(), dimensions));
        }
        return array.getShape();
    }
}
