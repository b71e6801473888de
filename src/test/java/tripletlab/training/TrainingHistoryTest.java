package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;
import tripletlab.data.MnistData;
import tripletlab.internal.WholeFile;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.MiningStats;
import tripletlab.mining.SemiHardMiner;
import tripletlab.model.L2Normalize;
import tripletlab.model.Networks;
import tripletlab.plot.TinyTraining;

class TrainingHistoryTest {

    private static final int BATCH = 32;
    private static final double NONE = Double.NaN;

    @TempDir private Path folder;

    private final TrainingHistory history = new TrainingHistory();
    private final TripletLoss loss = TripletLoss.builder().setMiner(new SemiHardMiner()).build();

    @Test
    void recordsEachBatchAndEpochOfARealTraining() throws Exception {
        Engine.getInstance().setRandomSeed(7);
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
        assertTrue(epochs.get(0).imagesPerSecond() > 0, epochs.get(0)::toString);
        for (int i = 0; i < 40; i++) {
            assertTrue(history.meanNorms()[i] > 0, "norm " + history.meanNorms()[i]);
            double active = history.activeFractions()[i];
            assertTrue(active > 0 && active <= 1, "active " + active);
        }
    }

    /** A listener behind it sees the same numbers where they come from. */
    @Test
    void recordsWhatLossAndNetworkTell() throws Exception {
        List<double[]> seen = new ArrayList<>();
        TrainingListener watch =
                new TrainingListenerAdapter() {
                    @Override
                    public void onTrainingBatch(Trainer trainer, BatchData data) {
                        MiningStats stats = loss.lastStats();
                        double norm =
                                L2Normalize.in(trainer.getModel().getBlock())
                                        .orElseThrow()
                                        .meanNorm();
                        double active = (double) stats.active() / stats.taken();
                        double positive = stats.meanPositive();
                        double negative = stats.meanNegative();
                        seen.add(new double[] {stats.loss(), norm, active, positive, negative});
                    }
                };
        train(loss, 1, 3 * BATCH, watch);
        for (int i = 0; i < 3; i++) {
            double[] recorded = {
                history.losses()[i],
                history.meanNorms()[i],
                history.activeFractions()[i],
                history.meanPositives()[i],
                history.meanNegatives()[i]
            };
            assertArrayEquals(seen.get(i), recorded);
            assertTrue(recorded[3] > 0 && recorded[4] > recorded[3], Arrays.toString(recorded));
        }
        Epoch epoch = history.epochs().get(0);
        assertEquals(mean(history.meanPositives()), epoch.meanPositive(), 1e-12);
        assertEquals(mean(history.meanNegatives()), epoch.meanNegative(), 1e-12);
    }

    /**
     * DJL hands listeners the labels and predictions of each device; here they were split by hand.
     */
    @Test
    void aBatchSplitOverDevicesIsTheMeanOfItsSplits() throws Exception {
        NDManager manager = NDManager.newBaseManager();
        try (manager;
                Model model = Model.newInstance("split")) {
            model.setBlock(Blocks.identityBlock());
            TripletLoss hard = TripletLoss.builder().setMiner(new BatchHardMiner()).build();
            Trainer trainer = model.newTrainer(new DefaultTrainingConfig(hard));
            // anchors 0 and 1: gaps 1 and 0, d_ap 1; lone 2 is left out
            NDArray first = manager.create(new float[] {0, 1, 2}, new Shape(3, 1));
            NDArray firstLabels = manager.create(new int[] {0, 0, 1});
            // anchors 0 to 3, d_ap 0 and gap 0.5 each
            NDArray second = manager.create(new float[] {0, 0, 0.5f, 0.5f}, new Shape(4, 1));
            NDArray secondLabels = manager.create(new int[] {0, 0, 1, 1});
            Batch batch = new Batch(manager, new NDList(), new NDList(), 7, null, null, 7, 7);
            TrainingListener.BatchData data =
                    new TrainingListener.BatchData(
                            batch,
                            Map.of(
                                    Device.gpu(0),
                                    new NDList(firstLabels),
                                    Device.gpu(1),
                                    new NDList(secondLabels)),
                            Map.of(
                                    Device.gpu(0),
                                    new NDList(first),
                                    Device.gpu(1),
                                    new NDList(second)));
            history.onTrainingBatch(trainer, data);
            trainer.close();
        }
        // costs 0 and 1 of two taken, 0.5 of each of four
        assertEquals((3 * 0.5 + 4 * 0.5) / 7, history.losses()[0], 1e-12);
        assertEquals((1 + 4) / 6.0, history.activeFractions()[0], 1e-12);
        assertEquals((2 * 1 + 4 * 0) / 6.0, history.meanPositives()[0], 1e-12);
        assertEquals((2 + 1 + 4 * 0.5) / 6, history.meanNegatives()[0], 1e-12);
    }

