package tripletlab.notebook.live;

import tripletlab.training.TrainingHistory;

/** Where a running training is shown; by default, as on a console, a line an epoch. */
interface TrainingView {

    /** An epoch is done, or the training. */
    void epoch(TrainingProgress progress);

    /** How far it is. */
    default void progress(TrainingProgress progress) {}

    /** The curve so far. */
    default void curve(TrainingHistory history) {}

    /** The curve at the end. */
    default void lastCurve(TrainingHistory history) {}

    /** Whether it belongs to a cell that has ended, so that a new one is needed. */
    default boolean isGone() {
        return false;
    }
}
