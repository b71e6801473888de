package tripletlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static tripletlab.Errors.assertNames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT16", "FLOAT32", "FLOAT64", "INT8", "UINT8", "INT32", "INT64"})
    void labelsMayHaveAnyNumberType(DataType type) {
        NDArray labels = manager.create(new float[] {7, 5, 7, 0, 5}).toType(type, false);
        int[] classes = {0, 1, 0, 2, 1};
        assertArrayEquals(classes, Labels.classes(labels, 5));
        assertArrayEquals(classes, Labels.classes(labels.reshape(5, 1), 5));
        assertEquals(7, Labels.values(labels)[2].intValue());
        assertEquals(0, Labels.values(labels)[3].intValue());
    }

    @Test
    void intsAreWholeNumbersOrNamed() {
        int[] whole = {7, -1, 0};
        assertArrayEquals(whole, Labels.ints(manager.create(new float[] {7, -1, -0f})));
        assertArrayEquals(whole, Labels.ints(manager.create(new long[] {7, -1, 0})));
        NDArray broken = manager.create(new float[] {7, 0.2f});
        assertNames(() -> Labels.ints(broken), "labels has 0.2 in row 1", "whole numbers");
        NDArray missing = manager.create(new double[] {Double.NaN});
        assertNames(() -> Labels.ints(missing), "labels has NaN in row 0");
        NDArray large = manager.create(new long[] {1, (1L << 32) + 1});
        assertNames(() -> Labels.ints(large), "labels has 4294967297 in row 1");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void classesAreNumberedAsTheyFirstAppear(long seed) {
        Random random = new Random(seed);
        int[] labels = random.ints(1 + random.nextInt(50), -4, 5).toArray();
        List<Integer> seen = new ArrayList<>();
        int[] expected = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (!seen.contains(labels[i])) {
                seen.add(labels[i]);
            }
            expected[i] = seen.indexOf(labels[i]);
        }
        assertArrayEquals(expected, Labels.classes(labels));
        assertArrayEquals(expected, Labels.classes(manager.create(labels), labels.length));
    }

    @Test
    void longLabelsBeyondADoubleStayApart() {
        long big = 1L << 53;
        long[] labels = {big, big + 1, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE, big};
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 0}, Labels.classes(manager.create(labels), 6));
        assertArrayEquals(
                new Number[] {big, big + 1}, Labels.values(manager.create(labels).get("0:2")));
    }

    @Test
    void floatsThatDifferInTheLastBitStayApart() {
        float[] floats = {1, Math.nextUp(1f), 1};
        assertArrayEquals(new int[] {0, 1, 0}, Labels.classes(manager.create(floats), 3));
        double[] doubles = {1, Math.nextUp(1.0), 1};
        assertArrayEquals(new int[] {0, 1, 0}, Labels.classes(manager.create(doubles), 3));
    }

    @Test
    void minusZeroAndZeroAreOneClass() {
        NDArray floats = manager.create(new float[] {-0f, 0f, 1});
        NDArray doubles = manager.create(new double[] {-0.0, 0.0, 1});
        NDArray halves = floats.toType(DataType.FLOAT16, true);
        for (NDArray labels : List.of(floats, doubles, halves)) {
            assertArrayEquals(new int[] {0, 0, 1}, Labels.classes(labels, 3));
            Number[] values = Labels.values(labels);
            assertEquals(values[1], values[0]);
            assertEquals("0.0", values[0].toString()); // as a message would name the class
        }
    }

    @Test
    void bytesWithoutSignKeepTheirValue() {
        NDArray labels = manager.create(new float[] {200, 3}).toType(DataType.UINT8, false);
        assertArrayEquals(new Number[] {200, 3}, Labels.values(labels));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT16", "FLOAT32", "FLOAT64", "INT8", "UINT8", "INT32", "INT64"})
    void noArrayIsLeftOpen(DataType type) {
        NDArray labels = manager.zeros(new Shape(3)).toType(type, true);
        int before = manager.getManagedArrays().size();
        Labels.classes(labels, 3);
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void classNumbersStayAsTheyAre() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int[] labels = random.ints(1 + random.nextInt(12), -2, 4).toArray();
            int[] classes = Labels.classes(labels);
            int[] again = Labels.classes(classes);
            assertArrayEquals(classes, again, "seed " + seed);
            assertNotSame(classes, again);
            for (int i = 0; i < labels.length; i++) {
                for (int j = 0; j < labels.length; j++) {
                    boolean same = labels[i] == labels[j];
                    assertEquals(same, classes[i] == classes[j], "seed " + seed);
                }
            }
        }
    }

    @Test
    void aLabelTooManyIsNamed() {
        Labels.requireOneForEach(new int[3], 3, "row");
        assertNames(
                () -> Labels.requireOneForEach(new int[3], 2, "row"),
                "labels has length 3, expected 2: one for each row");
    }

    @Test
    void wrongLabelsAreNamed() {
        NDArray two = manager.create(new int[] {1, 2});
        assertNames(() -> Labels.classes(two, 3), "labels has shape (2)", "(3) or (3, 1)");
        NDArray wide = manager.zeros(new Shape(3, 2));
        assertNames(() -> Labels.classes(wide, 3), "labels has shape (3, 2)", "(3) or (3, 1)");
        NDArray deep = manager.zeros(new Shape(3, 1, 1));
        assertNames(() -> Labels.classes(deep, 3), "labels has shape (3, 1, 1)");
        NDArray scalar = manager.create(4);
        assertNames(() -> Labels.classes(scalar, 1), "labels has shape ()");
        NDArray flags = manager.create(new boolean[] {true, false});
        assertNames(() -> Labels.classes(flags, 2), "labels is of type boolean", "integer");
        assertNames(() -> Labels.values(flags), "labels is of type boolean", "integer");
    }

    @Test
    void labelsThatAreNoNumbersAreNamed() {
        NDArray floats = manager.create(new float[] {1, Float.NaN, 2});
        assertNames(() -> Labels.classes(floats, 3), "labels has NaN in row 1");
        NDArray doubles = manager.create(new double[] {1, 2, Double.NaN});
        assertNames(() -> Labels.classes(doubles, 3), "labels has NaN in row 2");
        NDArray halves = floats.toType(DataType.FLOAT16, true);
        assertNames(() -> Labels.classes(halves, 3), "labels has NaN in row 1");
    }
}
