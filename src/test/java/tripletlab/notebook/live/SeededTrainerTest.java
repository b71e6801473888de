package tripletlab.notebook.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDArray;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import java.util.Arrays;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import tripletlab.evaluation.Embeddings;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.SemiHardMiner;
import tripletlab.model.Networks;
import tripletlab.notebook.Kit;
import tripletlab.sampling.BalancedBatchSampler;
import tripletlab.training.TrainingHistory;

class SeededTrainerTest {

    private static final int STEPS = 4;

    @Test
    void theSameSeedGivesTheSameNetworkAndAnotherSeedAnother() throws Exception {
        Mnist digits = Kit.digits(Dataset.Usage.TEST, 200);
        float[][] first = trained(digits, 42);
        assertArrayEquals(first, trained(digits, 42));
        assertFalse(Arrays.deepEquals(first, trained(digits, 43)));
    }

    private static float[][] trained(Mnist digits, int seed) throws Exception {
        TrainingHistory history = new TrainingHistory();
        try (SeededTrainer trainer =
                new SeededTrainer(Networks.mlp(), loss(), 0.001, seed, history)) {
            trainer.fit(digits, new BalancedBatchSampler(5, 4, STEPS, seed));
            assertEquals(STEPS, history.losses().length);
            Embeddings found = trainer.embed(digits);
            assertEquals(200, found.size());
            return found.vectors();
        }
    }

    @Test
    void aStepClosesItsBatch() throws Exception {
        Mnist digits = Kit.digits(Dataset.Usage.TEST, 200);
        try (SeededTrainer trainer = new SeededTrainer(Networks.mlp(), loss(), 0.001, 42)) {
            Batch batch = trainer.trainer().iterateDataset(digits).iterator().next();
            NDArray images = batch.getData().head();
            trainer.step(batch);
            assertTrue(images.isReleased());
        }
    }

    @Test
    void aTimedStepTakesTheNextBatchAndSaysHowLongBothTook() throws Exception {
        Mnist digits = Kit.digits(Dataset.Usage.TEST, 1000); // two batches
        TrainingHistory history = new TrainingHistory();
        try (SeededTrainer trainer =
                new SeededTrainer(Networks.mlp(), loss(), 0.001, 42, history)) {
            Iterator<Batch> batches = trainer.trainer().iterateDataset(digits).iterator();
            long start = System.nanoTime();
            double seconds = trainer.timedStep(batches) + trainer.timedStep(batches);
            double passed = (System.nanoTime() - start) / 1e9;
            assertTrue(0 < seconds && seconds <= passed, seconds + " of " + passed);
            assertEquals(2, history.batches());
            assertFalse(batches.hasNext());
        }
    }

    private static TripletLoss loss() {
        return TripletLoss.builder().setMiner(new SemiHardMiner()).build();
    }
}
