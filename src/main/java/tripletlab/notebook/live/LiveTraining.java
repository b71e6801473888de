package tripletlab.notebook.live;

import static tripletlab.internal.Arguments.requireAtLeast;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tripletlab.notebook.Display;
import tripletlab.notebook.live.NotebookView.State;
import tripletlab.plot.parts.Numbers;
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
    private static final int LOSS_BATCHES = 20;
    private static final double LINE_SECONDS = 0.5; // between two drawings
    private static final double CURVE_SECONDS = 2;

    private final TrainingHistory history;
    private final int epochs;
    private final int givenBatches;
    private final Supplier<NotebookView> views; // null outside a notebook
    private final LongSupplier clock;
    private Run run;

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
            Supplier<NotebookView> views,
            LongSupplier clock) {
        this.history = requireNonNull("history", history);
        this.epochs = requireAtLeast("epochs", epochs, 1);
        this.givenBatches = givenBatches;
        this.views = views;
        this.clock = clock;
    }

    private static NotebookView view() {
        try {
            return new NotebookView(Display.current());
        } catch (LinkageError | RuntimeException e) { // no JJava, another one, or it does not run
            return null;
        }
    }

    @Override
    public void onTrainingBegin(Trainer trainer) {
        run = null; // what another trainer left unfinished stays so
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        if (run == null || run.ended || run.view != null && run.view.isGone()) {
            run = new Run();
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
        if (run != null && !run.ended && run.batch > 0) { // else nothing was trained since the last
            run.endEpoch();
        }
    }

    private void stopIfInterrupted(Batch batch) {
        // As InterruptedException does, the exception takes the interrupt's place.
        if (Thread.interrupted()) {
            batch.close();
            throw new TrainingStopped("training " + run.end(State.STOPPED));
        }
    }

    /** From the first batch to the end: counts, times, and when to redraw. */
    private final class Run {
        private final NotebookView view = views.get();
        private long start = clock.getAsLong();
        private double lineAt; // seconds when to draw next
        private double curveAt;
        private boolean ended;
        private int epoch = 1;
        private int batch; // of the epoch
        private int batches = givenBatches; // in an epoch, 0 as long as it is not known
        private int allBatches;
        private long images;

        private void count(Batch trained) {
            if (batches == 0 && trained.getProgressTotal() > 0) { // a batch made by hand has none
                batches = (int) Math.ceil((double) trained.getProgressTotal() / trained.getSize());
            }
            batch++;
            allBatches++;
            if (allBatches > 1) {
                images += trained.getSize(); // the clock starts after the first
            }
        }

        private void endEpoch() {
            batches = batch;
            if (epoch == epochs) {
                end(State.FINISHED);
                return;
            }
            show(State.RUNNING);
            epoch++;
            batch = 0;
        }

        /** Shows the last state and says what it is. */
        private String end(State state) {
            ended = true;
            String last = show(state);
            if (view != null) {
                view.curve(history, true);
            }
            return last;
        }

        /** Shows how far it is, or prints it outside a notebook. */
        private String show(State state) {
            String text = text(state);
            if (view == null) {
                System.out.println(text);
            } else {
                double ofEpoch = batches == 0 ? 0 : Math.min(1, (double) batch / batches);
                view.progress(state, text, Math.min(1, (epoch - 1 + ofEpoch) / epochs));
            }
            return text;
        }

        private void redraw() {
            if (view != null && seconds() >= lineAt) {
                show(State.RUNNING);
                lineAt = seconds() + LINE_SECONDS;
            }
            if (view != null && seconds() >= curveAt) {
                view.curve(history, false);
                curveAt = seconds() + CURVE_SECONDS;
            }
            if (allBatches == 1) {
                start = clock.getAsLong(); // the first drawing loads classes: no training
            }
        }

        private double seconds() {
            return (clock.getAsLong() - start) / 1e9;
        }

        private String text(State state) {
            String loss = lossAndSpeed(state == State.FINISHED ? batch : LOSS_BATCHES);
            String took = duration(seconds());
            return switch (state) {
                case RUNNING ->
                        "epoch %d of %d · batch %d".formatted(epoch, epochs, batch)
                                + (batches == 0 ? "" : " of " + Math.max(batch, batches))
                                + (loss + timeLeft());
                case FINISHED ->
                        "trained %d epoch%s in %s%s"
                                .formatted(epochs, epochs == 1 ? "" : "s", took, loss);
                case STOPPED ->
                        "stopped after batch %d of epoch %d, %s%s · the history is kept"
                                .formatted(batch, epoch, took, loss);
            };
        }

        private String lossAndSpeed(int lastBatches) {
            double[] all = history.losses();
            int from = Math.max(0, all.length - lastBatches);
            double mean = Arrays.stream(all, from, all.length).average().orElse(Double.NaN);
            double rate = images / seconds();
            return " · loss "
                    + Numbers.text("%.4f", mean)
                    + (images > 0 && Double.isFinite(rate)
                            ? String.format(Locale.ROOT, " · %,.0f images/s", rate)
                            : "");
        }

        private String timeLeft() {
            long left = (long) (epochs - epoch) * batches + Math.max(0, batches - batch);
            boolean known = batches > 0 && allBatches > 1;
            return known ? " · " + duration(left * seconds() / (allBatches - 1)) + " left" : "";
        }
    }

    /** Hours, minutes and seconds, such as 0:07 or 1:02:03. */
    public static String duration(double seconds) {
        long all = Math.round(seconds);
        return all < 3600
                ? String.format(Locale.ROOT, "%d:%02d", all / 60, all % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", all / 3600, all / 60 % 60, all % 60);
    }
}
