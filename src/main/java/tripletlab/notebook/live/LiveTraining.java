package tripletlab.notebook.live;

import static tripletlab.internal.Arguments.requireAtLeast;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tripletlab.notebook.Display;
import tripletlab.training.TrainingHistory;

/**
 * Shows a training while it runs, in the cell that runs it: epoch, batch, loss, images per second,
 * time left, and the loss curve. Outside a notebook it prints a line an epoch.
 *
 * <pre>{@code
 * TrainingHistory history = new TrainingHistory();
 * config.addTrainingListeners(history, new LiveTraining(history, epochs)); // in this order
 * }</pre>
 *
 * <p>When the cell is stopped, the training ends with {@link TrainingStopped} at the next batch;
 * history and trainer can be used further. In the action of a button it shows below the controls,
 * and their Stop button stops it.
 */
public final class LiveTraining extends TrainingListenerAdapter {
    private final TrainingHistory history;
    private final int epochs;
    private final int givenBatches;
    private final Supplier<TrainingView> views;
    private final LongSupplier clock;
    private TrainingRun run;

    /**
     * For a dataset whose every item is trained on once an epoch.
     *
     * @param history where the same training is recorded; a listener before this one
     * @param epochs how many there will be, 1 or more
     */
    public LiveTraining(TrainingHistory history, int epochs) {
        this(history, epochs, 0, LiveTraining::view, System::nanoTime);
    }

    /**
     * For a sampler that makes a number of batches of its own, as P × K samplers do.
     *
     * @param history where the same training is recorded; a listener before this one
     * @param epochs how many there will be, 1 or more
     * @param batchesPerEpoch how many batches the sampler makes, 1 or more
     */
    public LiveTraining(TrainingHistory history, int epochs, int batchesPerEpoch) {
        this(
                history,
                epochs,
                requireAtLeast("batchesPerEpoch", batchesPerEpoch, 1),
                LiveTraining::view,
                System::nanoTime);
    }

    LiveTraining(
            TrainingHistory history,
            int epochs,
            int givenBatches,
            Supplier<TrainingView> views,
            LongSupplier clock) {
        this.history = requireNonNull("history", history);
        this.epochs = requireAtLeast("epochs", epochs, 1);
        this.givenBatches = givenBatches;
        this.views = views;
        this.clock = clock;
    }

    @Override
    public void onTrainingBegin(Trainer trainer) {
        run = null; // what another trainer left unfinished stays so
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        if (run == null || run.isOver()) {
            run = new TrainingRun(history, epochs, givenBatches, views.get(), clock);
        }
        run.count(batchData.getBatch());
        stopIfInterrupted(batchData.getBatch());
        run.redraw();
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData batchData) {
        if (run != null) {
            stopIfInterrupted(batchData.getBatch());
        }
    }

    @Override
    public void onEpoch(Trainer trainer) {
        if (run != null) {
            run.epoch();
        }
    }

    private void stopIfInterrupted(Batch batch) {
        // As InterruptedException does, the exception takes the interrupt's place.
        if (Thread.interrupted()) {
            batch.close();
            throw new TrainingStopped("training " + run.end(TrainingProgress.State.STOPPED));
        }
    }

    private static TrainingView view() {
        try {
            return new NotebookView(Display.current());
        } catch (LinkageError | RuntimeException e) { // no JJava, another one, or it does not run
            return progress -> System.out.println(progress.text());
        }
    }
}
