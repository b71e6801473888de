package tripletlab.plot;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import tripletlab.training.TrainingHistory;

/** A real DJL training of one weight, whose losses are known: each batch's is as asked for. */
public final class TinyTraining implements AutoCloseable {
    private static final int BATCH_SIZE = 4;

    private final NDManager manager = NDManager.newBaseManager();
    private final Model model = Model.newInstance("tiny");
    private final Trainer trainer;

    /** A training that tells {@code listeners}. */
    public TinyTraining(TrainingListener... listeners) {
        model.setBlock(Linear.builder().setUnits(1).build());
        trainer =
                model.newTrainer(
                        new DefaultTrainingConfig(new LabelAsLoss())
                                .addTrainingListeners(listeners));
        trainer.initialize(new Shape(BATCH_SIZE, 1));
    }

    /** The history of a training with these losses in each epoch. */
    public static TrainingHistory history(int epochs, double... losses) {
        TrainingHistory history = new TrainingHistory();
        try (TinyTraining training = new TinyTraining(history)) {
            training.fit(epochs, losses);
        }
        return history;
    }

    /** Trains with one batch of four items for each loss. */
    public void fit(int epochs, double... losses) {
        float[] labels = new float[losses.length * BATCH_SIZE];
        IntStream.range(0, labels.length).forEach(i -> labels[i] = (float) losses[i / BATCH_SIZE]);
        try (NDArray data = manager.ones(new Shape(labels.length, 1));
                NDArray label = manager.create(labels)) {
            ArrayDataset dataset =
                    new ArrayDataset.Builder()
                            .setData(data)
                            .optLabels(label)
                            .setSampling(BATCH_SIZE, false)
                            .build();
            EasyTrain.fit(trainer, epochs, dataset, null);
        } catch (IOException | TranslateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trains with one batch that was made by hand. */
    public void batch(double loss, long progress, long total) {
        try (Batch batch = newBatch(loss, progress, total)) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
        }
    }

    /** Trains with one batch that was made by hand, twice. */
    public void twice(double loss, long progress, long total) {
        try (Batch batch = newBatch(loss, progress, total)) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
        }
    }

    /** Tells one listener of a batch, and trains nothing. */
    public void tell(TrainingListener listener, double loss, long progress, long total) {
        try (Batch batch = newBatch(loss, progress, total)) {
            NDList labels = batch.getLabels();
            Device device = labels.head().getDevice();
            Map<Device, NDList> given = new ConcurrentHashMap<>(Map.of(device, labels));
            Map<Device, NDList> predicted = new ConcurrentHashMap<>(Map.of(device, labels));
            listener.onTrainingBatch(
                    trainer, new TrainingListener.BatchData(batch, given, predicted));
        }
    }

    private Batch newBatch(double loss, long progress, long total) {
        NDManager own = manager.newSubManager();
        NDList data = new NDList(own.ones(new Shape(BATCH_SIZE, 1)));
        NDList label = new NDList(own.full(new Shape(BATCH_SIZE), (float) loss));
        return new Batch(
                own, data, label, BATCH_SIZE, Batchifier.STACK, Batchifier.STACK, progress, total);
    }

    /** Ends an epoch, as a loop of one's own does. */
    public void endEpoch() {
        trainer.notifyListeners(listener -> listener.onEpoch(trainer));
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
        manager.close();
    }

    private static final class LabelAsLoss extends Loss {
        LabelAsLoss() {
            super("label as loss");
        }

        @Override
        public NDArray evaluate(NDList labels, NDList predictions) {
            // Not 0: DJL refuses a first step whose gradient is.
            NDArray nearlyNothing = predictions.singletonOrThrow().mul(1e-20f).mean();
            return nearlyNothing.add(labels.singletonOrThrow().mean());
        }
    }
}
