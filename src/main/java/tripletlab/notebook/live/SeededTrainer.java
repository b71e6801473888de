package tripletlab.notebook.live;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireAtLeast;
import static tripletlab.internal.Arguments.requireNonNull;
import static tripletlab.internal.Tables.requireNoNulls;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.Iterator;
import tripletlab.evaluation.Embeddings;
import tripletlab.resume.Checkpoints;
import tripletlab.resume.ResumableAdam;
import tripletlab.sampling.WithSampler;

/**
 * DJL's model, trainer and optimizer for one short training of digits. The seed decides the first
 * weights and the dropout, so trainings with the same seed differ only in what their cells change.
 *
 * <pre>{@code
 * try (SeededTrainer trainer = new SeededTrainer(Networks.mlp(), loss, 0.001, 42, history)) {
 *     trainer.fit(train, new BalancedBatchSampler(10, 6, 200, 42));
 *     Embeddings found = trainer.embed(test);
 * }
 * }</pre>
 */
public final class SeededTrainer implements AutoCloseable {

    private static final Shape DIGIT = new Shape(1, 1, 28, 28);

    private final Model model;
    private final Trainer trainer;

    /**
     * Makes a trainer with Adam.
     *
     * @param network what is trained; its weights are drawn now, unless it has some
     * @param rate Adam's learning rate, a finite number, 0 or more
     * @param seed of DJL's engine, for the first weights and the dropout
     * @throws IllegalArgumentException if the rate is NaN, infinite as a float, or below 0
     */
    public SeededTrainer(
            Block network, Loss loss, double rate, int seed, TrainingListener... listeners) {
        this(network, loss, adam(rate), seed, listeners);
    }

    /** Makes a trainer with another optimizer. */
    public SeededTrainer(
            Block network,
            Loss loss,
            Optimizer optimizer,
            int seed,
            TrainingListener... listeners) {
        requireNonNull("network", network);
        requireNonNull("loss", loss);
        requireNonNull("optimizer", optimizer);
        requireNoNulls("listeners", listeners);
        model = Model.newInstance("network");
        try {
            model.getNDManager().getEngine().setRandomSeed(seed);
            model.setBlock(network);
            trainer =
                    model.newTrainer(
                            new DefaultTrainingConfig(loss)
                                    .optOptimizer(optimizer)
                                    .addTrainingListeners(listeners));
            trainer.initialize(DIGIT);
        } catch (RuntimeException | Error e) {
            model.close(); // and all that a trainer has made on it
            throw e;
        }
    }

    private static Optimizer adam(double rate) {
        boolean finite = rate >= 0 && rate <= Float.MAX_VALUE;
        require(finite, "rate is %s, expected a finite number, 0 or more", rate);
        return new ResumableAdam(
                Optimizer.adam().optLearningRateTracker(Tracker.fixed((float) rate)));
    }

    /**
     * Trains on each batch of a sampler once: one epoch. When the cell is stopped and a {@link
     * LiveTraining} watches, the weights keep what was learned, and the next line of the cell runs.
     * The part of an epoch is one for the listeners, but not for {@link Checkpoints}.
     *
     * @param sampler which items make a batch, for example P classes × K items
     */
    public void fit(RandomAccessDataset data, Sampler sampler)
            throws IOException, TranslateException {
        fit(new WithSampler(data, sampler), 1);
    }

    /**
     * Trains for some epochs on the batches that a dataset makes itself.
     *
     * @param epochs how many, 1 or more
     */
    public void fit(Dataset data, int epochs) throws IOException, TranslateException {
        requireNonNull("data", data);
        requireAtLeast("epochs", epochs, 1);
        try {
            EasyTrain.fit(trainer, epochs, data, null);
        } catch (TrainingStopped stopped) {
            System.out.println(stopped.getMessage());
            trainer.notifyListeners(this::endPartOfEpoch);
        }
    }

    private void endPartOfEpoch(TrainingListener listener) {
        if (!(listener instanceof Checkpoints)) { // which would save it as a whole one
            listener.onEpoch(trainer);
        }
    }

    /**
     * Trains on one batch and closes it: embeddings, loss, gradient, new weights. A first batch
     * that has nothing to learn, whatever the loss, changes no weight.
     */
    public void step(Batch batch) {
        requireNonNull("batch", batch);
        try (batch) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
        } catch (IllegalStateException e) { // DJL takes a first gradient of 0 for a mistake
            if (!e.getMessage().startsWith("Gradient values are all zeros")) {
                throw e;
            }
        }
    }

    /**
     * Takes the next batch, which may mean to mine it, and trains on it.
     *
     * @param batches of {@code trainer().iterateDataset}
     * @return the seconds that both took
     */
    public double timedStep(Iterator<Batch> batches) {
        requireNonNull("batches", batches);
        long start = System.nanoTime();
        step(batches.next());
        return (System.nanoTime() - start) / 1e9;
    }

    /** Embeds all items of a dataset, in its order and without dropout. */
    public Embeddings embed(Dataset data) throws IOException, TranslateException {
        return Embeddings.of(trainer, requireNonNull("data", data));
    }

    /** Returns DJL's trainer, for all that this class has no method for. */
    public Trainer trainer() {
        return trainer;
    }

    /** Closes the trainer and its model. The embeddings and the history stay. */
    @Override
    public void close() {
        try (model) { // also if a listener does not end
            trainer.close();
        }
    }
}
