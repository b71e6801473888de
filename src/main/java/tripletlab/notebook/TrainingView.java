package tripletlab.notebook;

import tripletlab.training.TrainingHistory;

/** Where a running training is shown. */
interface TrainingView {

    /** Shows how far it is. */
    void progress(TrainingProgress progress);

    /** Shows that an epoch is done, but not the training. */
    void epoch(TrainingProgress progress);

    /** Shows the curve so far. */
    void curve(TrainingHistory history);

    /** Shows the final state, or that in which it was stopped. */
    void end(TrainingProgress progress, TrainingHistory history);

    /** Whether it belongs to a cell that has ended, so that a new one is needed. */
    boolean isGone();
}
