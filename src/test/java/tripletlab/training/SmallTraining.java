package tripletlab.training;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.List;
import tripletlab.RandomBatch;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.BatchAllMiner;
import tripletlab.model.L2Normalize;

/** A real DJL training of a small network on points of five classes, the same each time. */
final class SmallTraining implements AutoCloseable {

    static final int BATCH = 20;
    static final int BATCHES = 5;
    static final int INPUTS = 6;

    private final NDManager manager = NDManager.newBaseManager();
    private final Model model = Model.newInstance("small");
    private final Trainer trainer;
    private final ArrayDataset dataset;

    /** Who runs the batches. */
    enum Loop {
        EASY_TRAIN,
        PLAIN
    }

    SmallTraining(Block block, Optimizer optimizer, TrainingListener... listeners) {
        Engine.getInstance().setRandomSeed(5);
        dataset = dataset(manager);
        model.setBlock(block);
        trainer =
                model.newTrainer(
                        new DefaultTrainingConfig(loss())
                                .optOptimizer(optimizer)
                                .addTrainingListeners(listeners));
        trainer.initialize(new Shape(BATCH, INPUTS));
    }

    /** Smooth: no triplet stops to be active. */
    static Loss loss() {
        return TripletLoss.builder().setMiner(new BatchAllMiner()).optSoftMargin().build();
    }

    static Optimizer adam() {
        return Optimizer.adam().optLearningRateTracker(Tracker.fixed(0.01f)).build();
    }

    static Optimizer sgd(float rate) {
        return Optimizer.sgd().setLearningRateTracker(Tracker.fixed(rate)).build();
    }

    /** (B, 6) → (B, 3), with dropout. */
    static SequentialBlock network() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(8).build())
                .add(Activation::relu)
                .add(Dropout.builder().optRate(0.3f).build())
                .add(Linear.builder().setUnits(3).build())
                .add(new L2Normalize());
    }

    private static ArrayDataset dataset(NDManager manager) {
        int size = BATCH * BATCHES;
        float[][] points = RandomBatch.of(RandomBatch.Kind.RANDOM, size, INPUTS, 1).embeddings();
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % 5;
            points[i][labels[i]] += 1;
        }
        return new ArrayDataset.Builder()
                .setData(RandomBatch.array(manager, points))
                .optLabels(manager.create(labels))
                .setSampling(BATCH, true)
                .build();
    }

    void fit(Loop loop, int epochs) throws IOException, TranslateException {
        if (loop == Loop.EASY_TRAIN) {
            EasyTrain.fit(trainer, epochs, dataset, null);
        } else {
            for (int epoch = 0; epoch < epochs; epoch++) {
                fitPlainly(() -> {});
            }
        }
    }

    /** One epoch without EasyTrain.fit. */
    void fitPlainly(Runnable afterStep) throws IOException, TranslateException {
        for (Batch batch : trainer.iterateDataset(dataset)) {
            try (batch) {
                EasyTrain.trainBatch(trainer, batch);
                trainer.step();
                afterStep.run();
            }
        }
        trainer.notifyListeners(listener -> listener.onEpoch(trainer));
    }

    Model model() {
        return model;
    }

    Trainer trainer() {
        return trainer;
    }

    ArrayDataset dataset() {
        return dataset;
    }

    List<Parameter> parameters() {
        return List.copyOf(model.getBlock().getParameters().values());
    }

    /** A copy of all parameters, one after the other. */
    double[] weights() {
        return parameters().stream()
                .flatMapToDouble(parameter -> Values.of(parameter.getArray()))
                .toArray();
    }

    /** How many arrays hang on the model and its trainer. */
    int nativeArrays() {
        return model.getNDManager().getManagedArrays().size()
                + trainer.getManager().getManagedArrays().size();
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
        manager.close();
    }
}
