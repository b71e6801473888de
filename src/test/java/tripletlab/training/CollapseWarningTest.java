package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tripletlab.Errors;
import tripletlab.data.MnistData;
import tripletlab.distance.Distance;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.SemiHardMiner;
import tripletlab.mining.TripletMiner;
import tripletlab.model.L2Normalize;
import tripletlab.sampling.BalancedBatchSampler;

/** Real trainings of a small network on MNIST: some are meant to fail. */
class CollapseWarningTest {

    private static final int WINDOW = 20;

    private final List<String> told = new ArrayList<>();
    private final TrainingHistory history = new TrainingHistory();
    private final CollapseWarning warning = new CollapseWarning(history, WINDOW, told::add);

    private static TripletLoss.Builder loss(TripletMiner miner) {
        return TripletLoss.builder().setMiner(miner);
    }

    @Test
    void batchHardCollapsesAtALargeLearningRate() throws Exception {
        train(loss(new BatchHardMiner()).build(), 1e-2f, 80);
        assertTold("The embeddings collapse", "equal distances cost 1.0000", "norm", "smaller");
        assertTold("Try SemiHardMiner or BatchAllMiner for the first epochs");
        train(loss(new BatchHardMiner()).build(), 1e-2f, 80); // a second training is told again
        assertEquals(2, told.size());
    }

    @Test
    void theSoftMarginCollapsesToTheLogarithmOfTwo() throws Exception {
        train(loss(new BatchHardMiner()).optSoftMargin().build(), 1e-2f, 80);
        assertTold("The embeddings collapse", "equal distances cost 0.6931", "SemiHardMiner");
        assertTrue(!told.get(0).contains("optSoftMargin"), told.get(0));
    }

    @Test
    void aLearningRateThatIsFarTooSmallTeachesNothing() throws Exception {
        train(loss(new SemiHardMiner()).build(), 1e-8f, 4 * WINDOW);
        assertTold("Nothing is learned", "ten times as large");
    }

    @Test
    void healthyTrainingsAreLeftAlone() throws Exception {
        int batches = 5 * WINDOW;
        train(loss(new SemiHardMiner()).build(), 1e-4f, batches); // slow, not stuck
        train(loss(new BatchAllMiner()).build(), 1e-3f, batches);
        // its mean over active triplets stays at the margin all the time
        train(
                loss(new BatchAllMiner())
                        .optMargin(0.2f)
                        .optDistance(Distance.SQUARED_EUCLIDEAN)
                        .build(),
                1e-3f,
                batches);
        assertEquals(List.of(), told);
        assertEquals(List.of(), warning.warnings());
    }

    @Test
    void aLossWithoutStatisticsIsRefused() {
        Loss loss = Loss.softmaxCrossEntropyLoss();
        Exception e = assertThrows(IllegalStateException.class, () -> train(loss, 1e-3f, 1));
        assertTrue(e.getMessage().contains("MiningLoss"), e.getMessage());
    }

    @Test
    void aHistoryThatDoesNotRecordTheTrainingBeforeItIsNamed() {
        TripletLoss loss = loss(new SemiHardMiner()).build();
        for (TrainingListener[] listeners :
                new TrainingListener[][] {{warning}, {warning, history}}) {
            Exception e =
                    assertThrows(
                            IllegalStateException.class, () -> train(loss, 1e-3f, 1, listeners));
            assertTrue(e.getMessage().startsWith("the history has not"), e.getMessage());
        }
    }

    @Test
    void namesWrongArguments() {
        Errors.assertNames(() -> new CollapseWarning(history, 1, told::add), "window", "1");
    }

    private void assertTold(String... parts) {
        assertEquals(1, told.size(), told.toString());
        assertEquals(told, warning.warnings());
        for (String part : parts) {
            assertTrue(told.get(0).contains(part), part + " not in: " + told.get(0));
        }
    }

    private void train(Loss loss, float rate, int batches) throws Exception {
        train(loss, rate, batches, history, warning);
    }

    private static void train(Loss loss, float rate, int batches, TrainingListener... listeners)
            throws Exception {
        Engine.getInstance().setRandomSeed(7);
        Mnist mnist =
                Mnist.builder()
                        .optRepository(MnistData.repository())
                        .optUsage(Usage.TEST)
                        .optLimit(2000)
                        .setSampling(new BalancedBatchSampler(8, 4, batches, 1))
                        .build();
        Optimizer adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(rate)).build();
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(loss).optOptimizer(adam).addTrainingListeners(listeners);
        try (Model model = Model.newInstance("digits")) {
            model.setBlock(network());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(1, 1, 28, 28));
                EasyTrain.fit(trainer, 1, mnist, null);
            }
        }
    }

    private static SequentialBlock network() {
        return new SequentialBlock()
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(64).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(32).build())
                .add(new L2Normalize());
    }
}
