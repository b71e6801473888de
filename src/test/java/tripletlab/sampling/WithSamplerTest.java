package tripletlab.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.SequenceSampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tripletlab.PlainDataset;

class WithSamplerTest {

    @Test
    void takesItsOwnBatchesOfTheSameItems() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray items = manager.arange(10f).reshape(new Shape(10, 1));
            ArrayDataset dataset =
                    new ArrayDataset.Builder()
                            .setData(items)
                            .optLabels(items)
                            .setSampling(10, true)
                            .build();
            WithSampler other =
                    new WithSampler(dataset, new BatchSampler(new SequenceSampler(), 4));
            other.prepare();
            List<float[]> batches = new ArrayList<>();
            for (Batch batch : other.getData(manager)) {
                try (batch) {
                    batches.add(batch.getData().head().toFloatArray());
                }
            }
            assertEquals(3, batches.size());
            assertArrayEquals(new float[] {0, 1, 2, 3}, batches.get(0));
            assertArrayEquals(new float[] {4, 5, 6, 7}, batches.get(1));
            assertArrayEquals(new float[] {8, 9}, batches.get(2));
        }
    }

    @Test
    void itemsAreReadByTheExecutorOfTheTraining() throws Exception {
        Set<String> readers = ConcurrentHashMap.newKeySet();
        PlainDataset dataset =
                PlainDataset.of(
                        4,
                        (manager, i) -> {
                            readers.add(Thread.currentThread().getName());
                            return new NDList(manager.create(i));
                        });
        WithSampler other = new WithSampler(dataset, new BatchSampler(new SequenceSampler(), 2));
        ExecutorService executor =
                Executors.newSingleThreadExecutor(run -> new Thread(run, "reader"));
        try (NDManager manager = NDManager.newBaseManager()) {
            other.getData(manager, executor).forEach(Batch::close);
        } finally {
            executor.shutdown();
        }
        assertEquals(Set.of("reader"), readers);
    }
}
