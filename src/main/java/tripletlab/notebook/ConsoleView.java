package tripletlab.notebook;

import java.io.PrintStream;
import tripletlab.training.TrainingHistory;

/** Outside a notebook: a line an epoch. */
final class ConsoleView implements TrainingView {
    private final PrintStream out;

    ConsoleView(PrintStream out) {
        this.out = out;
    }

    @Override
    public void progress(TrainingProgress progress) {
        // A line for each batch would be too much.
    }

    @Override
    public void epoch(TrainingProgress progress) {
        out.println(progress.text());
    }

    @Override
    public void curve(TrainingHistory history) {
        // A console draws no curves.
    }

    @Override
    public void end(TrainingProgress progress, TrainingHistory history) {
        epoch(progress);
    }

    @Override
    public boolean isGone() {
        return false;
    }
}
