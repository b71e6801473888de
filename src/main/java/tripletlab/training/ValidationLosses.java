package tripletlab.training;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.ArrayList;
import java.util.List;

/**
 * Records the loss on validation data after each epoch, without dropout: the mean of the batches'
 * losses, weighted by their items, as Keras prints it.
 *
 * <pre>{@code
 * ValidationLosses validation = new ValidationLosses();
 * config.addTrainingListeners(history, validation);
 * EasyTrain.fit(trainer, 25, train, test);
 * validation.losses()   // 25 numbers
 * }</pre>
 *
 * <p>The loss depends on how the validation data are cut into batches, because triplets are mined
 * within a batch. An epoch that was interrupted leaves no loss.
 */
public final class ValidationLosses extends TrainingListenerAdapter {

    private final List<Double> losses = new ArrayList<>();
    private double sum; // over the batches of this validation, each times its items
    private long items;

    /** Forgets a validation that was interrupted. */
    @Override
    public synchronized void onTrainingBatch(Trainer trainer, BatchData batchData) {
        sum = 0;
        items = 0;
    }

    @Override
    public synchronized void onValidationBatch(Trainer trainer, BatchData batchData) {
        requireNonNull("trainer", trainer);
        requireNonNull("batchData", batchData);
        Step step = Step.of(trainer, batchData, Double.NaN);
        sum += step.images() * step.stats().loss();
        items += step.images();
    }

    /** Ends the epoch, if there were validation data. */
    @Override
    public synchronized void onEpoch(Trainer trainer) {
        if (items > 0) {
            losses.add(sum / items);
        }
        sum = 0;
        items = 0;
    }

    /** Returns the losses after epoch 1, 2 and so on. */
    public synchronized double[] losses() {
        return losses.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public String toString() {
        return "ValidationLosses(%d epochs)".formatted(losses().length);
    }
}
