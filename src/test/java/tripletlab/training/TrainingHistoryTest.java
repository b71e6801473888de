package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tripletlab.data.MnistData;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.SemiHardMiner;
import tripletlab.model.Networks;

class TrainingHistoryTest {

    private static final int BATCH = 32;

    private final TrainingHistory history = new TrainingHistory();

    @Test
    void recordsEachBatchAndEpochOfARealTraining() throws Exception {
        Engine.getInstance().setRandomSeed(7);
        Loss loss = TripletLoss.builder().setMiner(new SemiHardMiner()).build();
        train(loss, 2, 20 * BATCH);
        assertEquals(40, history.batches());
        double[] losses = history.losses();
        double first = Arrays.stream(losses, 0, 20).average().orElseThrow();
        double second = Arrays.stream(losses, 20, 40).average().orElseThrow();
        assertTrue(second < first, "loss rose from " + first + " to " + second);
        List<Epoch> epochs = history.epochs();
        assertEquals(2, epochs.size());
        assertEquals(1, epochs.get(0).number());
        assertEquals(20, epochs.get(1).batches());
        assertEquals(second, epochs.get(1).loss(), 1e-12);
        for (int i = 0; i < 40; i++) {
            assertTrue(history.meanNorms()[i] > 0, "norm " + history.meanNorms()[i]);
            double active = history.activeFractions()[i];
            assertTrue(active > 0 && active <= 1, "active " + active);
        }
    }

    @Test
    void keepsWhatWasRecordedWhenTheTrainingBreaks() throws Exception {
        TrainingListener breaks =
                new TrainingListenerAdapter() {
                    @Override
                    public void onTrainingBatch(Trainer trainer, BatchData data) {
                        if (history.batches() == 3) {
                            throw new IllegalStateException("stopped");
                        }
                    }
                };
        Loss loss = TripletLoss.builder().setMiner(new SemiHardMiner()).build();
        assertThrows(IllegalStateException.class, () -> train(loss, 1, 5 * BATCH, breaks));
        assertEquals(3, history.batches());
        assertEquals(0, history.epochs().size());
        train(loss, 1, 2 * BATCH);
        assertEquals(5, history.losses().length);
        assertEquals(2, history.epochs().get(0).batches()); // not the three of the broken epoch
        assertEquals(3, history.epochs().get(0).firstBatch());
    }

    @Test
    void recordsTheLossOfOtherLossesToo() throws Exception {
        train(Loss.softmaxCrossEntropyLoss(), 1, 2 * BATCH);
        double[] losses = history.losses();
        assertEquals(2, losses.length);
        // embeddings of length one are near-equal scores for 256 classes
        assertEquals(Math.log(256), losses[0], 0.5);
        assertTrue(Double.isNaN(history.activeFractions()[0]));
    }

    private void train(Loss loss, int epochs, int images, TrainingListener... more)
            throws Exception {
        Mnist mnist =
                Mnist.builder()
                        .optRepository(MnistData.repository())
                        .optUsage(Usage.TRAIN)
                        .optLimit(images)
                        .setSampling(BATCH, false)
                        .build();
        try (Model model = Model.newInstance("history")) {
            model.setBlock(Networks.conv2x2());
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(loss)
                            .optOptimizer(
                                    Optimizer.adam()
                                            .optLearningRateTracker(Tracker.fixed(1e-3f))
                                            .build())
                            .addTrainingListeners(history)
                            .addTrainingListeners(more);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(1, 1, 28, 28));
                EasyTrain.fit(trainer, epochs, mnist, null);
            }
        }
    }
}
