package tripletlab.mining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MiningBatchTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT32", "FLOAT64", "INT32", "INT64", "UINT8", "INT8"})
    void labelsMayHaveAnyNumberType(DataType type) {
        NDArray labels = manager.create(new float[] {3, 5, 3}).toType(type, false);
        assertClassesOfThree(labels);
        assertClassesOfThree(labels.reshape(3, 1));
    }

    private void assertClassesOfThree(NDArray labels) {
        MiningBatch batch = MiningBatch.of(manager.zeros(new Shape(3, 3)), labels);
        assertTrue(batch.isPositive(0, 2));
        assertFalse(batch.isPositive(0, 0));
        assertTrue(batch.isNegative(0, 1));
        assertFalse(batch.isNegative(0, 2));
    }

    @Test
    void longLabelsBeyondADoubleStayApart() {
        long big = 1L << 53;
        NDArray labels = manager.create(new long[] {big, big + 1});
        MiningBatch batch = MiningBatch.of(manager.zeros(new Shape(2, 2)), labels);
        assertTrue(batch.isNegative(0, 1));
    }

    @Test
    void wrongLabelsAreNamed() {
        NDArray distances = manager.zeros(new Shape(3, 3));
        assertNames(distances, manager.create(new int[] {1, 2}), "labels", "(2)", "(3)");
        assertNames(distances, manager.zeros(new Shape(3, 2)), "labels", "(3, 2)", "(3, 1)");
        assertNames(
                distances, manager.create(new float[] {1, Float.NaN, 2}), "labels", "NaN", "row 1");
        assertNames(distances, manager.create(new boolean[] {true, true, false}), "labels");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void wrongDistancesAreNamed(float wrong) {
        NDArray distances = manager.create(new float[] {0, wrong, 1, 0}, new Shape(2, 2));
        NDArray labels = manager.create(new int[] {1, 2});
        assertNames(distances, labels, "distances", "" + wrong, "row 0, column 1");
    }

    @Test
    void wrongSizesAreNamed() {
        NDArray one = manager.create(new int[] {1});
        assertNames(manager.zeros(new Shape(1, 1)), one, "distances", "(1, 1)", "at least 2");
        assertNames(manager.zeros(new Shape(2, 3)), one, "distances", "(2, 3)");
    }

    @Test
    void validTripletsOfABalancedBatch() {
        int classes = 4;
        int items = 5; // P·K·(K − 1)·(P·K − K)
        int[] labels = new int[classes * items];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % classes;
        }
        NDArray distances = manager.zeros(new Shape(20, 20));
        MiningBatch batch = MiningBatch.of(distances, manager.create(labels));
        assertEquals(20 * 4 * 15, batch.validTriplets());
    }

    private static void assertNames(NDArray distances, NDArray labels, String... parts) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> MiningBatch.of(distances, labels));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " not in: " + e.getMessage());
        }
    }
}
