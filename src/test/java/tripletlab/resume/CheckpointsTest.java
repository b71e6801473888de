package tripletlab.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tripletlab.Errors;
import tripletlab.distance.Distance;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.DistanceWeightedMiner;
import tripletlab.offline.FaceNetSelector;
import tripletlab.offline.GivenTripletLoss;
import tripletlab.offline.OfflineTriplets;
import tripletlab.offline.TripletLayout;
import tripletlab.sampling.BalancedBatchSampler;
import tripletlab.sampling.Resumable;
import tripletlab.training.MovingAverage;
import tripletlab.training.TrainingHistory;

class CheckpointsTest {

    private static final int EPOCHS = 6;

    @TempDir private Path folder;

    /** What a run is made of, apart from the network. */
    private interface Setup {
        Parts parts(TinyRun run);
    }

    private record Parts(Loss loss, Dataset data, Resumable... resumables) {}

    /** Losses of all batches, and the parameters at the end. */
    private record Result(List<Double> losses, List<Float> parameters) {}

    /** DJL's own random order and dropout, with draws by the loss. */
    private static Parts online(TinyRun run) {
        DistanceWeightedMiner miner = new DistanceWeightedMiner(3);
        SeededEpochs data = new SeededEpochs(run.shuffledByDjl(), 4);
        return new Parts(TripletLoss.builder().setMiner(miner).build(), data, data, miner);
    }

    /** P classes × K items. */
    private static Parts balanced(TinyRun run) {
        BalancedBatchSampler sampler = new BalancedBatchSampler(4, 3, 7, 5);
        SeededEpochs data = new SeededEpochs(run.data(sampler), 4);
        Loss loss = TripletLoss.builder().setMiner(new BatchAllMiner()).build();
        return new Parts(loss, data, data, sampler);
    }

    private static Parts offline(TinyRun run) {
        OfflineTriplets triplets =
                new OfflineTriplets(
                                run.model(),
                                run.data(new BalancedBatchSampler(1, 1, 1, 1)),
                                new BalancedBatchSampler(5, 4, 3, 1),
                                new FaceNetSelector(0.5, 2),
                                3)
                        .optTripletsPerBatch(5)
                        .optSteps(9);
        SeededEpochs data = new SeededEpochs(triplets, 4);
        Loss loss =
                GivenTripletLoss.builder()
                        .setLayout(TripletLayout.ROWS)
                        .optDistance(Distance.SQUARED_EUCLIDEAN)
                        .optMargin(0.5f)
                        .build();
        return new Parts(loss, data, data, triplets);
    }

    @Test
    void aResumedRunIsTheUninterruptedOneWithDjlsSampler() throws Exception {
        assertResumesExactly(CheckpointsTest::online);
    }

    @Test
    void aResumedRunIsTheUninterruptedOneWithBalancedBatches() throws Exception {
        assertResumesExactly(CheckpointsTest::balanced);
    }

    @Test
    void aResumedRunIsTheUninterruptedOneWithOfflineMining() throws Exception {
        assertResumesExactly(CheckpointsTest::offline);
    }

    private void assertResumesExactly(Setup setup) throws Exception {
        Result whole = run(setup, "whole", 1, EPOCHS);
        int perEpoch = whole.losses().size() / EPOCHS;

        List<Double> losses = new ArrayList<>(run(setup, "parts", 1, 2).losses());
        losses.addAll(run(setup, "parts", 1, 5).losses());
        Result last = run(setup, "parts", 1, EPOCHS);
        losses.addAll(last.losses());
        assertEquals(whole.losses(), losses, "stopped after epochs 2 and 5");
        assertEquals(whole.parameters(), last.parameters());

        // epoch 5 is broken off, and that of epoch 4 is no checkpoint: 3 is the last
        Result broken = run(setup, "broken", 3, EPOCHS, new StopsAt(4 * perEpoch + 2));
        assertEquals(whole.losses().subList(0, 4 * perEpoch + 2), broken.losses());
        Result resumed = run(setup, "broken", 3, EPOCHS);
        assertEquals(whole.losses().subList(3 * perEpoch, whole.losses().size()), resumed.losses());
        assertEquals(whole.parameters(), resumed.parameters());
        assertNotEquals(
                whole.losses().subList(0, perEpoch), losses.subList(perEpoch, 2 * perEpoch));
    }

    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Breaks a training off, as an interrupted cell does. */
    private static final class StopsAt extends TrainingListenerAdapter {
        private int left;

        StopsAt(int batches) {
            this.left = batches;
        }

        @Override
        public void onTrainingBatch(Trainer trainer, BatchData data) {
            left--;
            if (left == 0) {
                throw new Stop();
            }
        }
    }

    private Checkpoints checkpoints(TinyRun run, String name, Resumable... resumables) {
        return new Checkpoints(folder.resolve(name), 1, run.adam(), resumables);
    }

