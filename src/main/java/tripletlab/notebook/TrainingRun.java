package tripletlab.notebook;

import ai.djl.training.dataset.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import tripletlab.notebook.TrainingProgress.State;
import tripletlab.training.Epoch;
import tripletlab.training.TrainingHistory;

/** One run of a training from its first batch to its end: counts, times, and when to redraw. */
final class TrainingRun {
    private static final int LOSS_BATCHES = 20;

    private final TrainingHistory history;
    private final int epochs;
    private final TrainingView view;
    private final LongSupplier clock;
    private final Pace linePace = new Pace(0.5);
    private final Pace curvePace = new Pace(2);
    private long start;

    private boolean ended;
    private int epoch = 1;
    private int batch;
    private int batches;
    private int allBatches;
    private long images;

    /**
     * Begins with the batch that is trained just now.
     *
     * @param batches how many an epoch has, 0 if the batches themselves must tell
     */
    TrainingRun(
            TrainingHistory history,
            int epochs,
            int batches,
            TrainingView view,
            LongSupplier clock) {
        this.history = history;
        this.epochs = epochs;
        this.batches = batches;
        this.view = view;
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** Whether a further batch belongs to another run. */
    boolean isOver() {
        return ended || view.isGone();
    }

    void count(Batch trained) {
        if (batches == 0 && trained.getProgressTotal() > 0) { // a batch made by hand has none
            batches = (int) Math.ceil((double) trained.getProgressTotal() / trained.getSize());
        }
        batch++;
        allBatches++;
        if (allBatches > 1) {
            images += trained.getSize(); // the clock starts after the first
        }
    }

    void epoch() {
        if (ended || batch == 0) {
            return; // nothing was trained since the last one
        }
        batches = batch;
        if (epoch == epochs) {
            end(State.FINISHED);
            return;
        }
        view.epoch(progress(State.RUNNING));
        epoch++;
        batch = 0;
    }

    /** Shows that it was stopped, and says where. */
    String stop() {
        end(State.STOPPED);
        return progress(State.STOPPED).text();
    }

    /** Shows line and curve, if it is time to. */
    void redraw() {
        long now = clock.getAsLong();
        if (linePace.isDue(now)) {
            view.progress(progress(State.RUNNING));
            linePace.drawn(now, clock.getAsLong());
        }
        now = clock.getAsLong();
        if (curvePace.isDue(now)) {
            view.curve(history);
            curvePace.drawn(now, clock.getAsLong());
        }
        if (allBatches == 1) {
            start = clock.getAsLong(); // the first drawing loads classes, which is not training
        }
    }

    private void end(State state) {
        ended = true;
        view.end(progress(state), history);
    }

    private TrainingProgress progress(State state) {
        double seconds = (clock.getAsLong() - start) / 1e9;
        int timed = allBatches - 1;
        double rate = timed < 1 || seconds <= 0 ? Double.NaN : images / seconds;
        int left = (epochs - epoch) * batches + Math.max(0, batches - batch);
        double secondsLeft = timed < 1 || batches == 0 ? Double.NaN : left * seconds / timed;
        return new TrainingProgress(
                state, epoch, epochs, batch, batches, loss(state), rate, seconds, secondsLeft);
    }

    /** At the end the mean of the last epoch, else that of the last batches. */
    private double loss(State state) {
        List<Epoch> done = history.epochs();
        if (state == State.FINISHED && !done.isEmpty()) {
            return done.get(done.size() - 1).loss();
        }
        double[] losses = history.losses();
        return Arrays.stream(losses, Math.max(0, losses.length - LOSS_BATCHES), losses.length)
                .average()
                .orElse(Double.NaN);
    }
}
