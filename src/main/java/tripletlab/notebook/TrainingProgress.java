package tripletlab.notebook;

import java.util.Locale;

/**
 * How far a training is.
 *
 * @param state whether it goes on
 * @param epoch the current epoch, from 1
 * @param epochs how many there will be
 * @param batch the last finished batch of the epoch, from 1
 * @param batches how many batches the epoch has, 0 if it is not known
 * @param loss mean of the last batches, NaN if unknown
 * @param imagesPerSecond NaN if not known yet
 * @param seconds since the first batch
 * @param secondsLeft NaN if not known yet
 */
record TrainingProgress(
        State state,
        int epoch,
        int epochs,
        int batch,
        int batches,
        double loss,
        double imagesPerSecond,
        double seconds,
        double secondsLeft) {

    enum State {
        RUNNING,
        FINISHED,
        STOPPED
    }

    /** The part that is done, from 0 to 1. */
    double fraction() {
        double ofEpoch = batches == 0 ? 0 : Math.min(1, (double) batch / batches);
        return Math.min(1, (epoch - 1 + ofEpoch) / epochs);
    }

    /** One line, such as {@code epoch 2 of 5 · batch 123 of 300 · loss 0.4121 · …}. */
    String text() {
        return switch (state) {
            case RUNNING ->
                    "epoch %d of %d · batch %d".formatted(epoch, epochs, batch)
                            + (batches == 0 ? "" : " of " + Math.max(batch, batches))
                            + lossAndSpeed()
                            + left();
            case FINISHED ->
                    "trained %d %s in %s"
                                    .formatted(
                                            epochs,
                                            epochs == 1 ? "epoch" : "epochs",
                                            Numbers.duration(seconds))
                            + lossAndSpeed();
            case STOPPED ->
                    "stopped after batch %d of epoch %d, %s"
                                    .formatted(batch, epoch, Numbers.duration(seconds))
                            + lossAndSpeed()
                            + " · the history is kept";
        };
    }

    private String lossAndSpeed() {
        String speed =
                Double.isNaN(imagesPerSecond)
                        ? ""
                        : String.format(Locale.ROOT, " · %,.0f images/s", imagesPerSecond);
        boolean finite = Double.isFinite(loss);
        String text = finite ? String.format(Locale.ROOT, "%.4f", loss) : Numbers.text(loss);
        return " · loss " + text + speed;
    }

    private String left() {
        return Double.isNaN(secondsLeft) ? "" : " · " + Numbers.duration(secondsLeft) + " left";
    }
}
