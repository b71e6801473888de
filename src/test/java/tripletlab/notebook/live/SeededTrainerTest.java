package tripletlab.notebook.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.Errors;
import tripletlab.evaluation.Embeddings;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.SemiHardMiner;
import tripletlab.model.Networks;
import tripletlab.notebook.Kit;
import tripletlab.notebook.Printed;
import tripletlab.resume.Checkpoints;
import tripletlab.resume.ResumableAdam;
import tripletlab.sampling.BalancedBatchSampler;
import tripletlab.sampling.WithSampler;
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
    void aFirstStepThatHasNothingToLearnChangesNoWeight() throws Exception {
        Loss nothing =
                new Loss("nothing") {
                    @Override
                    public NDArray evaluate(NDList labels, NDList embeddings) {
                        return embeddings.head().mul(0).sum();
                    }
                };
        Mnist digits = Kit.digits(Dataset.Usage.TEST, 64);
        try (SeededTrainer trainer = new SeededTrainer(Networks.mlp(), nothing, 0.001, 42)) {
            float[][] before = trainer.embed(digits).vectors();
            Iterator<Batch> batches = trainer.trainer().iterateDataset(digits).iterator();
            trainer.step(batches.next());
            assertArrayEquals(before, trainer.embed(digits).vectors());
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

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    void aStoppedEpochIsOneOfTheHistoryAndNoCheckpoint(@TempDir Path folder) throws Exception {
        Mnist digits = Kit.digits(Dataset.Usage.TEST, 200);
        BalancedBatchSampler sampler = new BalancedBatchSampler(5, 4, STEPS, 42);
        ResumableAdam adam = new ResumableAdam(Optimizer.adam());
        TrainingHistory history = new TrainingHistory();
        Checkpoints checkpoints = new Checkpoints(folder, 1, adam, sampler);
        TrainingListenerAdapter stop =
                new TrainingListenerAdapter() {
                    @Override
                    public void onTrainingBatch(Trainer trainer, BatchData data) {
                        if (history.batches() == STEPS + 2) {
                            data.getBatch().close();
                            throw new TrainingStopped("stopped in epoch 2");
                        }
                    }
                };
        try (SeededTrainer trainer =
                new SeededTrainer(Networks.mlp(), loss(), adam, 42, history, checkpoints, stop)) {
            String printed =
                    Printed.by(
                            () ->
                                    assertDoesNotThrow(
                                            () ->
                                                    trainer.fit(
                                                            new WithSampler(digits, sampler), 3)));
            assertEquals("stopped in epoch 2", printed);
        }
        assertEquals(2, history.epochs().size());
        assertEquals(2, history.epochs().get(1).batches());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of("epoch-0001.zip"), files.map(f -> f.getFileName() + "").toList());
        }
    }

    @Test
    void theModelIsClosedIfAListenerDoesNotEnd() {
        Begun listener =
                new Begun() {
                    @Override
                    public void onTrainingEnd(Trainer trainer) {
                        throw new IllegalStateException("does not end");
                    }
                };
        SeededTrainer trainer = new SeededTrainer(Networks.mlp(), loss(), 0.001, 42, listener);
        assertThrows(IllegalStateException.class, trainer::close);
        assertClosed(listener.trainer);
    }

    @Test
    void theModelIsClosedIfTheNetworkDoesNotFitDigits() {
        Begun listener = new Begun();
        SequentialBlock narrow =
                new SequentialBlock()
                        .add(
                                images -> {
                                    throw new IllegalArgumentException("too narrow");
                                });
        Errors.assertNames(
                () -> new SeededTrainer(narrow, loss(), 0.001, 42, listener), "too narrow");
        assertClosed(listener.trainer);
    }

    /** Keeps the trainer that it listens to. */
    private static class Begun extends TrainingListenerAdapter {
        Trainer trainer;

        @Override
        public void onTrainingBegin(Trainer begun) {
            trainer = begun;
        }
    }

    private static void assertClosed(Trainer trainer) {
        assertFalse(trainer.getManager().isOpen());
        assertFalse(trainer.getModel().getNDManager().isOpen());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1, Double.POSITIVE_INFINITY, 1e39})
    void aRateThatIsNoneIsRefused(double rate) {
        Errors.assertNames(
                () -> new SeededTrainer(Networks.mlp(), loss(), rate, 42),
                "rate is " + rate + ", expected a finite number, 0 or more");
    }

    @Test
    void aRateOf0LearnsNothingAndNoEpochIsRefused() throws Exception {
        Mnist digits = Kit.digits(Dataset.Usage.TEST, 200);
        try (SeededTrainer trainer = new SeededTrainer(Networks.mlp(), loss(), 0, 42)) {
            float[][] before = trainer.embed(digits).vectors();
            trainer.fit(digits, 1);
            assertArrayEquals(before, trainer.embed(digits).vectors());
            Exception e =
                    assertThrows(IllegalArgumentException.class, () -> trainer.fit(digits, 0));
            assertEquals("epochs is 0, expected 1 or more", e.getMessage());
        }
    }

    private static TripletLoss loss() {
        return TripletLoss.builder().setMiner(new SemiHardMiner()).build();
    }
}
