package tripletlab.training;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Decides from a training's batches whether it is in trouble. Each limit is far from what trainings
 * that learn show, so a warning comes late rather than wrongly.
 */
final class CollapseRule {

    private static final double MAX_SHARE = 0.25; // of the first batch's distances
    private static final double TOLERANCE = 0.1; // of the margin, or of 1
    private static final double NORM_FACTOR = 100;
    private static final int WINDOWS_TO_LEARN = 4;

    private final int window;
    private final double level;
    private final List<Step> last = new ArrayList<>(); // up to a window
    private Step start;
    private Step firstWindow;
    private int batches;

    /** What can go wrong with a training on triplets, and what to try. */
    enum TrainingProblem {
        COLLAPSE(
                "The embeddings collapse: all of them move to one point.",
                "SemiHardMiner or BatchAllMiner for the first epochs: the hardest triplets pull"
                        + " hardest towards one point; a smaller learning rate, which may only"
                        + " delay it"),
        STUCK(
                "Nothing is learned: the loss stays where it began, and negatives are no farther"
                        + " than positives.",
                "a learning rate ten times as large, and one ten times as small; a look at a few"
                        + " images with their labels; more than one image of a class in a batch,"
                        + " as BalancedBatchSampler gives"),
        NORM_GROWS(
                "The embeddings grow without bound before they are scaled to length one, so that"
                        + " their gradient vanishes.",
                "a smaller learning rate; L2Regularization"),
        NORM_SHRINKS(
                "The embeddings shrink to nothing before they are scaled to length one.",
                "a smaller learning rate; less L2 regularization");

        private final String meaning;
        private final String remedies;

        TrainingProblem(String meaning, String remedies) {
            this.meaning = meaning;
            this.remedies = remedies;
        }

        String meaning() {
            return meaning;
        }

        String remedies() {
            return remedies;
        }
    }

    /**
     * Begins with a training.
     *
     * @param window over how many batches means are taken
     * @param level what a triplet of equal distances costs: the margin, or ln 2
     */
    CollapseRule(int window, double level) {
        this.window = window;
        this.level = level;
    }

    void add(Step batch) {
        if (start == null) {
            start = batch;
        }
        batches++;
        last.add(batch);
        if (last.size() > window) {
            last.remove(0);
        }
        if (batches == window) {
            firstWindow = now();
        }
    }

    Step start() {
        return start;
    }

    /** The means over the last window. */
    Step now() {
        return Step.over(last);
    }

    Set<TrainingProblem> problems() {
        Set<TrainingProblem> problems = EnumSet.noneOf(TrainingProblem.class);
        if (batches < window) {
            return problems;
        }
        Step now = now();
        if (isCollapsed(now)) {
            problems.add(TrainingProblem.COLLAPSE);
        } else if (isStuck(now)) {
            problems.add(TrainingProblem.STUCK);
        }
        if (now.meanNorm() > start.meanNorm() * NORM_FACTOR) {
            problems.add(TrainingProblem.NORM_GROWS);
        }
        if (now.meanNorm() < start.meanNorm() / NORM_FACTOR) {
            problems.add(TrainingProblem.NORM_SHRINKS);
        }
        return problems;
    }

    /** Distances are small, the loss is about that of equal ones, and neither gets better. */
    private boolean isCollapsed(Step now) {
        Step early = Step.over(last.subList(0, window / 2));
        Step late = Step.over(last.subList(window / 2, window));
        boolean better =
                late.loss() < 0.97 * early.loss()
                        || late.meanNegative() > 1.2 * early.meanNegative();
        boolean atLevel = now.loss() >= 0.95 * level && now.loss() <= 1.25 * level;
        return !better && atLevel && (isTiny(now) || isSmall(now));
    }

    private boolean isTiny(Step now) {
        return Math.max(now.meanPositive(), now.meanNegative()) <= TOLERANCE * Math.min(1, level);
    }

    private boolean isSmall(Step now) {
        return now.meanPositive() <= MAX_SHARE * start.meanPositive()
                && now.meanNegative() <= MAX_SHARE * start.meanNegative();
    }

    /**
     * Distances are large, but equal, and the loss is that of the first window. (A loss that is
     * flat proves nothing: the mean over active triplets is so while negatives move away.)
     */
    private boolean isStuck(Step now) {
        return batches >= WINDOWS_TO_LEARN * window
                && Math.abs(now.loss() - level) <= 0.05 * level
                && Math.abs(now.meanNegative() - now.meanPositive()) <= TOLERANCE * level
                && now.loss() >= 0.98 * firstWindow.loss();
    }
}
