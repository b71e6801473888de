package tripletlab.training;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Decides from the statistics of a training's batches whether it is in trouble. Each limit is far
 * from what trainings that learn show, so a warning comes late rather than wrongly.
 */
final class CollapseRule {

    private static final double SMALL = 0.25; // of the first batch's distances
    private static final double TINY = 0.1; // of the margin, or of 1
    private static final double NORM_FACTOR = 100;
    private static final int WINDOWS_TO_LEARN = 4;

    private final int window;
    private final double level;
    private final List<BatchMeans> last = new ArrayList<>();
    private BatchMeans start;
    private BatchMeans firstWindow;
    private int batches;

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

    void add(BatchMeans batch) {
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

    BatchMeans start() {
        return start;
    }

    /** The means over the last window. */
    BatchMeans now() {
        return BatchMeans.of(last);
    }

    Set<Trouble> troubles() {
        Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
        if (batches < window) {
            return troubles;
        }
        BatchMeans now = now();
        if (isCollapsed(now)) {
            troubles.add(Trouble.COLLAPSE);
        } else if (isStuck(now)) {
            troubles.add(Trouble.STUCK);
        }
        if (now.norm() > start.norm() * NORM_FACTOR) {
            troubles.add(Trouble.NORM_GROWS);
        }
        if (now.norm() < start.norm() / NORM_FACTOR) {
            troubles.add(Trouble.NORM_SHRINKS);
        }
        return troubles;
    }

    /** Distances are small, the loss is about that of equal ones, and neither gets better. */
    private boolean isCollapsed(BatchMeans now) {
        BatchMeans early = BatchMeans.of(last.subList(0, window / 2));
        BatchMeans late = BatchMeans.of(last.subList(window / 2, window));
        boolean better =
                late.loss() < 0.97 * early.loss() || late.negative() > 1.2 * early.negative();
        boolean atLevel = now.loss() >= 0.95 * level && now.loss() <= 1.25 * level;
        return !better && atLevel && (isTiny(now) || isSmall(now));
    }

    private boolean isTiny(BatchMeans now) {
        return Math.max(now.positive(), now.negative()) <= TINY * Math.min(1, level);
    }

    private boolean isSmall(BatchMeans now) {
        return now.positive() <= SMALL * start.positive()
                && now.negative() <= SMALL * start.negative();
    }

    /**
     * Distances are large, but equal, and the loss is that of the first window. (A loss that is
     * flat proves nothing: the mean over active triplets is so while negatives move away.)
     */
    private boolean isStuck(BatchMeans now) {
        return batches >= WINDOWS_TO_LEARN * window
                && Math.abs(now.loss() - level) <= 0.05 * level
                && Math.abs(now.gap()) <= TINY * level
                && now.loss() >= 0.98 * firstWindow.loss();
    }
}
