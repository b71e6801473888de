package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.Optimizer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import tripletlab.PlainDataset;
import tripletlab.data.ClassItems;
import tripletlab.data.ClassSubset;
import tripletlab.data.FashionMnistData;
import tripletlab.data.Labels;
import tripletlab.data.MnistData;
import tripletlab.model.L2Normalize;
import tripletlab.model.Networks;
import tripletlab.offline.FaceNetSelector;
import tripletlab.offline.OfflineTriplets;
import tripletlab.offline.TripletSelector;
import tripletlab.resume.Checkpoints;
import tripletlab.resume.ResumableAdam;
import tripletlab.resume.SeededEpochs;
import tripletlab.sampling.BalancedBatchSampler;
import tripletlab.sampling.Resumable;
import tripletlab.sampling.WithSampler;

/** What data, sampling, model and training say to null, whichever argument it is. */
class NullArgumentsTest {

    private static final RandomAccessDataset DATA = PlainDataset.of(new long[] {0, 1});
    private static final BalancedBatchSampler SAMPLER = new BalancedBatchSampler(1, 1, 1, 1);
    private static final TripletSelector SELECTOR = new FaceNetSelector(0.2, 1);
    private static final ResumableAdam ADAM = new ResumableAdam(Optimizer.adam());

    private final Checkpoints checkpoints = new Checkpoints(Path.of("target", "none"), 1, ADAM);
    private final MovingAverage average = new MovingAverage(SmallTraining.adam(), 0.9, false);

    private record Call(String name, Executable call) {}

    private static Call call(String name, Executable call) {
        return new Call(name, call);
    }

    @TestFactory
    Stream<DynamicTest> areNamed() {
        return Stream.of(data(), sampling(), listeners(), optimizers(), offline())
                .flatMap(List::stream)
                .map(call -> DynamicTest.dynamicTest(call.name(), () -> assertNamed(call)));
    }

    private static void assertNamed(Call call) {
        Exception e = assertThrows(IllegalArgumentException.class, call.call());
        assertEquals(call.name() + " is null", e.getMessage());
    }

    private static List<Call> data() {
        return List.of(
                call("dataset", () -> ClassItems.of(null)),
                call("dataset", () -> ClassSubset.of(null, 1)),
                call("classes", () -> ClassSubset.of(DATA, (int[]) null)),
                call("labels", () -> Labels.classes(null, 2)),
                call("labels", () -> Labels.classes(null)),
                call("labels", () -> Labels.requireOneForEach(null, 2, "row")),
                call("labels", () -> Labels.values(null)),
                call("labels", () -> Labels.ints(null)),
                call("folder", () -> MnistData.repository(null)),
                call("folder", () -> FashionMnistData.repository(null)),
                call("network", () -> L2Normalize.in(null)),
                call("network", () -> Networks.parameterCount(null)));
    }

    private static List<Call> sampling() {
        return List.of(
                call("smallClass", () -> new BalancedBatchSampler(1, 1, 1, 1, null)),
                call("dataset", () -> SAMPLER.sample(null)),
                call("dataset", () -> new WithSampler(null, SAMPLER)),
                call("sampler", () -> new WithSampler(DATA, null)),
                call("manager", () -> new WithSampler(DATA, SAMPLER).getData(null)),
                call("data", () -> new SeededEpochs(null, 1)),
                call("manager", () -> new SeededEpochs(DATA, 1).getData(null)),
                call("model", () -> NetworkEmbedder.embed(null, new NDList())));
    }

    private List<Call> listeners() {
        TrainingHistory history = new TrainingHistory();
        return List.of(
                call("file", () -> history.writeCsv(null)),
                call("trainer", () -> history.onTrainingBatch(null, null)),
                call(
                        "trainer",
                        () ->
                                new CollapseWarning(history, 9, text -> {})
                                        .onTrainingBatch(null, null)),
                call("history", () -> new CollapseWarning(null, 9, text -> {})),
                call("reporter", () -> new CollapseWarning(history, 9, null)),
                call("data", () -> new EmbeddingSnapshots(null, 0)),
                call("images", () -> new EmbeddingSnapshots(null, null, 0)),
                call("labels", () -> snapshotsWithoutLabels()),
                call("model", () -> checkpoints.resume(null)),
                call("trainer", () -> checkpoints.save(null, 1)),
                call("trainer", () -> checkpoints.onEpoch(null)),
                call("folder", () -> new Checkpoints(null, 1, ADAM)),
                call("optimizer", () -> new Checkpoints(Path.of("target"), 1, null)),
                call("resumables", () -> checkpointsOf((Resumable[]) null)),
                call("resumables[1]", () -> checkpointsOf(SAMPLER, null)));
    }

    private static Checkpoints checkpointsOf(Resumable... resumables) {
        return new Checkpoints(Path.of("target"), 1, ADAM, resumables);
    }

    private static void snapshotsWithoutLabels() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = manager.create(new float[1]);
            new EmbeddingSnapshots(images, null, 0);
        }
    }

    private static Block block() {
        return SmallTraining.network();
    }

    private List<Call> optimizers() {
        return List.of(
                call("builder", () -> new ResumableAdam((Adam.Builder) null)),
                call("optimizer", () -> new L2Regularization(null, block(), 0)),
                call("block", () -> new L2Regularization(SmallTraining.adam(), null, 0)),
                call("optimizer", () -> new MovingAverage(null, 0.9, false)),
                call("model", () -> average.applied(null)),
                call("network", () -> MovingAverage.requireWeights(null)));
    }

    private static List<Call> offline() {
        return List.of(
                call("model", () -> new OfflineTriplets(null, DATA, SAMPLER, SELECTOR, 1)),
                call("dataset", () -> offline(null, SAMPLER, SELECTOR)),
                call("sampler", () -> offline(DATA, null, SELECTOR)),
                call("selector", () -> offline(DATA, SAMPLER, null)));
    }

    private static void offline(
            RandomAccessDataset data, BalancedBatchSampler sampler, TripletSelector selector) {
        try (Model model = Model.newInstance("none")) {
            new OfflineTriplets(model, data, sampler, selector, 1);
        }
    }
}
