package tripletlab.notebook.live;

import tripletlab.training.TrainingHistory;

/** Where a running training is shown; by default, as on a console, a line an epoch. */
interface TrainingView {

    /** Whether a training goes on. */
    enum State {
        RUNNING,
        FINISHED,
        STOPPED
    }

    /**
     * How far a training is.
     *
     * @param text one line, such as {@code epoch 2 of 5 · batch 123 of 300 · loss 0.4121 · …}
     * @param fraction the part that is done, from 0 to 1
     */
    record Progress(State state, String text, double fraction) {}

    /** An epoch is done, or the training. */
    void epoch(Progress progress);

    /** How far it is. */
    default void progress(Progress progress) {}

    /** The curve so far, or at the end. */
    default void curve(TrainingHistory history, boolean atEnd) {}

    /** Whether it belongs to a cell that has ended, so that a new one is needed. */
    default boolean isGone() {
        return false;
    }
}
