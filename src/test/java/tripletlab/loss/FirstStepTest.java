package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tripletlab.Strategy;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.Triplets;
import tripletlab.model.L2Normalize;
import tripletlab.model.Networks;
import tripletlab.offline.GivenTripletLoss;
import tripletlab.offline.TripletLayout;
import tripletlab.sampling.BalancedBatchSampler;

/** A first step that has nothing to learn moves no weight, and the training goes on. */
class FirstStepTest {

    private static final int ITEMS = 12;
    private static final int PIXELS = 16;

    /** No weight is as small; a bias that was 0 may become what no sum of floats shows. */
    private static final double NOTHING = 1e-20;

    private enum Rule {
        SGD(() -> Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.1f)).build()),
        MOMENTUM(
                () ->
                        Optimizer.sgd()
                                .setLearningRateTracker(Tracker.fixed(0.1f))
                                .optMomentum(0.9f)
                                .build()),
        ADAM(() -> Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build());

        private final Supplier<Optimizer> optimizer;

        Rule(Supplier<Optimizer> optimizer) {
            this.optimizer = optimizer;
        }
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void marginZeroBeginsInACollapse(Strategy strategy) throws Exception {
        Loss loss = TripletLoss.builder().setMiner(strategy.miner()).optMargin(0).build();
        assertUnmoved(loss, new BalancedBatchSampler(3, 4, 3, 1), 1, Rule.ADAM);
    }

    @ParameterizedTest
    @CsvSource({"SGD, 1, 4", "SGD, 3, 1", "MOMENTUM, 3, 1", "ADAM, 1, 4", "ADAM, 3, 1"})
    void batchesWithoutATripletTeachNothing(Rule rule, int classes, int items) throws Exception {
        Loss loss = TripletLoss.builder().setMiner(new BatchHardMiner()).build();
        assertUnmoved(loss, new BalancedBatchSampler(classes, items, 3, 1), 0, rule);
    }

    private static void assertUnmoved(
            Loss loss, BalancedBatchSampler sampler, int collapsed, Rule rule) throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Model model = Model.newInstance("first step")) {
            Engine.getInstance().setRandomSeed(3);
            model.setBlock(network(3));
            float[] data = collapsed == 1 ? new float[ITEMS * PIXELS] : pixels(ITEMS);
            int[] labels = new int[ITEMS];
            for (int i = 0; i < ITEMS; i++) {
                labels[i] = i % 3;
                data[i * PIXELS] += collapsed; // the same item again and again
            }
            ArrayDataset dataset =
                    new ArrayDataset.Builder()
                            .setData(manager.create(data, new Shape(ITEMS, PIXELS)))
                            .optLabels(manager.create(labels))
                            .setSampling(sampler)
                            .build();
            try (Trainer trainer = trainer(model, loss, rule)) {
                List<Float> before = weights(model);
                EasyTrain.fit(trainer, 1, dataset, null);
                assertSame(before, weights(model));
            }
        }
    }

    /** The first batch teaches nothing and the second does: the same as without the first. */
    @Test
    void whatComesNextIsAsIfItHadNotBeen() throws Exception {
        assertEquals(afterBatches(2), afterBatches(0, 2));
    }

    private static List<Float> afterBatches(int... classes) throws Exception {
        Loss loss = TripletLoss.builder().setMiner(new BatchAllMiner()).build();
        Engine.getInstance().setRandomSeed(3);
        try (NDManager manager = NDManager.newBaseManager(); // not the trainer's
                Model model = Model.newInstance("first step")) {
            model.setBlock(network(3));
            try (Trainer trainer = trainer(model, loss, Rule.SGD)) {
                for (int count : classes) {
                    int[] labels = new int[ITEMS];
                    for (int i = 0; count > 0 && i < ITEMS; i++) {
                        labels[i] = i % count;
                    }
                    step(trainer, manager, labels);
                }
                return weights(model).subList(0, PIXELS * 8); // not the biases, which were 0
            }
        }
    }

    private static void step(Trainer trainer, NDManager parent, int... labels) {
        try (NDManager manager = parent.newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            NDArray data = manager.create(pixels(ITEMS), new Shape(ITEMS, PIXELS));
            NDList embedded = trainer.forward(new NDList(data));
            collector.backward(
                    trainer.getLoss().evaluate(new NDList(manager.create(labels)), embedded));
        }
        trainer.step();
    }

    @Test
    void tripletsThatAreGivenAndAllSatisfied() {
        GivenTripletLoss loss =
                GivenTripletLoss.builder().setLayout(TripletLayout.INDICES).optMargin(0).build();
        try (Model model = Model.newInstance("first step")) {
            model.setBlock(network(3));
            try (Trainer trainer = trainer(model, loss, Rule.ADAM);
                    NDManager batch = trainer.getManager().newSubManager()) {
                List<Float> before = weights(model);
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDArray data = batch.create(pixels(ITEMS), new Shape(ITEMS, PIXELS));
                    NDList embedded = trainer.forward(new NDList(data));
                    Triplets none = new Triplets(new int[0], new int[0], new int[0]);
                    NDList labels = new NDList(none.toArray(batch));
                    collector.backward(loss.evaluate(labels, embedded));
                }
                trainer.step();
                assertSame(before, weights(model));
            }
        }
    }

    /** The kit's own networks, recorded operators and all: a step that teaches after two empty. */
    @Test
    void digitsOfOneClassFirst() {
        TripletLoss loss = TripletLoss.builder().setMiner(new BatchHardMiner()).build();
        try (Model model = Model.newInstance("first step")) {
            model.setBlock(Networks.mlp());
            try (Trainer trainer =
                    model.newTrainer(
                            new DefaultTrainingConfig(loss)
                                    .optOptimizer(Rule.ADAM.optimizer.get()))) {
                trainer.initialize(new Shape(1, 1, 28, 28));
                List<Float> before = weights(model);
                for (int batch = 0; batch < 4; batch++) {
                    try (NDManager manager = trainer.getManager().newSubManager();
                            GradientCollector collector = trainer.newGradientCollector()) {
                        NDArray data = manager.randomUniform(0, 1, new Shape(4, 1, 28, 28));
                        NDArray labels = manager.create(new int[4]);
                        NDList embedded = trainer.forward(new NDList(data));
                        collector.backward(loss.evaluate(new NDList(labels), embedded));
                    }
                    trainer.step();
                }
                assertSame(before, weights(model));
            }
        }
    }

    private static Trainer trainer(Model model, Loss loss, Rule rule) {
        Trainer trainer =
                model.newTrainer(
                        new DefaultTrainingConfig(loss).optOptimizer(rule.optimizer.get()));
        trainer.initialize(new Shape(1, PIXELS));
        return trainer;
    }

    private static SequentialBlock network(int dimensions) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(8).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(dimensions).build())
                .add(new L2Normalize());
    }

    private static float[] pixels(int items) {
        Random random = new Random(4);
        float[] pixels = new float[items * PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        return pixels;
    }

    private static List<Float> weights(Model model) {
        List<Float> weights = new ArrayList<>();
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            for (float value : parameter.getArray().toFloatArray()) {
                weights.add(value);
            }
        }
        return weights;
    }

    private static void assertSame(List<Float> before, List<Float> after) {
        for (int i = 0; i < before.size(); i++) {
            float was = before.get(i);
            assertTrue(
                    was == 0 ? Math.abs(after.get(i)) < NOTHING : was == after.get(i),
                    "weight " + i + " was " + was + ", is " + after.get(i));
        }
    }
}
