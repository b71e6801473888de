package tripletlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.RandomAccessDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tripletlab.PlainDataset;

class ClassItemsTest {

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
        NDArray labels = manager.create(new float[] {3, 5, 3, 7}).toType(type, false);
        assertThreeClasses(array(labels));
        assertThreeClasses(array(labels.reshape(4, 1)));
        assertThreeClasses(PlainDataset.of(4, (closing, i) -> new NDList(labels.get(closing, i))));
        assertThreeClasses(
                PlainDataset.of(4, (closing, i) -> new NDList(labels.get(closing, i).reshape(1))));
    }

    private static void assertThreeClasses(RandomAccessDataset dataset) {
        Map<Number, int[]> items = ClassItems.of(dataset);
        assertEquals(List.of(3, 5, 7), items.keySet().stream().map(Number::intValue).toList());
        List<int[]> indices = List.copyOf(items.values());
        assertArrayEquals(new int[] {0, 2}, indices.get(0));
        assertArrayEquals(new int[] {1}, indices.get(1));
        assertArrayEquals(new int[] {3}, indices.get(2));
    }

    @Test
    void longLabelsBeyondADoubleStayApart() {
        long big = 1L << 53;
        long[] labels = {big, big + 1};
        assertEquals(2, ClassItems.of(array(manager.create(labels))).size());
        assertEquals(2, ClassItems.of(PlainDataset.of(labels)).size());
    }

    @Test
    void minusZeroAndZeroAreOneClass() {
        NDArray labels = manager.create(new float[] {0f, -0f});
        assertEquals(1, ClassItems.of(array(labels)).size());
        assertEquals(
                1,
                ClassItems.of(PlainDataset.of(2, (m, i) -> new NDList(labels.get(m, i)))).size());
    }

    @Test
    void datasetsLongerThanAChunkAreReadWhole() {
        long[] labels = LongStream.range(0, 2345).map(i -> i * i % 7).toArray();
        assertSameItems(labels, array(manager.create(labels)));
        assertSameItems(labels, PlainDataset.of(labels));
    }

    @Test
    void theLimitHolds() {
        ArrayDataset dataset =
                new ArrayDataset.Builder()
                        .setData(manager.zeros(new Shape(5)))
                        .optLabels(manager.create(new long[] {1, 2, 1, 2, 3}))
                        .setSampling(1, false)
                        .optLimit(3)
                        .build();
        assertSameItems(new long[] {1, 2, 1}, dataset);
    }

    @Test
    void partsOfADatasetHaveIndicesOfTheirOwn() throws Exception {
        long[] labels = LongStream.range(0, 50).map(i -> i % 4).toArray();
        for (RandomAccessDataset whole :
                List.of(array(manager.create(labels)), PlainDataset.of(labels))) {
            assertSameItems(new long[] {2, 3, 0, 1}, whole.subDataset(10, 14));
            assertSameItems(new long[] {1, 1, 0}, whole.subDataset(List.of(49L, 1L, 8L)));
            for (RandomAccessDataset part : whole.randomSplit(7, 3)) {
                assertSameItems(recordLabels(part), part);
            }
        }
    }

    /** The labels as the records have them, one by one. */
    private long[] recordLabels(RandomAccessDataset dataset) throws IOException {
        long[] labels = new long[(int) dataset.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = dataset.get(manager, i).getLabels().head().getLong();
        }
        return labels;
    }

    private static void assertSameItems(long[] labels, RandomAccessDataset dataset) {
        long[] found = new long[labels.length];
        int count = 0;
        for (Map.Entry<Number, int[]> entry : ClassItems.of(dataset).entrySet()) {
            for (int index : entry.getValue()) {
                found[index] = entry.getKey().longValue();
                count++;
            }
        }
        assertEquals(labels.length, count);
        assertArrayEquals(labels, found);
    }

    @Test
    void allArraysAreClosed() {
        ArrayDataset arrays = array(manager.create(new long[] {1, 2, 3}));
        NDManager root = manager.getParentManager();
        int before = root.getManagedArrays().size();
        ClassItems.of(arrays);
        assertEquals(before, root.getManagedArrays().size());

        PlainDataset plain = PlainDataset.of(new long[] {1, 2, 3});
        ClassItems.of(plain);
        assertEquals(6, plain.made().size());
        assertTrue(plain.made().stream().allMatch(NDArray::isReleased));

        PlainDataset elsewhere = PlainDataset.of(3, (closing, i) -> new NDList(manager.create(i)));
        ClassItems.of(elsewhere);
        assertTrue(elsewhere.made().stream().allMatch(NDArray::isReleased));
    }

    @Test
    void wrongLabelsAreNamed() {
        NDArray two = manager.zeros(new Shape(2));
        assertNames(array(), "has 0 labels", "expected one");
        assertNames(array(two, two), "has 2 labels", "expected one");
        assertNames(array(manager.zeros(new Shape(2, 3))), "shape (3)", "scalar or (1)");
        assertNames(array(manager.zeros(new Shape(2, 1, 1))), "shape (1, 1)", "scalar or (1)");
        assertNames(array(manager.create(new boolean[] {true, false})), "type boolean", "integer");
        assertNames(array(manager.create(new float[] {1, Float.NaN})), "item 1 is NaN");

        assertNames(PlainDataset.of(2, (m, i) -> new NDList()), "has 0 labels", "expected one");
        assertNames(
                PlainDataset.of(2, (m, i) -> new NDList(m.create(1), m.create(2))),
                "has 2 labels",
                "expected one");
        assertNames(
                PlainDataset.of(2, (m, i) -> new NDList(m.zeros(new Shape(2)))),
                "shape (2)",
                "scalar or (1)");
    }

    @Test
    void aDatasetThatCannotBeReadIsAnError() {
        IOException cause = new IOException("disc on fire");
        PlainDataset dataset =
                PlainDataset.of(
                        2,
                        (m, i) -> {
                            throw cause;
                        });
        Exception e = assertThrows(UncheckedIOException.class, () -> ClassItems.of(dataset));
        assertEquals(cause, e.getCause());
    }

    private ArrayDataset array(NDArray... labels) {
        long size = labels.length == 0 ? 2 : labels[0].size(0);
        return new ArrayDataset.Builder()
                .setData(manager.zeros(new Shape(size, 2)))
                .optLabels(labels)
                .setSampling(1, false)
                .build();
    }

    private static void assertNames(RandomAccessDataset dataset, String... parts) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> ClassItems.of(dataset));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " not in: " + e.getMessage());
        }
    }
}