    /** As when a page evaluates the same loss for a figure while it is trained with. */
    @Test
    void whatOtherThreadsEvaluateIsNotRecorded() throws Exception {
        TrainingListener disturb =
                new TrainingListenerAdapter() {
                    @Override
                    public void onTrainingBatch(Trainer trainer, BatchData data) {
                        Thread other = new Thread(TrainingHistoryTest.this::evaluateTwins);
                        other.start();
                        try {
                            other.join();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        assertEquals(0, loss.lastStats().meanPositive());
                        history.onTrainingBatch(trainer, data);
                    }
                };
        train(loss, 1, 2 * BATCH, disturb);
        assertEquals(4, history.batches()); // each twice
        double[] losses = history.losses();
        assertEquals(losses[0], losses[1]);
        assertEquals(losses[2], losses[3]);
    }

    private void evaluateTwins() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList labels = new NDList(manager.create(new int[] {0, 0, 1}));
            loss.evaluate(labels, new NDList(manager.ones(new Shape(3, 2))));
        }
    }

    /** 97 images in batches of 32: DJL's last batch has one. */
    @Test
    void aLastBatchOfOneImageCostsNothing() throws Exception {
        train(loss, 1, 3 * BATCH + 1);
        assertEquals(4, history.batches());
        assertEquals(0, history.losses()[3]);
        assertTrue(Double.isNaN(history.activeFractions()[3]));
        Epoch epoch = history.epochs().get(0);
        assertEquals(mean(history.losses()), epoch.loss(), 1e-12);
    }

    @Test
    void keepsWhatWasRecordedWhenTheTrainingBreaks() throws Exception {
        assertThrows(IllegalStateException.class, () -> train(loss, 1, 5 * BATCH, stopAfter(3)));
        assertEquals(3, history.batches());
        assertEquals(0, history.epochs().size());
        train(loss, 1, 2 * BATCH);
        assertEquals(5, history.losses().length);
        assertEquals(2, history.epochs().get(0).batches()); // not the three of the broken epoch
        assertEquals(3, history.epochs().get(0).firstBatch());
    }

    /** Its first batch ends at item 32, as if it came after item 4 of the broken epoch. */
    @Test
    void anotherTrainerBeginsANewEpoch() throws Exception {
        try (TinyTraining training = new TinyTraining(history, stopAfter(1))) {
            assertThrows(IllegalStateException.class, () -> training.fit(1, 2, 1));
        }
        train(loss, 1, 2 * BATCH);
        assertEquals(1, history.epochs().size());
        assertEquals(1, history.epochs().get(0).firstBatch());
        assertEquals(2, history.epochs().get(0).batches());
    }

    /** A second a batch of four items; loss and progress of each, then {@code onEpoch}. */
    private Epoch epochOf(TinyTraining training, TrainingHistory timed, String progresses) {
        double loss = 1;
        for (String progress : progresses.split(" ")) {
            training.batch(loss++, Long.parseLong(progress), 4);
        }
        training.endEpoch();
        List<Epoch> epochs = timed.epochs();
        return epochs.get(epochs.size() - 1);
    }

    private static TrainingHistory ticking() {
        PrimitiveIterator.OfLong seconds = LongStream.rangeClosed(1, 1000).iterator();
        return new TrainingHistory(() -> seconds.nextLong() * 1_000_000_000);
    }

    /** Losses are 1, 2, 3, …; the mean and the seconds are those of the batches that count. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    4 8 12 16,          4, 2.5, 3  # as DJL counts
                    0 4 8 12,           4, 2.5, 3  # and with an executor
                    0 0 0 0 0,          5, 3.0, 4  # made by hand
                    -1 -1 -1,           3, 2.0, 2  # of getByIndices
                    4 4 4 4,            4, 2.5, 3  # one batch again and again
                    8 8 16 16 24 24,    6, 3.5, 5  # parts of batches
                    0 1 2 3,            4, 2.5, 3  # numbered
                    4 8 4 8 12,         3, 4.0, 2  # interrupted after two
                    4 4 8 12,           3, 3.0, 2  # interrupted after one
                    4 4 4 8 12,         3, 4.0, 2  # and again
                    0 0 4 8,            3, 3.0, 2
                    4 8 12 4,           1, 4.0, 0
                    """)
    void anEpochIsWhatWasTrainedSinceTheLastOne(
            String progresses, int batches, double loss, String secondsAndWhy) {
        double seconds = Double.parseDouble(secondsAndWhy.split(" ")[0]);
        TrainingHistory timed = ticking();
        try (TinyTraining training = new TinyTraining(timed)) {
            for (int number = 1; number <= 2; number++) {
                Epoch epoch = epochOf(training, timed, progresses);
                assertEquals(number, epoch.number());
                assertEquals(batches, epoch.batches());
                assertEquals(loss, epoch.loss(), 1e-6);
                assertEquals(seconds, epoch.seconds());
                training.endEpoch(); // without a batch: no epoch
            }
        }
        assertEquals(2, timed.epochs().size());
    }

    @Test
    void eachBatchMayBeTrainedTwice() {
        TrainingHistory timed = ticking();
        try (TinyTraining training = new TinyTraining(timed)) {
            training.twice(1, 4, 4);
            training.twice(2, 8, 4);
            training.endEpoch();
        }
        assertEquals(4, timed.epochs().get(0).batches());
        assertEquals(1.5, timed.epochs().get(0).loss(), 1e-6);
    }

    /** Who tells a listener of batches alone need not tell of the trainer. */
    @Test
    void anotherTrainerBeginsANewEpochThoughNobodySaysSo() {
        TrainingHistory timed = ticking();
        try (TinyTraining one = new TinyTraining();
                TinyTraining other = new TinyTraining()) {
            one.tell(timed, 1, 0, 4);
            other.tell(timed, 2, 0, 4);
            other.tell(timed, 3, 0, 4);
            timed.onEpoch(null);
        }
        assertEquals(2, timed.epochs().get(0).batches());
        assertEquals(2.5, timed.epochs().get(0).loss());
    }

    @Test
    void recordsTheLossOfOtherLossesToo() throws Exception {
        train(Loss.softmaxCrossEntropyLoss(), 1, 2 * BATCH);
        double[] losses = history.losses();
        assertEquals(2, losses.length);
        // embeddings of length one are near-equal scores for 64 classes
        assertEquals(Math.log(64), losses[0], 0.5);
        assertTrue(Double.isNaN(history.activeFractions()[0]));
        assertTrue(Double.isNaN(history.meanPositives()[0]));
        assertTrue(Double.isNaN(history.meanNegatives()[0]));
    }

    /** Four images a batch; the time before an epoch's first batch may be a pause. */
    @Test
    void timesAllBatchesButTheFirstOfAnEpoch() {
        PrimitiveIterator.OfLong millis =
                LongStream.of(5000, 5500, 6500, 99_000, 99_250).iterator();
        TrainingHistory timed = new TrainingHistory(() -> millis.nextLong() * 1_000_000);
        try (TinyTraining training = new TinyTraining(timed)) {
            training.fit(1, 3, 2, 1);
            training.fit(1, 1, 1);
        }
        assertEquals(1.5, timed.epochs().get(0).seconds());
        assertEquals(8 / 1.5, timed.epochs().get(0).imagesPerSecond());
        assertEquals(0.25, timed.epochs().get(1).seconds());
        assertEquals(16, timed.epochs().get(1).imagesPerSecond());
        Table batches = timed.batchTable();
        double[] seconds = batches.doubleColumn("seconds").asDoubleArray();
        assertArrayEquals(new double[] {NONE, 0.5, 1, NONE, 0.25}, seconds);
        double[] rates = batches.doubleColumn("images per second").asDoubleArray();
        assertArrayEquals(new double[] {NONE, 8, 4, NONE, 16}, rates);
    }

    @Test
    void oneBatchHasNoRate() {
        Epoch epoch = TinyTraining.history(1, 2).epochs().get(0);
        assertEquals(0, epoch.seconds());
        assertTrue(Double.isNaN(epoch.imagesPerSecond()), epoch::toString);
    }

    @Test
    void theTableHoldsARowABatch() {
        TrainingHistory tiny = TinyTraining.history(2, 4, 2);
        assertEquals(List.of(1, 2), tiny.epochs().stream().map(Epoch::number).toList());
        assertEquals(List.of(3.0, 3.0), tiny.epochs().stream().map(Epoch::loss).toList());
        assertTrue(Double.isNaN(tiny.epochs().get(0).meanPositive()));
        Table batches = tiny.batchTable();
        assertEquals(
                "[batch, epoch, loss, mean norm, active fraction, taken, valid, mean d_ap,"
                        + " mean d_an, images, seconds, images per second]",
                batches.columnNames().toString());
        assertEquals("[1, 2, 3, 4]", batches.intColumn("batch").asList().toString());
        assertEquals("[1, 1, 2, 2]", batches.intColumn("epoch").asList().toString());
        assertEquals("[4, 4, 4, 4]", batches.intColumn("images").asList().toString());
        assertArrayEquals(new double[] {4, 2, 4, 2}, batches.doubleColumn("loss").asDoubleArray());
    }

    @Test
    void anEmptyHistoryHasAnEmptyTable() {
        assertEquals(List.of(), history.epochs());
        assertEquals(0, history.batchTable().rowCount());
    }

    @Test
    void writesPlainCsvInPlaceOfTheFile() throws Exception {
        Path file = folder.resolve("history.csv");
        Files.writeString(file, "old");
        TrainingHistory timed = ticking();
        try (TinyTraining training = new TinyTraining(timed)) {
            training.fit(1, 0.5, 2);
            training.batch(3, 4, 8); // of no finished epoch
        }
        timed.writeCsv(file);
        assertEquals(
                """
                batch,epoch,loss,mean norm,active fraction,taken,valid,mean d_ap,mean d_an,\
                images,seconds,\
                images per second
                1,1,0.5,,,0,0,,,4,,
                2,1,2.0,,,0,0,,,4,1.0,4.0
                3,,3.0,,,0,0,,,4,,
                """,
                Files.readString(file));
        assertOnly(file);
    }

    @Test
    void aMissingFolderIsNamed() {
        Path nowhere = folder.resolve("none");
        Path file = nowhere.resolve("history.csv");
        Exception e = assertThrows(IOException.class, () -> history.writeCsv(file));
        assertTrue(e.getMessage().contains("no folder " + nowhere), e.getMessage());
    }

    /** As a full disk does it: {@code /dev/full} takes no byte. */
    @Test
    void aFullDiskIsNamedAndLeavesNothing() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "a device of Linux");
        Path file = folder.resolve("history.csv");
        Files.writeString(file, "old");
        Files.createSymbolicLink(WholeFile.part(file), Path.of("/dev/full"));
        Exception e = assertThrows(IOException.class, () -> history.writeCsv(file));
        assertEquals(file + " cannot be written: No space left on device", e.getMessage());
        assertEquals("old", Files.readString(file));
        assertOnly(file);
    }

    private void assertOnly(Path file) throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    private TrainingListener stopAfter(int batches) {
        return new TrainingListenerAdapter() {
            @Override
            public void onTrainingBatch(Trainer trainer, BatchData data) {
                if (history.batches() == batches) {
                    throw new IllegalStateException("stopped");
                }
            }
        };
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private void train(Loss loss, int epochs, int images, TrainingListener... more)
            throws Exception {
        Mnist mnist =
                Mnist.builder()
                        .optRepository(MnistData.repository())
                        .optUsage(Usage.TEST)
                        .optLimit(images)
                        .setSampling(BATCH, false)
                        .build();
        try (Model model = Model.newInstance("history")) {
            model.setBlock(Networks.mlp());
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
