package tripletlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.util.Pair;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tripletlab.PlainDataset;

class ClassSubsetTest {

    private static final int[] TRAIN = {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949};
    private static final int[] TEST = {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void mnistHasTheKnownCounts() throws Exception {
        Mnist train = mnist(Usage.TRAIN);
        Mnist test = mnist(Usage.TEST);
        for (int digit = 0; digit < 10; digit++) {
            assertEquals(TRAIN[digit], ClassSubset.of(train, digit).size(), "digit " + digit);
            assertEquals(TEST[digit], ClassSubset.of(test, digit).size(), "digit " + digit);
        }
        assertCounts(TRAIN, ClassSubset.of(train, 0, 1, 2, 3, 4, 5));
        assertCounts(TEST, ClassSubset.of(test, 9, 8, 7, 6));
    }

    private static void assertCounts(int[] expected, RandomAccessDataset subset) {
        for (Map.Entry<Number, int[]> entry : ClassItems.of(subset).entrySet()) {
            assertEquals(expected[entry.getKey().intValue()], entry.getValue().length);
        }
    }

    @Test
    void batchesOfMnistHaveTheItemsInOrderAndTheTransforms() throws Exception {
        Mnist test = mnist(Usage.TEST);
        RandomAccessDataset subset = ClassSubset.of(test, 6, 7, 8, 9);
        float[] labels = labels(test);
        int[] items = IntStream.range(0, labels.length).filter(i -> labels[i] >= 6).toArray();
        int at = 0;
        for (Batch batch : subset.getData(manager)) {
            try (batch) {
                NDArray images = batch.getData().head();
                assertEquals(new Shape(batch.getSize(), 1, 28, 28), images.getShape());
                assertEquals(items.length, batch.getProgressTotal());
                float[] expected = pixels(test, items[at]);
                float[] found = images.get(0).toFloatArray(); // ToTensor: of 255 made of 1
                for (int i = 0; i < found.length; i++) {
                    assertEquals(expected[i] / 255, found[i], 1e-6f);
                }
                for (float label : batch.getLabels().head().toFloatArray()) {
                    assertEquals(labels[items[at++]], label);
                }
            }
        }
        assertEquals(items.length, at);
    }

    private float[] labels(Mnist mnist) {
        try (Batch all = mnist.getByRange(manager.newSubManager(), 0, mnist.size())) {
            return all.getLabels().head().toFloatArray();
        }
    }

    private float[] pixels(Mnist mnist, int item) {
        try (NDArray image = mnist.get(manager, item).getData().head()) {
            return image.toFloatArray();
        }
    }

    @Test
    void everyWayOfReadingGivesTheSameItems() throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int size = 1 + random.nextInt(30);
            int[] labels = random.ints(size, 0, 4).toArray();
            int[] known = distinct(labels);
            for (int count = 1; count <= known.length; count++) {
                int[] classes = Arrays.copyOf(known, count);
                assertItems("seed " + seed, arrays(labels), labels, classes);
            }
        }
    }

    /** The datum of item i is i. */
    private void assertItems(String message, ArrayDataset dataset, int[] labels, int... classes)
            throws Exception {
        float[] expected = items(labels, classes);
        RandomAccessDataset subset = ClassSubset.of(dataset, classes);
        assertEquals(expected.length, subset.size(), message);
        assertReads(message, expected, (ArrayDataset) subset);
        Pair<Number[][], Number[][]> table = subset.toArray(manager);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], table.getKey()[i][0], message);
            assertEquals(labels[(int) expected[i]], table.getValue()[i][0], message);
        }
    }

    private void assertReads(String message, float[] expected, ArrayDataset subset) {
        int size = expected.length;
        for (int i = 0; i < size; i++) {
            NDArray datum = subset.get(manager, i).getData().head();
            assertEquals(expected[i], datum.getFloat(), message);
        }
        long[] back = IntStream.range(0, size).mapToLong(i -> size - 1 - i).toArray();
        float[] reversed = subset.getByIndices(manager, back).getData().head().toFloatArray();
        for (int i = 0; i < size; i++) {
            assertEquals(expected[size - 1 - i], reversed[i], message);
        }
        for (int from = 0; from < size; from++) {
            assertArrayEquals(
                    Arrays.copyOfRange(expected, from, size),
                    subset.getByRange(manager, from, size).getData().head().toFloatArray(),
                    message);
        }
    }

    @Test
    void subsetsOfRandomPartsKeepTheShuffle() throws Exception {
        int[] labels = IntStream.range(0, 60).map(i -> i % 3).toArray();
        for (RandomAccessDataset part : arrays(labels).randomSplit(2, 1, 1)) {
            float[] items = new float[(int) part.size()];
            for (int i = 0; i < items.length; i++) {
                items[i] = part.get(manager, i).getData().head().getFloat();
            }
            assertReads("all", items, (ArrayDataset) ClassSubset.of(part, 0, 1, 2));
            float[] ones = filtered(items, i -> labels[i] == 1);
            assertReads("ones", ones, (ArrayDataset) ClassSubset.of(part, 1));
        }
    }

    @Test
    void aSubsetOfASubsetHasItsItems() throws Exception {
        int[] labels = {0, 1, 2, 0, 1, 2, 0};
        RandomAccessDataset some = ClassSubset.of(arrays(labels), 0, 2);
        assertReads("nested", new float[] {2, 5}, (ArrayDataset) ClassSubset.of(some, 2));
    }

    @Test
    void datasetsThatAreNoArraysWork() throws Exception {
        RandomAccessDataset subset = ClassSubset.of(PlainDataset.of(new long[] {4, 5, 4, 6}), 4, 6);
        assertEquals(3, subset.size());
        int at = 0;
        for (Batch batch : subset.getData(manager)) {
            try (batch) {
                assertEquals(new float[] {0, 2, 3}[at++], batch.getData().head().toFloatArray()[0]);
            }
        }
        assertEquals(3, at);
    }

    @Test
    void wrongClassesAreNamed() {
        ArrayDataset dataset = arrays(3, 5, 5);
        assertNames(() -> ClassSubset.of(dataset), "classes is empty");
        assertNames(() -> ClassSubset.of(dataset, 5, 5), "classes is [5, 5]", "once");
        assertNames(() -> ClassSubset.of(dataset, 5, 4), "classes has 4", "[3, 5]");
    }

    @Test
    void labelsOfFractionsAreNoClasses() {
        ArrayDataset dataset =
                new ArrayDataset.Builder()
                        .setData(manager.zeros(new Shape(2)))
                        .optLabels(manager.create(new float[] {1, 1.5f}))
                        .setSampling(1, false)
                        .build();
        assertTrue(ClassItems.of(dataset).containsKey(1.5f));
        assertNames(() -> ClassSubset.of(dataset, 2), "classes has 2", "[1.0, 1.5]");
    }

    private ArrayDataset arrays(int... labels) {
        float[] items = items(labels, distinct(labels));
        return new ArrayDataset.Builder()
                .setData(manager.create(items))
                .optLabels(manager.create(labels))
                .setSampling(4, false)
                .build();
    }

    private static int[] distinct(int[] labels) {
        return Arrays.stream(labels).distinct().toArray();
    }

    private static float[] items(int[] labels, int[] classes) {
        float[] all = new float[labels.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return filtered(all, i -> Arrays.stream(classes).anyMatch(c -> c == labels[i]));
    }

    private static float[] filtered(float[] items, IntPredicate kept) {
        float[] some = new float[items.length];
        int count = 0;
        for (float item : items) {
            if (kept.test((int) item)) {
                some[count++] = item;
            }
        }
        return Arrays.copyOf(some, count);
    }

    private Mnist mnist(Usage usage) {
        return Mnist.builder()
                .optManager(manager)
                .optRepository(MnistData.repository())
                .optUsage(usage)
                .setSampling(500, false)
                .build();
    }
}