    /** One run of a program: resumes what there is, trains up to an epoch. */
    private Result run(
            Setup setup, String name, int every, int epochs, TrainingListener... listeners)
            throws Exception {
        TrainingHistory history = new TrainingHistory();
        try (TinyRun run = new TinyRun()) {
            Parts parts = setup.parts(run);
            Checkpoints checkpoints =
                    new Checkpoints(folder.resolve(name), every, run.adam(), parts.resumables());
            int done = checkpoints.resume(run.model());
            List<TrainingListener> all = new ArrayList<>(List.of(history, checkpoints));
            all.addAll(List.of(listeners));
            Trainer trainer = run.trainer(parts.loss(), all.toArray(TrainingListener[]::new));
            try {
                EasyTrain.fit(trainer, epochs - done, parts.data(), null);
            } catch (Stop e) {
                assertFalse(history.epochs().isEmpty());
            }
            return new Result(DoubleStream.of(history.losses()).boxed().toList(), run.parameters());
        }
    }

    @Test
    void aPlainLoopSavesOnDemandAndResumesExactly() throws Exception {
        Result whole = plainLoop("whole", EPOCHS);
        plainLoop("parts", 2);
        Result resumed = plainLoop("parts", EPOCHS);
        int size = whole.losses().size();
        assertEquals(whole.losses().subList(size / EPOCHS * 2, size), resumed.losses());
        assertEquals(whole.parameters(), resumed.parameters());
    }

    private Result plainLoop(String name, int epochs) throws Exception {
        List<Double> losses = new ArrayList<>();
        try (TinyRun run = new TinyRun()) {
            Parts parts = online(run);
            Checkpoints checkpoints = checkpoints(run, name, parts.resumables());
            int done = checkpoints.resume(run.model());
            Trainer trainer = run.trainer(parts.loss());
            for (int epoch = done + 1; epoch <= epochs; epoch++) {
                for (Batch batch : trainer.iterateDataset(parts.data())) {
                    try (batch;
                            GradientCollector collector = trainer.newGradientCollector()) {
                        var loss =
                                parts.loss()
                                        .evaluate(
                                                batch.getLabels(),
                                                trainer.forward(batch.getData()));
                        collector.backward(loss);
                        losses.add((double) loss.getFloat());
                    }
                    trainer.step();
                }
                checkpoints.save(trainer, epoch);
            }
            return new Result(losses, run.parameters());
        }
    }

