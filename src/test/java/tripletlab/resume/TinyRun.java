package tripletlab.resume;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Sampler;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import tripletlab.model.L2Normalize;

/** A small network with dropout, and what a training of it needs: 60 items of 5 classes. */
public final class TinyRun implements AutoCloseable {

    public static final int ITEMS = 60;
    public static final int CLASSES = 5;
    public static final int DIMENSION = 6;

    private final NDManager manager = NDManager.newBaseManager();
    private final Model model = Model.newInstance("tiny");
    private final ResumableAdam adam =
            new ResumableAdam(
                    Optimizer.adam()
                            .optLearningRateTracker(
                                    Tracker.factor().setBaseValue(0.02f).setFactor(0.99f).build()));
    private Trainer trainer;

    /** Starts with the same parameters each time. */
    public TinyRun() {
        Engine.getInstance().setRandomSeed(11); // the same parameters at the start
        model.setBlock(network(4));
    }

    /** (B, 6) → (B, outputs), with dropout. */
    public static SequentialBlock network(int outputs) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(Activation::relu)
                .add(Dropout.builder().optRate(0.3f).build())
                .add(Linear.builder().setUnits(outputs).build())
                .add(new L2Normalize());
    }

    /** The model of the network. */
    public Model model() {
        return model;
    }

    /** The optimizer. */
    public ResumableAdam adam() {
        return adam;
    }

    /** The trainer, made when it is first asked for. */
    public Trainer trainer(Loss loss, TrainingListener... listeners) {
        return trainer(loss, adam, listeners);
    }

    /** With another optimizer. */
    public Trainer trainer(Loss loss, Optimizer optimizer, TrainingListener... listeners) {
        trainer =
                model.newTrainer(
                        new DefaultTrainingConfig(loss)
                                .optOptimizer(optimizer)
                                .addTrainingListeners(listeners));
        trainer.initialize(new Shape(1, DIMENSION));
        return trainer;
    }

    /** The items in batches of a sampler. */
    public ArrayDataset data(Sampler sampler) {
        return builder().setSampling(sampler).build();
    }

    /** The items in random order. */
    public ArrayDataset shuffledByDjl() {
        return builder().setSampling(12, true).build();
    }

    private ArrayDataset.Builder builder() {
        int[] labels = IntStream.range(0, ITEMS).map(i -> i % CLASSES).toArray();
        return new ArrayDataset.Builder().setData(items()).optLabels(manager.create(labels));
    }

    /** (60, 6): the i-th of class i mod 5, around a point of its class, with much noise. */
    public NDArray items() {
        Random random = new Random(5);
        float[] rows = new float[ITEMS * DIMENSION];
        for (int i = 0; i < rows.length; i++) {
            int label = i / DIMENSION % CLASSES;
            rows[i] = (i % DIMENSION == label ? 1 : 0) + (float) random.nextGaussian() / 2;
        }
        return manager.create(rows, new Shape(ITEMS, DIMENSION));
    }

    /** All parameters, to compare them to the last bit. */
    public List<Float> parameters() {
        List<Float> values = new ArrayList<>();
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            for (float value : parameter.getArray().toFloatArray()) {
                values.add(value);
            }
        }
        return values;
    }

    @Override
    public void close() {
        if (trainer != null) {
            trainer.close();
        }
        model.close();
        manager.close();
    }
}
