package tripletlab.plot;

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
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import java.io.IOException;
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
