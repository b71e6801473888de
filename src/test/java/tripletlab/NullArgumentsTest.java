package tripletlab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Blocks;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tripletlab.data.Labels;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.distance.EmbeddingPairs;
import tripletlab.evaluation.BlockwiseRetrieval;
import tripletlab.evaluation.ConfusionMatrix;
import tripletlab.evaluation.CrossValidation;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.KnnClassifier;
import tripletlab.evaluation.NearestNeighbors;
import tripletlab.evaluation.PairSample;
import tripletlab.evaluation.Pairs;
import tripletlab.evaluation.Pca;
import tripletlab.evaluation.ProjectorExport;
import tripletlab.evaluation.RecallAtK;
import tripletlab.evaluation.RetrievalSums;
import tripletlab.evaluation.Roc;
import tripletlab.evaluation.Verification;

/**
 * Every public method, with null in the place of each argument in turn, the others as they may be.
 */
class NullArgumentsTest {

    private static final float[][] ROWS = {{1, 2}, {3, 4}, {5, 7}, {8, 8}};
    private static final int[] LABELS = {0, 0, 1, 1};

    private final Map<Class<?>, Object> samples = new HashMap<>();

    @Test
    void nullIsRefusedByName() {
        try (NDManager manager = NDManager.newBaseManager();
                Model model = Model.newInstance("none");
                Trainer trainer = trainer(model)) {
            sample(manager, trainer);
            List<Executable> all = publicFace().toList();
            int refused = 0;
            for (Executable call : all) {
                refused += refusals(call);
            }
            assertTrue(refused > 70, refused + " of " + all.size());
        }
    }

    private static Trainer trainer(Model model) {
        model.setBlock(Blocks.identityBlock());
        return model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss()));
    }

    private void sample(NDManager manager, Trainer trainer) {
        NDArray rows = RandomBatch.array(manager, ROWS);
        Embeddings items = new Embeddings(ROWS, LABELS);
        List<Object> some =
                List.of(
                        manager,
                        trainer,
                        Engine.getInstance(),
                        DataType.FLOAT32,
                        PlainDataset.of(new long[] {0, 1}),
                        Path.of("target"),
                        "name",
                        ROWS,
                        LABELS,
                        new float[16], // B² for B = 4
                        new double[] {1, 2},
                        new int[][] {{1, 0}, {0, 1}},
                        Roc.of(new float[] {1}, new float[] {2}),
                        items,
                        Distance.EUCLIDEAN,
                        EmbeddingBatch.of(Distance.COSINE, ROWS),
                        new EmbeddingPairs(
                                EmbeddingBatch.of(Distance.COSINE, ROWS), LABELS, LABELS),
                        new NDArray[] {rows},
                        new Pairs(LABELS, LABELS),
                        PairSample.of(LABELS, 2, 2, 1),
                        Verification.of(ROWS, LABELS, 1),
                        ConfusionMatrix.of(LABELS, LABELS),
                        new CrossValidation(0.1, List.of()),
                        KnnClassifier.fit(ROWS, LABELS, 1),
                        NearestNeighbors.of(items),
                        Pca.fit(ROWS, 1),
                        RecallAtK.of(ROWS, LABELS, 1),
                        RetrievalSums.NONE,
                        BlockwiseRetrieval.of(items, Map.of()),
                        new ProjectorExport(ROWS).addColumn("digit", LABELS));
        some.forEach(sample -> samples.put(sample.getClass(), sample));
        samples.put(NDArray.class, rows);
        sampleWhatHasNoClassOfItsOwn();
    }

    private void sampleWhatHasNoClassOfItsOwn() {
        samples.put(List.class, List.of("a", "b", "c", "d"));
        samples.put(Map.class, Map.of());
        samples.put(BigDecimal.class, BigDecimal.ONE);
        samples.put(IntPredicate.class, (IntPredicate) i -> true);
        samples.put(SortedMap.class, new TreeMap<>(Map.of(1, 1.0)));
        samples.put(int.class, 1);
        samples.put(long.class, 1L);
        samples.put(float.class, 1f);
        samples.put(double.class, 0.5);
    }

    private static Stream<Executable> publicFace() {
        Stream<Class<?>> classes =
                new ClassFileImporter()
                                .withImportOption(ArchitectureTest.NO_TESTS)
                                .importPackages("tripletlab.distance", "tripletlab.evaluation")
                                .stream()
                                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                                .map(JavaClass::reflect);
        return Stream.concat(classes, Stream.of(Labels.class))
                .flatMap(
                        c ->
                                Stream.concat(
                                        Arrays.stream(c.getConstructors()),
                                        Arrays.stream(c.getDeclaredMethods())
                                                .filter(m -> Modifier.isPublic(m.getModifiers()))
                                                .filter(m -> !m.isSynthetic())
                                                .filter(m -> !m.getName().equals("equals"))
                                                .filter(m -> !m.getName().equals("valueOf"))));
    }

    /** How many arguments of the call were refused, which is all that can be null. */
    private int refusals(Executable call) {
        Parameter[] parameters = call.getParameters();
        int refused = 0;
        for (int i = 0; i < parameters.length; i++) {
            String name = parameters[i].getName();
            if (parameters[i].getType().isPrimitive()) {
                continue;
            }
            Object[] arguments = new Object[parameters.length];
            for (int k = 0; k < arguments.length; k++) {
                arguments[k] = k == i ? null : sample(parameters[k], call);
            }
            String where = call + ", " + name;
            Object on = receiver(call);
            Exception e =
                    assertThrowsExactly(
                            IllegalArgumentException.class,
                            () -> PublicMethods.call(call, on, arguments),
                            where);
            assertEquals(name + " is null", e.getMessage(), where);
            refused++;
        }
        return refused;
    }

    private Object sample(Parameter parameter, Executable call) {
        for (Class<?> type : new ArrayList<>(samples.keySet())) {
            boolean fits = type == parameter.getType();
            if (fits || (!type.isInterface() && parameter.getType().isAssignableFrom(type))) {
                return samples.get(type);
            }
        }
        throw new AssertionError("no sample of " + parameter + " for " + call);
    }

    /** Of a method that is not static; null otherwise. */
    private Object receiver(Executable call) {
        if (!(call instanceof Method) || Modifier.isStatic(call.getModifiers())) {
            return null;
        }
        return samples.values().stream()
                .filter(call.getDeclaringClass()::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample for " + call));
    }
}
