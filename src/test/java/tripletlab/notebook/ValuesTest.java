package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tripletlab.Errors;

class ValuesTest {

    @Test
    void numbersAndArraysHaveShapeAndValues() {
        assertValues(Values.of("x", 3), new Shape(), 3);
        assertValues(Values.of("x", true), new Shape(), 1);
        assertValues(Values.of("x", new float[] {1, 2}), new Shape(2), 1, 2);
        assertValues(
                Values.of("x", new int[][] {{1, 2, 3}, {4, 5, 6}}),
                new Shape(2, 3),
                1,
                2,
                3,
                4,
                5,
                6);
        assertValues(Values.of("x", new Double[] {1.5}), new Shape(1), 1.5);
        assertValues(Values.of("x", new boolean[][][] {{{true, false}}}), new Shape(1, 1, 2), 1, 0);
        assertValues(Values.of("x", new double[0]), new Shape(0));
        assertTrue(Values.of("x", new boolean[0][0]).logical());
        assertFalse(Values.of("x", new int[] {1}).logical());
    }

    @Test
    void ndArraysAreReadInAnyType() {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertValues(
                    Values.of("x", manager.create(new boolean[] {true, false})),
                    new Shape(2),
                    1,
                    0);
            for (DataType type :
                    new DataType[] {DataType.INT32, DataType.INT64, DataType.FLOAT32}) {
                Values values =
                        Values.of("x", manager.arange(6f).reshape(2, 3).toType(type, false));
                assertValues(values, new Shape(2, 3), 0, 1, 2, 3, 4, 5);
            }
        }
    }

    @Test
    void partsOfNdArraysAreThoseOfJavaArrays() {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Shape shape :
                    List.of(
                            new Shape(7),
                            new Shape(1, 7),
                            new Shape(7, 1),
                            new Shape(2, 3, 5),
                            new Shape(1, 4, 1, 3))) {
                Values values = Values.of("x", manager.arange(shape.size()).reshape(shape));
                for (int from = 0; from < shape.size(); from++) {
                    for (int count = 1; from + count <= shape.size(); count++) {
                        double[] expected =
                                IntStream.range(from, from + count).asDoubleStream().toArray();
                        assertArrayEquals(expected, values.read(from, count), shape.toString());
                    }
                }
            }
        }
    }

    @Test
    void otherThingsAreNamed() {
        Errors.assertNames(() -> Values.of("mask", "yes"), "mask is String", "expected numbers");
        Errors.assertNames(() -> Values.of("mask", null), "mask is null");
        Errors.assertNames(
                () -> Values.of("mask", new int[][] {{1, 2}, {3}}), "mask has rows of different");
        Errors.assertNames( // as many numbers as 3 × 2
                () -> Values.of("mask", new int[][] {{1, 2}, {3}, {4, 5, 6}}),
                "mask has rows of different");
    }

    private static void assertValues(Values values, Shape shape, double... flat) {
        assertEquals(shape, values.shape());
        assertArrayEquals(flat, values.all());
    }
}
