package tripletlab.training;

import static tripletlab.internal.Arguments.requireAtLeast;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import tripletlab.loss.MiningLoss;

/**
 * Warns when a training collapses or learns nothing: says once what it saw, in numbers, and what to
 * try. A collapsed network maps all images to one point, and its loss is that of equal distances:
 * the margin, or ln 2 with a soft margin.
 *
 * <pre>{@code
 * TrainingHistory history = new TrainingHistory();
 * CollapseWarning warning = new CollapseWarning(history, 50, System.out::println);
 * TrainingConfig config = new DefaultTrainingConfig(loss).addTrainingListeners(history, warning);
 * }</pre>
 *
 * <p>It looks at means over a window of batches, and warns of
 *
 * <ul>
 *   <li>a collapse: mean d_ap and d_an are both below a quarter of what they were in the first
 *       batch (or below a tenth of the margin, or of 1 if that is less), the loss is between 95 and
 *       125 % of that of equal distances, and neither gets better within the window;
 *   <li>no learning: after four windows the loss has not fallen by 2 %, is within 5 % of that of
 *       equal distances, and d_an − d_ap within 10 % of it;
 *   <li>a mean norm before {@code L2Normalize} of 100 times, or a hundredth, of the first batch's.
 * </ul>
 *
 * <p>A loss that is flat at the margin is no sign by itself: the mean over active triplets may stay
 * there while the classes come apart. Batches of which no triplet was taken are passed over. With
 * margin 0 a collapse costs nothing and is not noticed.
 *
 * <p>Each limit is far from what trainings that learn show, so a warning comes late rather than
 * wrongly. The training goes on. One listener may serve several trainings one after the other.
 */
public final class CollapseWarning extends TrainingListenerAdapter {

    private static final double MAX_SHARE = 0.25; // of the first batch's distances
    private static final double TOLERANCE = 0.1; // of the margin, or of 1
    private static final double NORM_FACTOR = 100;
    private static final int WINDOWS_TO_LEARN = 4;

    private final TrainingHistory history;
    private final int window;
    private final Consumer<String> reporter;
    private final List<String> warnings = new ArrayList<>();
    private int recorded; // in the history, with the batch before

    private Reference<Trainer> trainer = new WeakReference<>(null);
    private final Set<TrainingProblem> told = EnumSet.noneOf(TrainingProblem.class);
    private int batches; // of this training
    private int counted; // of them with triplets
    private final List<Step> last = new ArrayList<>(); // of those that count, up to a window
    private Epoch start; // the first of those that count
    private double firstLoss; // mean over the first window

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
    }

    /**
     * Watches what a history records.
     *
     * @param history a listener of the same training, before this one
     * @param window over how many batches means are taken, 2 or more; 50 is usual
     * @param reporter is told each warning, for instance {@code System.out::println}
     * @throws IllegalArgumentException if {@code window} is less than 2
     */
    public CollapseWarning(TrainingHistory history, int window, Consumer<String> reporter) {
        this.history = requireNonNull("history", history);
        this.window = requireAtLeast("window", window, 2);
        this.reporter = requireNonNull("reporter", reporter);
        this.recorded = history.batches();
    }

    @Override
    public synchronized void onTrainingBegin(Trainer trainer) {
        this.trainer = new WeakReference<>(trainer);
        told.clear();
        batches = 0;
        counted = 0;
        last.clear();
    }

    /**
     * Looks at a batch.
     *
     * @throws IllegalStateException if the trainer's loss is not a {@link MiningLoss}, or the
     *     history has not recorded the batch
     */
    @Override
    public synchronized void onTrainingBatch(Trainer trainer, BatchData batchData) {
        if (this.trainer.get() != requireNonNull("trainer", trainer)) {
            onTrainingBegin(trainer); // nobody has told of it
        }
        if (!(trainer.getLoss() instanceof MiningLoss loss)) {
            throw new IllegalStateException(
                    "loss is "
                            + trainer.getLoss().getName()
                            + ", expected a MiningLoss such as TripletLoss");
        }
        if (history.batches() == recorded) {
            throw new IllegalStateException(
                    "the history has not recorded this batch: give it to the training as a"
                            + " listener, before this one");
        }
        recorded = history.batches();
        batches++;
        Step step = history.last();
        if (Double.isNaN(step.stats().meanPositive())) {
            return;
        }
        double level = loss.penalty().value(0);
        add(step);
        for (TrainingProblem problem : problems(level)) {
            if (told.add(problem)) {
                String message = message(problem, level);
                warnings.add(message);
                reporter.accept(message);
            }
        }
    }

    /** Means over some batches, as over those of an epoch. */
    private static Epoch means(List<Step> batches) {
        return Epoch.of(0, 0, batches);
    }

    synchronized void add(Step batch) {
        counted++;
        if (counted == 1) {
            start = means(List.of(batch));
        }
        last.add(batch);
        if (last.size() > window) {
            last.remove(0);
        }
        if (counted == window) {
            firstLoss = means(last).loss();
        }
    }

    /** What is wrong just now, where a triplet of equal distances costs {@code level}. */
    synchronized Set<TrainingProblem> problems(double level) {
        Set<TrainingProblem> problems = EnumSet.noneOf(TrainingProblem.class);
        if (counted < window) {
            return problems;
        }
        Epoch now = means(last);
        if (isCollapsed(now, level)) {
            problems.add(TrainingProblem.COLLAPSE);
        } else if (counted >= WINDOWS_TO_LEARN * window
                && now.loss() >= 0.98 * firstLoss
                && isStuck(now, level)) {
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

    private boolean isCollapsed(Epoch now, double level) {
        Epoch early = means(last.subList(0, window / 2));
        Epoch late = means(last.subList(window / 2, window));
        boolean better =
                late.loss() < 0.97 * early.loss()
                        || late.meanNegative() > 1.2 * early.meanNegative();
        boolean atLevel = now.loss() >= 0.95 * level && now.loss() <= 1.25 * level;
        double largest = Math.max(now.meanPositive(), now.meanNegative());
        boolean small =
                now.meanPositive() <= MAX_SHARE * start.meanPositive()
                        && now.meanNegative() <= MAX_SHARE * start.meanNegative();
        return !better && atLevel && (small || largest <= TOLERANCE * Math.min(1, level));
    }

    private static boolean isStuck(Epoch now, double level) {
        return Math.abs(now.loss() - level) <= 0.05 * level
                && Math.abs(now.meanNegative() - now.meanPositive()) <= TOLERANCE * level;
    }

    private String message(TrainingProblem problem, double level) {
        Epoch now = means(last);
        String text =
                String.format(
                        Locale.ROOT,
                        "Batch %d: %s Means of the last %d batches (of the first batch): loss %.4f"
                                + " (%.4f), where equal distances cost %.4f; distance to positives"
                                + " %.4f (%.4f), to negatives %.4f (%.4f)",
                        batches,
                        problem.meaning,
                        window,
                        now.loss(),
                        start.loss(),
                        level,
                        now.meanPositive(),
                        start.meanPositive(),
                        now.meanNegative(),
                        start.meanNegative());
        boolean normalized = !Double.isNaN(now.meanNorm());
        if (normalized) {
            text +=
                    String.format(
                            Locale.ROOT, "; norm %.4g (%.4g)", now.meanNorm(), start.meanNorm());
        }
        text += ". Try " + problem.remedies;
        if (problem == TrainingProblem.COLLAPSE && !normalized) {
            text += "; L2Normalize as the last block of the network";
        }
        return text + ".";
    }

    /** Returns a copy of all warnings so far, in the order of training; none if all was well. */
    public synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }
}
