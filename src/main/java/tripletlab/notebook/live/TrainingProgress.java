package tripletlab.notebook.live;

/**
 * How far a training is.
 *
 * @param state whether it goes on
 * @param text one line, such as {@code epoch 2 of 5 · batch 123 of 300 · loss 0.4121 · …}
 * @param fraction the part that is done, from 0 to 1
 */
record TrainingProgress(State state, String text, double fraction) {

    enum State {
        RUNNING,
        FINISHED,
        STOPPED
    }
}
