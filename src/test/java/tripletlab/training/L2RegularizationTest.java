package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.EasyTrain;
import ai.djl.training.dataset.Batch;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tripletlab.Errors;
import tripletlab.model.L2Normalize;
import tripletlab.training.SmallTraining.Loop;

class L2RegularizationTest {

    private static final double LAMBDA = 0.05;

    /** Without dropout, so that a loss is a function of the weights. */
    private static SequentialBlock network(boolean bias) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(4).optBias(bias).build())
                .add(Linear.builder().setUnits(3).optBias(bias).build())
                .add(new L2Normalize());
    }

    @Test
    void oneStepGoesDownTheGradientOfLossPlusPenalty() throws Exception {
        SequentialBlock network = network(true);
        L2Regularization optimizer =
                new L2Regularization(SmallTraining.sgd(1), network, LAMBDA); // step = −gradient
        try (SmallTraining training = new SmallTraining(network, optimizer)) {
            Batch batch = training.trainer().iterateDataset(training.dataset()).iterator().next();
            double[] before = training.weights();
            double[] expected = finiteDifferences(training, batch);
            EasyTrain.trainBatch(training.trainer(), batch);
            training.trainer().step();
            double[] after = training.weights();
            for (int i = 0; i < before.length; i++) {
                assertEquals(expected[i], before[i] - after[i], 2e-3, "parameter " + i);
            }
            batch.close();
        }
    }

    private static double[] finiteDifferences(SmallTraining training, Batch batch) {
        double step = 2e-3;
        double[] gradient = new double[training.weights().length];
        int at = 0;
        for (Parameter parameter : training.parameters()) {
            float[] values = parameter.getArray().toFloatArray();
            for (int i = 0; i < values.length; i++) {
                float middle = values[i];
                values[i] = (float) (middle + step);
                double up = objective(training, batch, parameter, values);
                values[i] = (float) (middle - step);
                double down = objective(training, batch, parameter, values);
                values[i] = middle;
                gradient[at++] = (up - down) / (2 * step);
            }
            parameter.getArray().set(FloatBuffer.wrap(values));
        }
        return gradient;
    }

    /** The loss of the batch plus λ/2 · Σ‖w‖², without the biases, in plain Java. */
    private static double objective(
            SmallTraining training, Batch batch, Parameter parameter, float[] values) {
        parameter.getArray().set(FloatBuffer.wrap(values));
        try (NDManager manager = training.trainer().getManager().newSubManager()) {
            NDList data = new NDList(batch.getData().head().duplicate());
            data.attach(manager);
            NDList embedded = training.trainer().evaluate(data);
            NDArray loss = training.trainer().getLoss().evaluate(batch.getLabels(), embedded);
            return loss.getFloat() + LAMBDA / 2 * squares(training);
        }
    }

    private static double squares(SmallTraining training) {
        return training.parameters().stream()
                .filter(parameter -> !parameter.getName().contains("bias"))
                .flatMapToDouble(parameter -> Values.of(parameter.getArray()))
                .map(value -> value * value)
                .sum();
    }

    @Test
    void penaltyIsHalfLambdaTimesTheSquaresOfTheWeightsOnly() throws Exception {
        SequentialBlock network = network(true);
        L2Regularization optimizer = new L2Regularization(SmallTraining.adam(), network, LAMBDA);
        try (SmallTraining training = new SmallTraining(network, optimizer)) {
            training.fit(Loop.EASY_TRAIN, 1);
            for (Parameter parameter : training.parameters()) {
                boolean bias = parameter.getType() == Parameter.Type.BIAS;
                assertEquals(bias, parameter.getName().contains("bias"));
                assertFalse(Values.of(parameter.getArray()).allMatch(value -> value == 0));
            }
            assertEquals(LAMBDA / 2 * squares(training), optimizer.penalty(), 1e-12);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutBiasesItIsDjlsWeightDecay(Loop loop) throws Exception {
        Tracker rate = Tracker.fixed(0.01f);
        Optimizer decays =
                Optimizer.adam().optLearningRateTracker(rate).optWeightDecays(0.05f).build();
        double[] expected = trained(network(false), decays, loop);
        SequentialBlock network = network(false);
        Optimizer ours = new L2Regularization(SmallTraining.adam(), network, LAMBDA);
        assertArrayEquals(expected, trained(network, ours, loop), 1e-5);
        double[] without = trained(network(false), SmallTraining.adam(), loop);
        assertTrue(norm(without) > norm(expected) + 0.01, "the weights are kept smaller");
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    }

    private static double[] trained(SequentialBlock network, Optimizer optimizer, Loop loop)
            throws Exception {
        try (SmallTraining training = new SmallTraining(network, optimizer)) {
            training.fit(loop, 3);
            return training.weights();
        }
    }

    @Test
    void lambdaZeroChangesNothing() throws Exception {
        double[] expected = trained(network(true), SmallTraining.adam(), Loop.EASY_TRAIN);
        SequentialBlock network = network(true);
        Optimizer ours = new L2Regularization(SmallTraining.adam(), network, 0);
        assertArrayEquals(expected, trained(network, ours, Loop.EASY_TRAIN));
    }

    @Test
    void historyStillSeesTheTriplets() throws Exception {
        TrainingHistory history = new TrainingHistory();
        SequentialBlock network = SmallTraining.network();
        Optimizer optimizer =
                new MovingAverage(
                        new L2Regularization(SmallTraining.adam(), network, LAMBDA), 0.9, true);
        try (SmallTraining training = new SmallTraining(network, optimizer, history)) {
            training.fit(Loop.EASY_TRAIN, 1);
        }
        for (double active : history.activeFractions()) {
            assertTrue(active > 0 && active <= 1, "active " + active);
        }
    }

    @Test
    void keepsNoNativeMemory() throws Exception {
        SequentialBlock network = network(true);
        L2Regularization optimizer = new L2Regularization(SmallTraining.adam(), network, LAMBDA);
        try (SmallTraining training = new SmallTraining(network, optimizer)) {
            training.fit(Loop.EASY_TRAIN, 2);
            int before = training.nativeArrays();
            training.fit(Loop.EASY_TRAIN, 20);
            optimizer.penalty();
            assertEquals(before, training.nativeArrays());
        }
    }

    @Test
    void namesWrongArguments() {
        SequentialBlock network = network(true);
        Optimizer adam = SmallTraining.adam();
        Errors.assertNames(() -> new L2Regularization(adam, network, -1), "lambda", "-1.0");
        Errors.assertNames(() -> new L2Regularization(adam, network, Double.NaN), "lambda", "NaN");
        Errors.assertNames(() -> new L2Regularization(adam, new L2Normalize(), 1), "block");
    }
}
