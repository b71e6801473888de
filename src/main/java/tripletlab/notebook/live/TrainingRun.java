package tripletlab.notebook.live;

import ai.djl.training.dataset.Batch;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;
import tripletlab.notebook.Numbers;
import tripletlab.notebook.live.TrainingProgress.State;
import tripletlab.training.TrainingHistory;

/** One run of a training from its first batch to its end: counts, times, and when to redraw. */
final class TrainingRun {
    private static final int LOSS_BATCHES = 20;
    private static final double LINE_SECONDS = 0.5; // between two drawings
    private static final double CURVE_SECONDS = 2;

    private final TrainingHistory history;
    private final int epochs;
    private final TrainingView view;
    private final LongSupplier clock;
    private long start;
    private double lineAt; // seconds when to draw next
    private double curveAt;

    private boolean ended;
    private int epoch = 1;
    private int batch;
    private int batches; // in an epoch, 0 as long as it is not known
    private int allBatches;
    private long images;

    /** Begins with the batch that is trained just now. */
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

    /** Shows the last state and says what it is. */
    String end(State state) {
        ended = true;
        TrainingProgress last = progress(state);
        view.epoch(last);
        view.lastCurve(history);
        return last.text();
    }

    /** Shows line and curve, if it is time to. */
    void redraw() {
        if (seconds() >= lineAt) {
            view.progress(progress(State.RUNNING));
            lineAt = seconds() + LINE_SECONDS;
        }
        if (seconds() >= curveAt) {
            view.curve(history);
            curveAt = seconds() + CURVE_SECONDS;
        }
        if (allBatches == 1) {
            start = clock.getAsLong(); // the first drawing loads classes, which is not training
        }
    }

    private double seconds() {
        return (clock.getAsLong() - start) / 1e9;
    }

    private TrainingProgress progress(State state) {
        double ofEpoch = batches == 0 ? 0 : Math.min(1, (double) batch / batches);
        double fraction = Math.min(1, (epoch - 1 + ofEpoch) / epochs);
        String text =
                switch (state) {
                    case RUNNING ->
                            "epoch %d of %d · batch %d".formatted(epoch, epochs, batch)
                                    + (batches == 0 ? "" : " of " + Math.max(batch, batches))
                                    + lossAndSpeed(LOSS_BATCHES)
                                    + timeLeft();
                    case FINISHED ->
                            "trained %d epoch%s in %s"
                                            .formatted(
                                                    epochs,
                                                    epochs == 1 ? "" : "s",
                                                    duration(seconds()))
                                    + lossAndSpeed(batch);
                    case STOPPED ->
                            "stopped after batch %d of epoch %d, %s"
                                            .formatted(batch, epoch, duration(seconds()))
                                    + lossAndSpeed(LOSS_BATCHES)
                                    + " · the history is kept";
                };
        return new TrainingProgress(state, text, fraction);
    }

    /** The mean loss of the last batches, and the speed once it is known. */
    private String lossAndSpeed(int lastBatches) {
        double[] losses = history.losses();
        double mean =
                Arrays.stream(losses, Math.max(0, losses.length - lastBatches), losses.length)
                        .average()
                        .orElse(Double.NaN);
        boolean finite = Double.isFinite(mean);
        String loss = finite ? String.format(Locale.ROOT, "%.4f", mean) : Numbers.text(mean);
        double rate = images / seconds();
        return " · loss "
                + loss
                + (images > 0 && Double.isFinite(rate)
                        ? String.format(Locale.ROOT, " · %,.0f images/s", rate)
                        : "");
    }

    private String timeLeft() {
        int left = (epochs - epoch) * batches + Math.max(0, batches - batch);
        boolean known = allBatches > 1 && batches > 0;
        return known ? " · " + duration(left * seconds() / (allBatches - 1)) + " left" : "";
    }

    /** Hours, minutes and seconds, such as 0:07 or 1:02:03. */
    static String duration(double seconds) {
        long all = Math.round(seconds);
        return all < 3600
                ? String.format(Locale.ROOT, "%d:%02d", all / 60, all % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", all / 3600, all / 60 % 60, all % 60);
    }
}