    @Test
    void savesAfterEveryNthEpoch() throws Exception {
        run(CheckpointsTest::balanced, "every", 2, 5);
        try (var files = Files.list(folder.resolve("every"))) {
            assertEquals(
                    List.of("epoch-0002.zip", "epoch-0004.zip"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void averagesAroundTheOptimizerGoOnToo() throws Exception {
        List<Float> saved;
        List<Float> ofInner;
        try (TinyRun run = new TinyRun()) {
            MovingAverage inner = new MovingAverage(run.adam(), 0.5, false);
            MovingAverage average = new MovingAverage(inner, 0.9, true);
            Checkpoints checkpoints = new Checkpoints(folder.resolve("average"), 1, average);
            Trainer trainer = run.trainer(online(run).loss(), average, checkpoints);
            EasyTrain.fit(trainer, 1, run.shuffledByDjl(), null);
            saved = averages(average, run);
            ofInner = averages(inner, run);
            assertNotEquals(ofInner, saved);
        }
        try (TinyRun run = new TinyRun()) {
            MovingAverage inner = new MovingAverage(run.adam(), 0.5, false);
            MovingAverage average = new MovingAverage(inner, 0.9, true);
            Checkpoints checkpoints = new Checkpoints(folder.resolve("average"), 1, average);
            assertEquals(1, checkpoints.resume(run.model()));
            assertEquals(saved, averages(average, run));
            assertEquals(ofInner, averages(inner, run));
        }
        try (TinyRun run = new TinyRun()) {
            Errors.assertNames(
                    () -> checkpoints(run, "average").resume(run.model()), "parts", "average");
        }
    }

    private static List<Float> averages(MovingAverage average, TinyRun run) {
        MovingAverage.Scope scope = average.applied(run.model());
        List<Float> averages = run.parameters();
        scope.close();
        return averages;
    }

    @Test
    void aCheckpointOfOtherSeedsOrAnotherNetworkIsRefused() throws Exception {
        run(CheckpointsTest::balanced, "a", 1, 1);
        try (TinyRun run = new TinyRun()) {
            Resumable other = new BalancedBatchSampler(4, 3, 7, 6);
            SeededEpochs epochs = new SeededEpochs(run.shuffledByDjl(), 4);
            Errors.assertNames(
                    () -> checkpoints(run, "a", epochs, other).resume(run.model()),
                    "epoch-0001.zip",
                    "BalancedBatchSampler of seed 5",
                    "BalancedBatchSampler of seed 6");
            Checkpoints checkpoints =
                    checkpoints(run, "a", epochs, new BalancedBatchSampler(4, 3, 7, 5));
            try (Model model = Model.newInstance("other")) {
                model.setBlock(TinyRun.network(4).add(TinyRun.network(2)));
                Errors.assertNames(() -> checkpoints.resume(model), "epoch-0001.zip", "parameters");
            }
            assertEquals(1, checkpoints.resume(run.model()));
        }
    }

    @Test
    void aNetworkWithParametersIsNotReplacedUnseen() throws Exception {
        run(CheckpointsTest::balanced, "a", 1, 1);
        try (TinyRun run = new TinyRun()) {
            run.trainer(online(run).loss());
            Exception e =
                    assertThrows(
                            IllegalStateException.class,
                            () -> checkpoints(run, "a").resume(run.model()));
            assertTrue(e.getMessage().contains("before trainer.initialize"), e.getMessage());
        }
    }

    @Test
    void aTrainingThatForgetsToResumeIsRefused() throws Exception {
        run(CheckpointsTest::balanced, "a", 1, 1);
        try (TinyRun run = new TinyRun()) {
            Loss loss = online(run).loss();
            Checkpoints checkpoints = checkpoints(run, "a");
            Exception e =
                    assertThrows(IllegalStateException.class, () -> run.trainer(loss, checkpoints));
            assertTrue(e.getMessage().contains("call resume"), e.getMessage());
        }
    }

    @Test
    void nothingIsSavedInTheMiddleOfAnEpoch() throws Exception {
        try (TinyRun run = new TinyRun()) {
            Parts parts = balanced(run);
            Checkpoints checkpoints = checkpoints(run, "a", parts.resumables());
            Trainer trainer = run.trainer(parts.loss(), checkpoints, new StopsAt(3));
            assertThrows(Stop.class, () -> EasyTrain.fit(trainer, 1, parts.data(), null));
            Exception e =
                    assertThrows(IllegalStateException.class, () -> checkpoints.save(trainer, 0));
            assertTrue(e.getMessage().contains("3 batches"), e.getMessage());
            Errors.assertNames(() -> checkpoints.save(trainer, -1), "epochs", "-1");
        }
    }

    @Test
    void aDamagedCheckpointIsNamedAndTheOneBeforeItIsGood() throws Exception {
        run(CheckpointsTest::balanced, "a", 1, 2);
        Path newest = folder.resolve("a/epoch-0002.zip");
        byte[] bytes = Files.readAllBytes(newest);
        for (byte[] damaged :
                List.of(new byte[0], Arrays.copyOf(bytes, 200), changed(bytes, bytes.length / 2))) {
            Files.write(newest, damaged);
            try (TinyRun run = new TinyRun()) {
                Checkpoints checkpoints = checkpoints(run, "a", balanced(run).resumables());
                Exception e =
                        assertThrows(IOException.class, () -> checkpoints.resume(run.model()));
                assertTrue(
                        e.getMessage().startsWith(newest + " is damaged")
                                && e.getMessage().endsWith("resumes from epoch-0001.zip"),
                        e.getMessage());
            }
        }
        Files.delete(newest);
        try (TinyRun run = new TinyRun()) {
            Checkpoints checkpoints = checkpoints(run, "a", balanced(run).resumables());
            assertEquals(1, checkpoints.resume(run.model()));
        }
    }

    private static byte[] changed(byte[] bytes, int place) {
        byte[] changed = bytes.clone();
        changed[place]++;
        return changed;
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        try (TinyRun run = new TinyRun()) {
            Parts parts = balanced(run);
            Checkpoints checkpoints = checkpoints(run, "file/a", parts.resumables());
            Trainer trainer = run.trainer(parts.loss(), checkpoints);
            Exception e =
                    assertThrows(
                            UncheckedIOException.class,
                            () -> EasyTrain.fit(trainer, 1, parts.data(), null));
            assertTrue(e.getMessage().contains("epoch 1"), e.getMessage());
        }
    }

    @Test
    void namesWrongArguments() {
        Optimizer plain = Optimizer.adam().build();
        ResumableAdam adam = new ResumableAdam(Optimizer.adam());
        Errors.assertNames(() -> new Checkpoints(folder, 0, adam), "every", "0");
        Errors.assertNames(
                () -> new Checkpoints(folder, 1, new MovingAverage(plain, 0.9, false)),
                "optimizer",
                "Adam");
    }

    @Test
    void theNetworkGoesOnInPlainDjlCode() throws Exception {
        run(CheckpointsTest::balanced, "a", 1, 1);
        try (TinyRun run = new TinyRun()) {
            Checkpoints checkpoints = checkpoints(run, "a", balanced(run).resumables());
            checkpoints.resume(run.model());
            Engine.getInstance().setRandomSeed(1);
            List<Float> loaded = run.parameters();
            run.trainer(online(run).loss()).initialize(new Shape(1, TinyRun.DIMENSION));
            assertEquals(loaded, run.parameters());
        }
    }
}
