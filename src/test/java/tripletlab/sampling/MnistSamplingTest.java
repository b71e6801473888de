package tripletlab.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.training.dataset.RandomAccessDataset;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tripletlab.data.ClassSubset;
import tripletlab.data.MnistData;

/** The sampler in the hands of DJL: what it deals is what arrives. */
class MnistSamplingTest {

    private static final int CLASSES = 6;
    private static final int ITEMS = 5;
    private static final int BATCHES = 20;

    @Test
    void batchesOfTheTrainingSetAreBalanced() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Mnist train = mnist(manager, Usage.TRAIN, Long.MAX_VALUE);
            assertBalanced(train.getData(manager));
            assertBalanced(train.getData(manager));
        }
    }

    @Test
    void batchesOfPartsAreBalanced() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Mnist test = mnist(manager, Usage.TEST, 2000);
            for (RandomAccessDataset part : test.randomSplit(8, 2)) {
                assertBalanced(part.getData(manager));
            }
            assertBalanced(test.subDataset(100, 400).getData(manager));
        }
    }

    @Test
    void batchesOfAClassSubsetAreBalanced() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Mnist test = mnist(manager, Usage.TEST, 1000);
            assertBalanced(ClassSubset.of(test, 0, 1, 2, 3, 4, 5).getData(manager));
        }
    }

    @Test
    void batchesAreBalancedWhenFetchedAhead() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (NDManager manager = NDManager.newBaseManager()) {
            Mnist test = mnist(manager, Usage.TEST, 1000);
            assertBalanced(test.getData(manager, threads));
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void theSamplerPreparesADatasetThatIsNot() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Mnist test =
                    Mnist.builder()
                            .optManager(manager)
                            .optRepository(MnistData.repository())
                            .optUsage(Usage.TEST)
                            .setSampling(1, false)
                            .build();
            BalancedBatchSampler sampler = new BalancedBatchSampler(CLASSES, ITEMS, BATCHES, 1);
            assertEquals(CLASSES * ITEMS, sampler.sample(test).next().size());
        }
    }

    private static void assertBalanced(Iterable<Batch> batches) {
        int count = 0;
        for (Batch batch : batches) {
            try (batch) {
                assertEquals(new Shape(30, 1, 28, 28), batch.getData().head().getShape());
                float[] labels = batch.getLabels().head().toFloatArray();
                int[] digits = new int[10];
                for (float label : labels) {
                    digits[(int) label]++;
                }
                int[] used = Arrays.stream(digits).filter(n -> n > 0).toArray();
                assertArrayEquals(new int[] {ITEMS, ITEMS, ITEMS, ITEMS, ITEMS, ITEMS}, used);
                count++;
            }
        }
        assertEquals(BATCHES, count);
    }

    private static Mnist mnist(NDManager manager, Usage usage, long limit) throws Exception {
        Mnist mnist =
                Mnist.builder()
                        .optManager(manager)
                        .optRepository(MnistData.repository())
                        .optUsage(usage)
                        .setSampling(new BalancedBatchSampler(CLASSES, ITEMS, BATCHES, 1))
                        .optLimit(limit)
                        .build();
        mnist.prepare();
        return mnist;
    }
}
