package tripletlab.mining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tripletlab.Errors.assertNames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.RandomBatch;

class TripletMasksTest {

    private static final List<UnaryOperator<NDArray>> MASKS =
            List.of(
                    TripletMasks::anchorPositive,
                    TripletMasks::anchorNegative,
                    TripletMasks::triplets);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @Test
    void pairsAndTripletsByHand() {
        NDArray labels = manager.create(new int[] {3, 5, 3, 7}); // 5 and 7 are alone
        assertMask(
                TripletMasks.anchorPositive(labels),
                new Shape(4, 4),
                List.of(List.of(0, 2), List.of(2, 0)));
        assertMask(
                TripletMasks.anchorNegative(labels),
                new Shape(4, 4),
                List.of(
                        List.of(0, 1),
                        List.of(0, 3),
                        List.of(1, 0),
                        List.of(1, 2),
                        List.of(1, 3),
                        List.of(2, 1),
                        List.of(2, 3),
                        List.of(3, 0),
                        List.of(3, 1),
                        List.of(3, 2)));
        assertMask(
                TripletMasks.triplets(labels),
                new Shape(4, 4, 4),
                List.of(List.of(0, 2, 1), List.of(0, 2, 3), List.of(2, 0, 1), List.of(2, 0, 3)));
    }

    /** Exactly these places are true. */
    private static void assertMask(NDArray mask, Shape shape, List<List<Integer>> places) {
        assertEquals(shape, mask.getShape());
        assertEquals(DataType.BOOLEAN, mask.getDataType());
        int size = (int) shape.get(0);
        boolean[] values = mask.toBooleanArray();
        List<List<Integer>> found = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i]) {
                found.add(
                        shape.dimension() == 2
                                ? List.of(i / size, i % size)
                                : List.of(i / size / size, i / size % size, i % size));
            }
        }
        assertEquals(places, found);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreeWithTheTripleLoop(long seed) {
        int[] y = RandomBatch.of(seed).labels();
        int size = y.length;
        boolean[] positive = new boolean[size * size];
        boolean[] negative = new boolean[size * size];
        boolean[] valid = new boolean[size * size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                positive[i * size + j] = i != j && y[i] == y[j];
                negative[i * size + j] = y[i] != y[j];
                for (int k = 0; k < size; k++) {
                    valid[(i * size + j) * size + k] = i != j && y[i] == y[j] && y[k] != y[i];
                }
            }
        }
        NDArray labels = manager.create(y);
        assertArrayEquals(positive, TripletMasks.anchorPositive(labels).toBooleanArray());
        assertArrayEquals(negative, TripletMasks.anchorNegative(labels).toBooleanArray());
        assertArrayEquals(valid, TripletMasks.triplets(labels).toBooleanArray());
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "4, 5", "10, 3", "7, 1", "1, 6"})
    void balancedBatchesHaveAsManyTripletsAsTheFormulaSays(int classes, int items) {
        int[] y = IntStream.range(0, classes * items).map(i -> 10 - i % classes).toArray();
        boolean[] mask = TripletMasks.triplets(manager.create(y)).toBooleanArray();
        long found = IntStream.range(0, mask.length).filter(i -> mask[i]).count();
        long all = (long) classes * items;
        assertEquals(all * (items - 1) * (all - items), found); // P K (K − 1) (P K − K)
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT32", "FLOAT64", "INT32", "INT64", "UINT8"})
    void labelsMayHaveAnyNumberType(DataType type) {
        NDArray labels = manager.create(new float[] {3, 5, 3}).toType(type, false);
        for (NDArray of : List.of(labels, labels.reshape(3, 1))) {
            assertMask(
                    TripletMasks.triplets(of),
                    new Shape(3, 3, 3),
                    List.of(List.of(0, 2, 1), List.of(2, 0, 1)));
        }
    }

    @Test
    void longLabelsBeyondADoubleStayApart() {
        NDArray labels = manager.create(new long[] {1L << 53, (1L << 53) + 1});
        assertMask(
                TripletMasks.anchorNegative(labels),
                new Shape(2, 2),
                List.of(List.of(0, 1), List.of(1, 0)));
    }

    @Test
    void onlyTheMaskStaysOnTheLabelsManager() {
        NDArray labels = manager.create(new int[] {1, 2, 1});
        Set<String> before = uids();
        for (UnaryOperator<NDArray> mask : MASKS) {
            NDArray result = mask.apply(labels);
            Set<String> left = uids();
            left.removeAll(before);
            assertEquals(Set.of(result.getUid()), left);
            result.close();
        }
    }

    private Set<String> uids() {
        return manager.getManagedArrays().stream()
                .map(NDArray::getUid)
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void whatDoesNotFitTheMemoryIsRefusedWithItsBytesAndTheFastWay() {
        // 5 · 2048³ bytes, and more numbers than an array of the engine holds
        assertNames(
                () -> TripletMasks.triplets(manager.zeros(new Shape(2048))),
                "labels has length 2048, expected",
                "B³ triplets need 40.0 GiB",
                "BatchAllMiner");
    }

    @Test
    void wrongLabelsAreNamed() {
        NDArray scalar = manager.create(3);
        NDArray wide = manager.zeros(new Shape(2, 2));
        NDArray none = manager.create(new int[0], new Shape(0));
        NDArray nan = manager.create(new float[] {1, 2, Float.NaN});
        NDArray flags = manager.create(new boolean[] {true, false});
        for (UnaryOperator<NDArray> mask : MASKS) {
            assertNames(() -> mask.apply(scalar), "labels has shape ()", "(B) or (B, 1)");
            assertNames(() -> mask.apply(null), "labels is null");
            assertNames(() -> mask.apply(none), "labels has shape (0)", "B at least 1");
            assertNames(() -> mask.apply(wide), "labels has shape (2, 2)", "(2) or (2, 1)");
            assertNames(() -> mask.apply(nan), "labels has NaN in row 2");
            assertNames(() -> mask.apply(flags), "labels is of type boolean");
        }
    }
}
