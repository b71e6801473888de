package tripletlab.reproduce;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import tripletlab.evaluation.Embeddings;
import tripletlab.training.TrainingHistory;
import tripletlab.training.ValidationLosses;

/** One network in training with Adam: model, trainer and history. */
final class Run implements AutoCloseable {

    private final Model model;
    private final Trainer trainer;
    private final TrainingHistory history = new TrainingHistory();
    private final ValidationLosses validation = new ValidationLosses();

    Run(Block network, Loss loss, float rate, int seed) {
        Engine.getInstance().setRandomSeed(seed);
        this.model = Model.newInstance("network");
        model.setBlock(network);
        Optimizer adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(rate)).build();
        this.trainer =
                model.newTrainer(
                        new DefaultTrainingConfig(loss)
                                .optOptimizer(adam)
                                .addTrainingListeners(history, validation));
        trainer.initialize(new Shape(1, 1, 28, 28));
    }

    Model model() {
        return model;
    }

    TrainingHistory history() {
        return history;
    }

    double[] validationLosses() {
        return validation.losses();
    }

    Embeddings embed(Dataset digits) throws IOException, TranslateException {
        return Embeddings.of(trainer, digits);
    }

    /** Trains on all data, so many times. */
    void train(Dataset data, int epochs) throws IOException, TranslateException {
        EasyTrain.fit(trainer, epochs, data, null);
    }

    /** Trains on all data, so many times, and validates after each. */
    void train(Dataset data, int epochs, Dataset validated) throws IOException, TranslateException {
        EasyTrain.fit(trainer, epochs, data, validated);
    }

    /** Trains for epochs of so many batches, whatever else the data hold. */
    void train(Dataset data, int epochs, int batches) throws IOException, TranslateException {
        for (int epoch = 0; epoch < epochs; epoch++) {
            int done = 0;
            for (Batch batch : trainer.iterateDataset(data)) {
                EasyTrain.trainBatch(trainer, batch);
                trainer.step();
                batch.close();
                if (++done == batches) {
                    break;
                }
            }
            trainer.notifyListeners((TrainingListener listener) -> listener.onEpoch(trainer));
        }
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
