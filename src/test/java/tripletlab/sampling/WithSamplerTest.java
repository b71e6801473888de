package tripletlab.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.SequenceSampler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
