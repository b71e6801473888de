package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.Errors;
import tripletlab.resume.Checkpoints;
import tripletlab.resume.ResumableAdam;
import tripletlab.training.SmallTraining.Loop;

class MovingAverageTest {

    private static final double DECAY = 0.7;

    private static MovingAverage average() {
        return new MovingAverage(SmallTraining.adam(), DECAY, false);
    }

    private static SmallTraining training(MovingAverage average) {
        return new SmallTraining(SmallTraining.network(), average);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isTheAverageThatPlainDoublesGive(boolean warmUp) throws Exception {
        MovingAverage average = new MovingAverage(SmallTraining.adam(), DECAY, warmUp);
        try (SmallTraining training = training(average)) {
            List<double[]> seen = new ArrayList<>();
            seen.add(training.weights());
            for (int epoch = 0; epoch < 4; epoch++) {
                training.fitPlainly(() -> seen.add(training.weights()));
            }
            assertEquals(4 * SmallTraining.BATCHES + 1, seen.size());
            assertAverages(truth(seen, warmUp), average, training);
        }
    }

    /** As TensorFlow writes it: average −= (1 − decay) · (average − weight). */
    private static double[] truth(List<double[]> weights, boolean warmUp) {
        double[] average = weights.get(0).clone();
        for (int n = 1; n < weights.size(); n++) {
            double decay = warmUp ? Math.min(DECAY, (1.0 + n) / (10.0 + n)) : DECAY;
            for (int i = 0; i < average.length; i++) {
                average[i] -= (1 - decay) * (average[i] - weights.get(n)[i]);
            }
        }
        return average;
    }

    private static void assertAverages(
            double[] expected, MovingAverage average, SmallTraining training) {
        double[] trained = training.weights();
        try (MovingAverage.Scope scope = average.applied(training.model())) {
            assertNotNull(scope);
            double[] applied = training.weights();
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], applied[i], Math.ulp((float) expected[i]), "weight " + i);
            }
            assertFalse(Arrays.equals(trained, applied));
        }
        assertArrayEquals(trained, training.weights()); // bit by bit
    }

    @ParameterizedTest
    @EnumSource
    void trainingGoesOnAsIfNothingHadHappened(Loop loop) throws Exception {
        try (SmallTraining alone =
                new SmallTraining(SmallTraining.network(), SmallTraining.adam())) {
            alone.fit(loop, 4);
            double[] expected = alone.weights();
            MovingAverage average = average();
            try (SmallTraining training = training(average)) {
                for (int epoch = 0; epoch < 4; epoch++) {
                    training.fit(loop, 1);
                    average.applied(training.model()).close();
                }
                assertArrayEquals(expected, training.weights());
            }
        }
    }

    @Test
    void bothLoopsGiveTheSameAverage() throws Exception {
        List<double[]> averages = new ArrayList<>();
        for (Loop loop : Loop.values()) {
            MovingAverage average = average();
            try (SmallTraining training = training(average)) {
                training.fit(loop, 2);
                MovingAverage.Scope scope = average.applied(training.model());
                averages.add(training.weights());
                scope.close();
            }
        }
        assertArrayEquals(averages.get(0), averages.get(1));
    }

    @Test
    void parametersThatAreNotTrainedStay() throws Exception {
        MovingAverage average = average();
        try (SmallTraining training = training(average)) {
            training.parameters().get(0).freeze(true);
            training.fit(Loop.EASY_TRAIN, 1);
            double[] frozen = Values.of(training.parameters().get(0).getArray()).toArray();
            MovingAverage.Scope scope = average.applied(training.model());
            assertArrayEquals(frozen, Values.of(training.parameters().get(0).getArray()).toArray());
            scope.close();
        }
    }

    @Test
    void aScopeMayBeClosedTwiceAndHasNoOtherInIt() throws Exception {
        MovingAverage slow = average();
        MovingAverage fast = new MovingAverage(slow, 0.1, false);
        try (SmallTraining training = training(fast)) {
            training.fit(Loop.EASY_TRAIN, 1);
            double[] trained = training.weights();
            MovingAverage.Scope scope = slow.applied(training.model());
            double[] applied = training.weights();
            assertReplaced(() -> slow.applied(training.model()));
            assertReplaced(() -> fast.applied(training.model()));
            assertArrayEquals(applied, training.weights());
            scope.close();
            scope.close();
            assertArrayEquals(trained, training.weights());
            training.fit(Loop.EASY_TRAIN, 1); // no scope is left open
        }
    }

    @Test
    void aScopeOfAnotherModelMustBeClosedFirst() throws Exception {
        MovingAverage average = average();
        try (SmallTraining training = training(average);
                SmallTraining other = training(average)) {
            training.fit(Loop.EASY_TRAIN, 1);
            other.fit(Loop.EASY_TRAIN, 1);
            double[] trained = other.weights();
            try (MovingAverage.Scope scope = average.applied(training.model())) {
                assertNotNull(scope);
                Exception e =
                        assertThrows(
                                IllegalStateException.class, () -> average.applied(other.model()));
                assertEquals(
                        "another model has the averages instead of its weights: close the scope"
                                + " of applied(model) first",
                        e.getMessage());
            }
            assertArrayEquals(trained, other.weights());
            average.applied(other.model()).close();
        }
    }

    @Test
    void goesOnFromACheckpointOfAnotherProcess() throws Exception {
        SequentialBlock network = SmallTraining.network();
        MovingAverage average = new MovingAverage(SmallTraining.sgd(0.01f), DECAY, false);
        MovingAverage resumed = new MovingAverage(SmallTraining.sgd(0.01f), DECAY, false);
        ByteArrayOutputStream checkpoint = new ByteArrayOutputStream();
        try (SmallTraining training = new SmallTraining(network, average)) {
            training.fit(Loop.EASY_TRAIN, 2);
            average.write(network, new DataOutputStream(checkpoint));
            resumed.read(
                    network,
                    new DataInputStream(new ByteArrayInputStream(checkpoint.toByteArray())));
            assertArrayEquals(applied(average, training), applied(resumed, training));
            for (Parameter parameter : network.getParameters().values()) {
                try (NDArray still = parameter.getArray().zerosLike()) { // weights stay
                    average.update(parameter.getId(), parameter.getArray(), still);
                    resumed.update(parameter.getId(), parameter.getArray(), still);
                }
            }
            assertArrayEquals(applied(average, training), applied(resumed, training));
        }
    }

    private static double[] applied(MovingAverage average, SmallTraining training) {
        MovingAverage.Scope scope = average.applied(training.model());
        double[] weights = training.weights();
        scope.close();
        return weights;
    }

    @Test
    void aModelMayBeClosedInsideAScope() throws Exception {
        MovingAverage average = average();
        SmallTraining training = training(average);
        training.fit(Loop.EASY_TRAIN, 1);
        MovingAverage.Scope scope = average.applied(training.model());
        training.close();
        scope.close();
        training.model().getBlock().clear();
        MovingAverage.requireWeights(training.model().getBlock());
    }

    @Test
    void aModelThatIsClosedChangesNothing() throws Exception {
        MovingAverage average = average();
        SmallTraining training = training(average);
        training.fit(Loop.EASY_TRAIN, 1);
        training.close();
        training.model().getBlock().clear();
        assertThrows(RuntimeException.class, () -> average.applied(training.model()));
        try (SmallTraining other = training(average)) {
            other.fit(Loop.EASY_TRAIN, 1); // no scope is open
        }
    }

    @Test
    void refusesToTrainWhileAScopeIsOpen() throws Exception {
        MovingAverage average = average();
        try (SmallTraining training = training(average)) {
            training.fit(Loop.EASY_TRAIN, 1);
            double[] trained = training.weights();
            MovingAverage.Scope scope = average.applied(training.model());
            try {
                training.fit(Loop.EASY_TRAIN, 1);
            } catch (IllegalStateException e) { // not on MXNet, which calls from outside of Java
                assertTrue(e.getMessage().contains("close the scope"), e.getMessage());
            }
            assertTrained(scope);
            assertArrayEquals(trained, training.weights());
            training.fit(Loop.EASY_TRAIN, 1);
            average.applied(training.model()).close(); // which says nothing again
        }
    }

    /** Another optimizer does not know of the scope. */
    @Test
    void aTrainingThatIsLostIsTold() throws Exception {
        MovingAverage average = average();
        try (SmallTraining training = training(average)) {
            training.fit(Loop.EASY_TRAIN, 1);
            double[] trained = training.weights();
            MovingAverage.Scope scope = average.applied(training.model());
            NDArray bias = training.parameters().get(1).getArray();
            bias.addi(1);
            assertTrained(scope);
            assertArrayEquals(trained, training.weights());
            scope.close();
        }
    }

    private static void assertTrained(MovingAverage.Scope scope) {
        Exception e = assertThrows(IllegalStateException.class, scope::close);
        assertEquals(
                "the model was trained, or loaded, while it had the averages instead of its"
                        + " weights: it has its weights again, and what was trained is lost",
                e.getMessage());
    }

    @Test
    void nothingOfATrainingTakesTheAveragesForTheWeights(@TempDir Path folder) throws Exception {
        ResumableAdam adam = new ResumableAdam(Optimizer.adam());
        MovingAverage average = new MovingAverage(adam, 0.9999, true);
        Checkpoints checkpoints = new Checkpoints(folder, 100, adam);
        TrainingHistory history = new TrainingHistory();
        EmbeddingSnapshots snapshots;
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray points = manager.ones(new Shape(2, SmallTraining.INPUTS));
            snapshots = new EmbeddingSnapshots(points, manager.create(new int[2]), 0);
        }
        try (SmallTraining training =
                new SmallTraining(
                        SmallTraining.network(), average, checkpoints, history, snapshots)) {
            training.fit(Loop.EASY_TRAIN, 1);
            Trainer trainer = training.trainer();
            try (MovingAverage.Scope scope = average.applied(training.model())) {
                assertNotNull(scope);
                assertReplaced(() -> checkpoints.save(trainer, 1));
                assertReplaced(() -> checkpoints.onEpoch(trainer));
                assertReplaced(() -> training.fit(Loop.EASY_TRAIN, 1));
                assertReplaced(() -> snapshots.onEpoch(trainer));
            }
            assertEquals(SmallTraining.BATCHES, history.batches());
            double[] trained = training.weights();
            checkpoints.onTrainingBegin(trainer);
            checkpoints.onEpoch(trainer);
            checkpoints.save(trainer, 2);
            assertArrayEquals(trained, saved(folder));
        }
    }

    private static void assertReplaced(Executable call) {
        Exception e = assertThrows(IllegalStateException.class, call);
        assertEquals(
                "the network has averages in place of its weights: close the scope of"
                        + " MovingAverage.applied(model) first",
                e.getMessage());
    }

    private static double[] saved(Path folder) throws Exception {
        ResumableAdam adam = new ResumableAdam(Optimizer.adam());
        try (Model model = Model.newInstance("saved")) {
            model.setBlock(SmallTraining.network());
            new Checkpoints(folder, 1, adam).resume(model);
            return model.getBlock().getParameters().values().stream()
                    .flatMapToDouble(parameter -> Values.of(parameter.getArray()))
                    .toArray();
        }
    }

    @Test
    void namesAModelThatItDidNotTrain() {
        MovingAverage average = average();
        try (SmallTraining training = training(average)) {
            Exception e =
                    assertThrows(
                            IllegalStateException.class, () -> average.applied(training.model()));
            assertEquals("model small was not trained with this optimizer yet", e.getMessage());
        }
    }

    @Test
    void keepsNoNativeMemory() throws Exception {
        MovingAverage average = average();
        try (SmallTraining training = training(average)) {
            training.fit(Loop.EASY_TRAIN, 2);
            average.applied(training.model()).close();
            int before = training.nativeArrays();
            for (int i = 0; i < 20; i++) {
                training.fit(Loop.EASY_TRAIN, 1);
                average.applied(training.model()).close();
            }
            assertEquals(before, training.nativeArrays());
        }
    }

    @Test
    void namesWrongArguments() {
        for (double decay : new double[] {1, -0.1, Double.NaN}) {
            Errors.assertNames(
                    () -> new MovingAverage(SmallTraining.adam(), decay, false),
                    "decay",
                    "" + decay);
        }
    }
}
