package tripletlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset.Usage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

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

    private static Mnist mnist(Usage usage) {
        return Mnist.builder()
                .optRepository(MnistData.repository())
                .optUsage(usage)
                .setSampling(16, false)
                .build();
    }
}
