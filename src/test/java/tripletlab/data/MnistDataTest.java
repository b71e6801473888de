package tripletlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.Repository;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset.Usage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MnistDataTest {

    @Test
    void testSetHasTheKnownDigits() throws Exception {
        Mnist test = mnist(Usage.TEST);
        test.prepare();
        assertEquals(10_000, test.size());
        try (NDManager manager = NDManager.newBaseManager();
                Batch batch = test.getData(manager).iterator().next()) {
            assertArrayEquals(
                    new float[] {7, 2, 1, 0, 4, 1, 4, 9, 5, 9},
                    Arrays.copyOf(batch.getLabels().head().toFloatArray(), 10));
            float[] first = batch.getData().head().get(0).toFloatArray();
            float brightest = 0;
            for (float value : first) {
                brightest = Math.max(brightest, value);
            }
            assertEquals(28 * 28, first.length);
            assertEquals(1, brightest); // 255 of 255
            assertEquals(84 / 255f, first[7 * 28 + 6], 1e-6f); // the 7's upper left end
        }
    }

    @Test
    void trainingSetHasTheKnownDigits() throws Exception {
        Mnist train = mnist(Usage.TRAIN);
        train.prepare();
        assertEquals(60_000, train.size());
        try (NDManager manager = NDManager.newBaseManager();
                Batch batch = train.getData(manager).iterator().next()) {
            assertArrayEquals(
                    new float[] {5, 0, 4, 1, 9, 2, 1, 3, 1, 4},
                    Arrays.copyOf(batch.getLabels().head().toFloatArray(), 10));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500, 10_000, 10_001, Integer.MAX_VALUE})
    void theFirstItemsAreThoseOfTheWholeSet(int items) throws Exception {
        Mnist whole = mnist(Usage.TEST);
        Mnist first = mnist(Usage.TEST, MnistData.repository(items));
        whole.prepare();
        first.prepare();
        assertEquals(Math.min(items, 10_000), first.size());
        try (NDManager manager = NDManager.newBaseManager();
                Batch expected = whole.getData(manager).iterator().next();
                Batch batch = first.getData(manager).iterator().next()) {
            int size = Math.min(items, 16);
            assertArrayEquals(
                    expected.getData().head().get(":" + size).toFloatArray(),
                    batch.getData().head().toFloatArray());
            assertArrayEquals(
                    expected.getLabels().head().get(":" + size).toFloatArray(),
                    batch.getLabels().head().toFloatArray());
        }
    }

    @Test
    void noItemsAreRefused() {
        String message =
                assertThrows(IllegalArgumentException.class, () -> MnistData.repository(0))
                        .getMessage();
        assertEquals("items is 0, expected 1 or more", message);
    }

    private static Mnist mnist(Usage usage) {
        return mnist(usage, MnistData.repository());
    }

    private static Mnist mnist(Usage usage, Repository repository) {
        return Mnist.builder()
                .optRepository(repository)
                .optUsage(usage)
                .setSampling(16, false)
                .build();
    }
}
