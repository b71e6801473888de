package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import ai.djl.Model;
import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.training.listener.TrainingListener;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.Errors;
import tripletlab.RandomBatch;
import tripletlab.data.MnistData;
import tripletlab.model.Networks;
import tripletlab.training.SmallTraining.Loop;

class EmbeddingSnapshotsTest {

    private static final int SIZE = 270; // more than are embedded at once
    private static final RandomBatch POINTS =
            RandomBatch.of(RandomBatch.Kind.RANDOM, SIZE, SmallTraining.INPUTS, 3);

    private static EmbeddingSnapshots snapshots(int everyBatches) {
        try (NDManager manager = NDManager.newBaseManager()) {
            return new EmbeddingSnapshots(
                    RandomBatch.array(manager, POINTS.embeddings()),
                    manager.create(POINTS.labels()),
                    everyBatches);
        }
    }

    private static SmallTraining training(TrainingListener... listeners) {
        return new SmallTraining(SmallTraining.network(), SmallTraining.adam(), listeners);
    }

    private static float[][] embedded(Trainer trainer) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDArray points = RandomBatch.array(manager, POINTS.embeddings());
            float[] all = trainer.evaluate(new NDList(points)).singletonOrThrow().toFloatArray();
            float[][] rows = new float[SIZE][];
            int width = all.length / SIZE;
            Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * width, (i + 1) * width));
            return rows;
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheEmbeddingsOfTheUntrainedNetworkAndOfEachEpoch(Loop loop) throws Exception {
        EmbeddingSnapshots snapshots = snapshots(0);
        try (SmallTraining training = training(snapshots)) {
            assertKept(embedded(training.trainer()), snapshots, training, loop);
        }
        assertArrayEquals(POINTS.labels(), snapshots.labels());
    }

    private static void assertKept(
            float[][] untrained, EmbeddingSnapshots snapshots, SmallTraining training, Loop loop)
            throws Exception {
        for (int epoch = 1; epoch <= 2; epoch++) {
            training.fit(loop, 1);
            assertEquals(epoch + 1, snapshots.snapshots().size());
            EmbeddingSnapshots.Snapshot last = snapshots.snapshots().get(epoch);
            assertEquals(epoch, last.epoch());
            assertEquals(epoch * SmallTraining.BATCHES, last.batch());
            assertRows(embedded(training.trainer()), last.vectors());
        }
        EmbeddingSnapshots.Snapshot first = snapshots.snapshots().get(0);
        assertEquals(0, first.epoch());
        assertEquals(0, first.batch());
        assertRows(untrained, first.vectors());
        assertFalse(Arrays.deepEquals(untrained, snapshots.snapshots().get(1).vectors()));
    }

    private static void assertRows(float[][] expected, float[][] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual[i], 1e-6f, "row " + i);
        }
    }

    @Test
    void everyNBatchesToo() throws Exception {
        EmbeddingSnapshots snapshots = snapshots(3);
        try (SmallTraining training = training(snapshots)) {
            training.fit(Loop.EASY_TRAIN, 3); // of five batches each
        }
        assertEquals(
                List.of("0/0", "0/3", "1/5", "1/6", "1/9", "2/10", "2/12", "3/15"),
                snapshots.snapshots().stream().map(s -> s.epoch() + "/" + s.batch()).toList());
    }

    @Test
    void anEpochsEndThatIsDueAnywayIsTakenOnce() throws Exception {
        EmbeddingSnapshots snapshots = snapshots(SmallTraining.BATCHES);
        try (SmallTraining training = training(snapshots)) {
            training.fit(Loop.EASY_TRAIN, 1);
            training.fit(Loop.EASY_TRAIN, 2);
        }
        assertEquals(4, snapshots.snapshots().size());
    }

    /** Dropout and shuffling draw random numbers; neither may notice the listener. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theTrainingIsTheSameAsWithout(int everyBatches) throws Exception {
        TrainingHistory expected = new TrainingHistory();
        try (SmallTraining training = training(expected)) {
            training.fit(Loop.EASY_TRAIN, 4);
        }
        TrainingHistory history = new TrainingHistory();
        EmbeddingSnapshots snapshots = snapshots(everyBatches);
        try (SmallTraining training = training(snapshots, history)) {
            Metrics metrics = new Metrics();
            training.trainer().setMetrics(metrics);
            training.fit(Loop.EASY_TRAIN, 4);
            assertEquals(4 * SmallTraining.BATCHES, metrics.getMetric("forward").size());
        }
        assertArrayEquals(expected.losses(), history.losses()); // bit by bit
        assertArrayEquals(expected.meanNorms(), history.meanNorms());
        assertArrayEquals(expected.activeFractions(), history.activeFractions());
    }

    @Test
    void readsADatasetInItsOrderWhateverItsSampling() throws Exception {
        Mnist.Builder digits =
                Mnist.builder()
                        .optRepository(MnistData.repository())
                        .optUsage(Usage.TEST)
                        .optLimit(12);
        EmbeddingSnapshots snapshots =
                new EmbeddingSnapshots(digits.setSampling(5, true).build(), 0);
        assertArrayEquals(new int[] {7, 2, 1, 0, 4, 1, 4, 9, 5, 9, 0, 6}, snapshots.labels());
        try (Model model = Model.newInstance("digits")) {
            model.setBlock(Networks.conv2x2());
            DefaultTrainingConfig config = new DefaultTrainingConfig(SmallTraining.loss());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(1, 1, 28, 28));
                snapshots.onEpoch(trainer);
            }
        }
        float[][] vectors = snapshots.snapshots().get(0).vectors();
        assertEquals(12, vectors.length);
        assertEquals(256, vectors[11].length);
        assertNotSame(snapshots.labels(), snapshots.labels());
    }

    @Test
    void keepsNoNativeMemory() throws Exception {
        try (SmallTraining training = training(snapshots(1))) {
            training.fit(Loop.EASY_TRAIN, 1);
            int before = training.nativeArrays();
            training.fit(Loop.EASY_TRAIN, 10);
            assertEquals(before, training.nativeArrays());
        }
    }

    @Test
    void namesWrongArguments() {
        Errors.assertNames(() -> snapshots(-1), "everyBatches", "-1");
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = manager.ones(new Shape(3, 2));
            NDArray two = manager.create(new int[] {1, 2});
            Errors.assertNames(() -> new EmbeddingSnapshots(images, two, 0), "labels", "(2)", "3");
        }
    }
}
