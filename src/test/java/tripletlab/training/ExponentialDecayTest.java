package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.EasyTrain;
import ai.djl.training.dataset.Batch;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.training.tracker.WarmUpTracker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tripletlab.Errors;

class ExponentialDecayTest {

    private static ExponentialDecay decay(float rate, int steps) {
        return new ExponentialDecay(0.1f, rate, steps, false);
    }

    @Test
    void valuesByHand() {
        Tracker smooth = decay(0.25f, 10);
        assertEquals(0.1f, smooth.getNewValue(1)); // DJL's first update is step 0
        assertEquals(0.05f, smooth.getNewValue(6), 1e-9); // 0.25^(5/10) = 0.5
        assertEquals(0.025f, smooth.getNewValue(11), 1e-9);
        assertEquals(0.0125f, smooth.getNewValue(16), 1e-9);
        Tracker staircase = new ExponentialDecay(0.1f, 0.25f, 10, true);
        assertEquals(0.1f, staircase.getNewValue(10));
        assertEquals(0.025f, staircase.getNewValue(11), 1e-9);
        assertEquals(0.025f, staircase.getNewValue(20), 1e-9);
        assertEquals(0.00625f, staircase.getNewValue(21), 1e-9);
    }

    @Test
    void manyStepsWithARateNearOne() {
        // TensorFlow's example: every 100,000 steps with a base of 0.96
        Tracker smooth = decay(0.96f, 100_000);
        assertEquals(0.1 * Math.exp(Math.log(0.96f)), smooth.getNewValue(100_001), 1e-8);
        assertEquals(0.1 * Math.exp(7.5 * Math.log(0.96f)), smooth.getNewValue(750_001), 1e-8);
        assertEquals(0, smooth.getNewValue(Integer.MAX_VALUE), 1e-20);
    }

    @Test
    void composesWithDjlsWarmUp() {
        Tracker warm =
                WarmUpTracker.builder().optWarmUpSteps(5).setMainTracker(decay(0.5f, 1)).build();
        assertEquals(0.06f, warm.getNewValue(3), 1e-8); // 3/5 of the way
        assertEquals(0.1f, warm.getNewValue(5));
        assertEquals(0.05f, warm.getNewValue(7));
    }

    /** With SGD a parameter moves by rate times gradient: all four of a step by the same rate. */
    @Test
    void djlsOptimizerTrainsTheFirstBatchWithTheBaseValue() throws Exception {
        Tracker decay = decay(0.5f, 1);
        List<Integer> asked = new ArrayList<>();
        Tracker spy =
                update -> {
                    asked.add(update);
                    return decay.getNewValue(update);
                };
        SequentialBlock network =
                new SequentialBlock()
                        .add(Linear.builder().setUnits(4).build())
                        .add(Linear.builder().setUnits(3).build());
        Optimizer sgd = Optimizer.sgd().setLearningRateTracker(spy).build();
        try (SmallTraining training = new SmallTraining(network, sgd)) {
            int step = 0;
            for (Batch batch : training.trainer().iterateDataset(training.dataset())) {
                EasyTrain.trainBatch(training.trainer(), batch);
                double[] gradient =
                        training.parameters().stream()
                                .flatMapToDouble(p -> Values.of(p.getArray().getGradient()))
                                .toArray();
                double[] before = training.weights();
                training.trainer().step();
                double[] after = training.weights();
                for (int i = 0; i < before.length; i++) {
                    double expected = before[i] - 0.1 * Math.pow(0.5, step) * gradient[i];
                    assertEquals(expected, after[i], 1e-6, "step " + step + ", parameter " + i);
                }
                step++;
                batch.close();
            }
        }
        assertEquals(List.of(1, 1, 1, 1, 2, 2, 2, 2), asked.subList(0, 8));
    }

    @Test
    void namesWrongArguments() {
        Errors.assertNames(() -> new ExponentialDecay(0, 1, 1, true), "baseValue", "0.0");
        Errors.assertNames(() -> new ExponentialDecay(Float.NaN, 1, 1, true), "baseValue", "NaN");
        Errors.assertNames(() -> decay(1.5f, 1), "decayRate", "1.5");
        Errors.assertNames(() -> decay(0, 1), "decayRate", "0.0");
        Errors.assertNames(() -> decay(1, 0), "decaySteps", "0");
    }
}
