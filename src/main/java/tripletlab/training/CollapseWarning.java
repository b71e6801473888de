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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tripletlab.loss.MiningLoss;
import tripletlab.mining.MiningStats;
import tripletlab.mining.TripletPenalty;
import tripletlab.model.L2Normalize;

/**
 * Warns when a training collapses or learns nothing: says once what it saw, in numbers, and what to
 * try. A collapsed network maps all images to one point, and its loss is that of equal distances:
 * the margin, or ln 2 with a soft margin.
 *
 * <pre>{@code
 * CollapseWarning warning = CollapseWarning.builder().optReporter(System.out::println).build();
 * TrainingConfig config = new DefaultTrainingConfig(loss).addTrainingListeners(warning);
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
 * there while the classes come apart. Batches without a valid triplet are passed over. With margin
 * 0 a collapse costs nothing and is not noticed.
 *
 * <p>The training goes on. One listener may serve several trainings one after the other.
 */
public final class CollapseWarning extends TrainingListenerAdapter {

    private static final Logger LOGGER = LoggerFactory.getLogger(CollapseWarning.class);

    private final int window;
    private final Consumer<String> reporter;
    private final List<String> warnings = new ArrayList<>();
    private final Set<Trouble> told = EnumSet.noneOf(Trouble.class);
    private CollapseRule rule;
    private int batches;
    private Reference<Trainer> trainer = new WeakReference<>(null);

    private CollapseWarning(Builder builder) {
        this.window = builder.window;
        this.reporter = builder.reporter;
    }

    /**
     * Starts a listener.
     *
     * @return a builder: means over 50 batches, warnings to the log
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public synchronized void onTrainingBegin(Trainer trainer) {
        this.trainer = new WeakReference<>(trainer);
        rule = null;
        batches = 0;
        told.clear();
    }

    /**
     * Looks at a batch.
     *
     * @throws IllegalStateException if the trainer's loss is not a {@link MiningLoss}
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
        batches++;
        MiningStats stats = Step.stats(loss, batchData);
        if (stats.valid() == 0 || Double.isNaN(stats.meanPositive())) {
            return;
        }
        if (rule == null) {
            rule = new CollapseRule(window, loss.penalty().value(0));
        }
        double norm =
                L2Normalize.in(trainer.getModel().getBlock())
                        .map(L2Normalize::meanNorm)
                        .orElse(Double.NaN);
        rule.add(BatchMeans.of(stats, norm));
        for (Trouble trouble : rule.troubles()) {
            if (told.add(trouble)) {
                warn(message(trouble, loss.penalty()));
            }
        }
    }

    private void warn(String message) {
        warnings.add(message);
        reporter.accept(message);
    }

    private String message(Trouble trouble, TripletPenalty penalty) {
        BatchMeans now = rule.now();
        BatchMeans start = rule.start();
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "Batch %d: %s Means of the last %d batches (of the first batch): loss %.4f"
                                + " (%.4f), where equal distances cost %.4f; distance to positives"
                                + " %.4f (%.4f), to negatives %.4f (%.4f)",
                        batches,
                        trouble.meaning(),
                        window,
                        now.loss(),
                        start.loss(),
                        penalty.value(0),
                        now.positive(),
                        start.positive(),
                        now.negative(),
                        start.negative()));
        boolean normalized = !Double.isNaN(now.norm());
        if (normalized) {
            text.append(String.format(Locale.ROOT, "; norm %.4g (%.4g)", now.norm(), start.norm()));
        }
        text.append(". Try ").append(trouble.remedies());
        if (trouble == Trouble.COLLAPSE && !normalized) {
            text.append("; L2Normalize as the last block of the network");
        }
        return text.append('.').toString();
    }

    /**
     * Returns all warnings so far.
     *
     * @return a copy, in the order of training; empty if all was well
     */
    public synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public synchronized String toString() {
        return String.format("CollapseWarning(%d warnings)", warnings.size());
    }

    /** Builds a {@link CollapseWarning}. */
    public static final class Builder {

        private int window = 50;
        private Consumer<String> reporter = LOGGER::warn;

        private Builder() {}

        /**
         * Sets over how many batches means are taken.
         *
         * @param batches 2 or more; 50 unless it is set
         * @throws IllegalArgumentException if it is less
         */
        public Builder optWindow(int batches) {
            this.window = requireAtLeast("batches", batches, 2);
            return this;
        }

        /**
         * Sets who is told a warning.
         *
         * @param reporter for instance {@code System.out::println}; the log (SLF4J) unless it is
         *     set
         */
        public Builder optReporter(Consumer<String> reporter) {
            this.reporter = requireNonNull("reporter", reporter);
            return this;
        }

        /**
         * Builds the listener.
         *
         * @return a new listener
         */
        public CollapseWarning build() {
            return new CollapseWarning(this);
        }
    }
}
