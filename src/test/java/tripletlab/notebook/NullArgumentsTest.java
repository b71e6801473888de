package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import ai.djl.training.dataset.SequenceSampler;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.PublicMethods;
import tripletlab.distance.Distance;
import tripletlab.model.Networks;
import tripletlab.notebook.live.LiveTraining;
import tripletlab.notebook.live.SeededTrainer;
import tripletlab.notebook.widgets.Control;
import tripletlab.notebook.widgets.ControlValues;
import tripletlab.notebook.widgets.DraggableTriplet;
import tripletlab.notebook.widgets.DrawingPad;
import tripletlab.notebook.widgets.EmbeddingMap;
import tripletlab.notebook.widgets.FrontEnd;
import tripletlab.notebook.widgets.Interact;
import tripletlab.training.TrainingHistory;

/** Every public method of the three packages of notebooks; reflection finds them. */
class NullArgumentsTest {

    /** Public for the packages below this one only. */
    private static final Set<Class<?>> PLUMBING =
            Set.of(KernelDisplay.class, DaemonThread.class, FigureContent.class);

    private static List<Executable> methods() {
        return Stream.of(Kit.class, LiveTraining.class, Interact.class)
                .flatMap(type -> PublicMethods.beside(type).stream())
                .filter(call -> !PLUMBING.contains(call.getDeclaringClass()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nullIsRefusedByItsName(Executable call) {
        EmbeddingMap map = new EmbeddingMap(new float[2][2], new int[2], new float[2][784]);
        Map<Class<?>, Object> objects =
                Map.of(
                        Catalogue.class,
                        Catalogue.distances(),
                        Interact.class,
                        Interact.with(),
                        DraggableTriplet.class,
                        new DraggableTriplet(1),
                        EmbeddingMap.class,
                        map,
                        DrawingPad.class,
                        new DrawingPad(map, pixels -> pixels, rows -> null),
                        ControlValues.class,
                        FrontEnd.values(Map.of("text", "EUCLIDEAN")),
                        ResultTable.class,
                        new ResultTable("text", "text", "one", "two"),
                        SeededTrainer.class,
                        new SeededTrainer(Networks.mlp(), Loss.l2Loss(), 0.1, 1));
        boolean needed = call instanceof Method && !Modifier.isStatic(call.getModifiers());
        Object target = needed ? objects.get(call.getDeclaringClass()) : null;
        assertTrue(!needed || target != null, "an object for " + call);
        List<String> wrong = PublicMethods.takingNull(call, target, p -> sample(call, p));
        // what an exercise returns may be null, which is wrong rather than misuse
        wrong.removeIf(line -> line.contains("CheckFailed: ") && line.contains(", actual: "));
        PublicMethods.assertNone(wrong);
    }

    private static Mnist digits() {
        return Mnist.builder().setSampling(2, false).build();
    }

    private static Object sample(Executable call, Parameter parameter) {
        Class<?> type = parameter.getType();
        Map<Class<?>, Object> samples = new HashMap<>(ofTraining());
        samples.putAll(
                Map.ofEntries(
                        Map.entry(String.class, "text"),
                        Map.entry(String[].class, new String[] {"one", "two"}),
                        Map.entry(int.class, 1),
                        Map.entry(long.class, 1L),
                        Map.entry(double.class, 1.0),
                        Map.entry(boolean.class, true),
                        Map.entry(int[].class, new int[1]),
                        Map.entry(double[].class, new double[2]),
                        Map.entry(float[].class, new float[784]),
                        Map.entry(float[][].class, new float[2][2]),
                        Map.entry(double[][].class, new double[2][2]),
                        Map.entry(DrawingPad.Embedder.class, (DrawingPad.Embedder) p -> p),
                        Map.entry(
                                DrawingPad.Projection.class, (DrawingPad.Projection) rows -> null),
                        Map.entry(
                                EmbeddingMap.class,
                                new EmbeddingMap(new float[2][2], new int[2], new float[2][784])),
                        Map.entry(Distance.class, Distance.EUCLIDEAN),
                        Map.entry(Object.class, 1),
                        Map.entry(Map.class, Map.of()),
                        Map.entry(Function.class, Function.identity()),
                        Map.entry(Enum.class, Distance.EUCLIDEAN),
                        Map.entry(Class.class, Distance.class),
                        Map.entry(Catalogue.class, Catalogue.distances()),
                        Map.entry(Control[].class, new Control[] {Control.menu("m", "a", "b")}),
                        Map.entry(Exercise.Body.class, (Exercise.Body) () -> {}),
                        Map.entry(Interact.Action.class, (Interact.Action) values -> {}),
                        Map.entry(Interact.View.class, (Interact.View) values -> null),
                        Map.entry(AutoCloseable.class, (AutoCloseable) () -> {}),
                        Map.entry(TrainingHistory.class, new TrainingHistory())));
        assertTrue(samples.containsKey(type), "an example of " + type + " for " + call);
        return samples.get(type);
    }

    private static Map<Class<?>, Object> ofTraining() {
        NDManager manager = NDManager.newBaseManager();
        Batch batch = new Batch(manager, new NDList(), new NDList(), 0, null, null, 0, 0);
        return Map.ofEntries(
                Map.entry(Dataset.Usage.class, Dataset.Usage.TEST),
                Map.entry(Dataset.class, digits()),
                Map.entry(RandomAccessDataset.class, digits()),
                Map.entry(Sampler.class, new BatchSampler(new SequenceSampler(), 2)),
                Map.entry(Batch.class, batch),
                Map.entry(Iterator.class, List.of(batch).iterator()),
                Map.entry(Block.class, Networks.mlp()),
                Map.entry(Loss.class, Loss.l2Loss()),
                Map.entry(Optimizer.class, Optimizer.adam().build()),
                Map.entry(
                        TrainingListener[].class, new TrainingListener[] {new TrainingHistory()}));
    }
}
