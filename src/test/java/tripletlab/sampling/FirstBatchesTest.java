package tripletlab.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static tripletlab.Errors.assertNames;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.RandomSampler;
import ai.djl.training.dataset.Sampler;
import ai.djl.training.dataset.SequenceSampler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstBatchesTest {

    private static final Sampler FOURS = new BatchSampler(new SequenceSampler(), 4);

    @Test
    void anEpochHasTheFirstBatchesOnly() {
        assertEquals(
                List.of(List.of(0L, 1L, 2L, 3L), List.of(4L, 5L, 6L, 7L)),
                epoch(new FirstBatches(FOURS, 2)));
        assertEquals(4, new FirstBatches(FOURS, 2).getBatchSize());
    }

    @Test
    void itEndsWhereTheDataEnd() {
        assertEquals(epoch(FOURS), epoch(new FirstBatches(FOURS, 99)));
    }

    @Test
    void eachEpochIsShuffledAnew() {
        Sampler shuffled = new FirstBatches(new BatchSampler(new RandomSampler(), 50), 1);
        assertNotEquals(epoch(shuffled), epoch(shuffled));
    }

    @Test
    void badInputIsNamed() {
        assertNames(() -> new FirstBatches(null, 2), "sampler");
        assertNames(() -> new FirstBatches(FOURS, 0), "batches is 0");
        assertNames(() -> new FirstBatches(FOURS, 1).sample(null), "dataset");
    }

    private static List<List<Long>> epoch(Sampler sampler) {
        try (NDManager manager = NDManager.newBaseManager()) {
            ArrayDataset hundred =
                    new ArrayDataset.Builder()
                            .setData(manager.arange(100))
                            .setSampling(10, false)
                            .build();
            List<List<Long>> batches = new ArrayList<>();
            sampler.sample(hundred).forEachRemaining(batches::add);
            return batches;
        }
    }
}
