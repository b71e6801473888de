package tripletlab.offline;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import java.io.IOException;
import java.util.Locale;
import tripletlab.sampling.Resumable;

/**
 * A dataset of triplets that are mined offline: sample P classes × K items, embed them with the
 * network as it is now, select triplets, train on them in batches, and mine again when they are
 * used up or after N steps.
 *
 * <pre>{@code
 * OfflineTriplets train = OfflineTriplets.builder()
 *         .setModel(model)
 *         .setDataset(mnist)
 *         .setSampler(new BalancedBatchSampler(10, 40, 100, 1))
 *         .setSelector(new FaceNetSelector(0.2, 2))
 *         .setSeed(3)
 *         .optTripletsPerBatch(30)
 *         .optSteps(500)                              // an epoch
 *         .optStepsPerSelection(50)                   // or until the triplets are used up
 *         .build();
 * EasyTrain.fit(trainer, epochs, train, null);        // or trainer.iterateDataset(train)
 * }</pre>
 *
 * <p>A batch's data are the items of T triplets, (3T, …), in the order a, p, n, a, p, n, …, as
 * {@code TripletLayout.ROWS} of {@code GivenTripletLoss} asks for; its labels are the labels of
 * these items. The triplets of one selection are shuffled; the last batch of a selection may have
 * fewer than T. The selectors measure by squared Euclidean distances, and so should the loss.
 *
 * <p>Each epoch begins with a selection. While embedding, dropout is off and no random number of
 * the engine is drawn. The model's parameters must be on a device that the trainer uses, as they
 * are unless a configuration says otherwise. Not for several threads at once.
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015, section 3.2; in the form of {@code train_tripletloss.py} of D.
 * Sandberg's <a href="https://github.com/davidsandberg/facenet">facenet</a>.
 */
public final class OfflineTriplets implements Dataset, Resumable {

    /** After so many samples in a row without a triplet, mining gives up. */
    public static final int TRIES = 10;

    private final OfflineMining mining;
    private final OfflineSteps steps;
    private final RandomAccessDataset dataset;
    private OfflineEpoch current;

    private OfflineTriplets(Builder builder) {
        this.dataset = builder.dataset;
        this.mining =
                new OfflineMining(
                        builder.model,
                        builder.dataset,
                        builder.sampler,
                        builder.selector,
                        builder.seed);
        this.steps =
                new OfflineSteps(
                        builder.tripletsPerBatch, builder.steps, builder.stepsPerSelection);
    }

    /**
     * Starts a dataset.
     *
     * @return a builder: 30 triplets a batch and 1,000 steps an epoch as in facenet, mined again
     *     when they are used up
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts the next epoch, and ends the one before if it was interrupted.
     *
     * @param manager holds the items that were sampled, until the epoch ends
     * @return the batches, to be taken once; asking for one may mine, which throws an {@link
     *     IllegalStateException} after {@link #TRIES} samples without a triplet, and an {@link
     *     IllegalArgumentException} if an embedding is NaN or infinite
     */
    @Override
    public Iterable<Batch> getData(NDManager manager) throws IOException, TranslateException {
        requireNonNull("manager", manager);
        if (current != null) {
            current.close();
        }
        dataset.prepare();
        OfflineEpoch epoch = new OfflineEpoch(mining, steps, manager);
        current = epoch;
        return () -> epoch;
    }

    @Override
    public void prepare(Progress progress) throws IOException, TranslateException {
        dataset.prepare(progress);
    }

    /**
     * Returns what mining has done since this dataset was built.
     *
     * @return the counts, over all epochs
     */
    public OfflineCounts counts() {
        return mining.counts();
    }

    /**
     * Returns the seed of the order in which selected triplets are trained on.
     *
     * @return the seed that was set
     */
    @Override
    public long seed() {
        return mining.seed();
    }

    /**
     * Returns how far it is.
     *
     * @return how many samples were drawn
     */
    @Override
    public long position() {
        return mining.position();
    }

    /**
     * Goes on as if so many samples had been drawn; the sampler and the selector, if they are
     * {@link Resumable}, too. They must serve nothing else.
     *
     * @param position how many samples, 0 or more
     */
    @Override
    public void resume(long position) {
        mining.resume(position);
    }

    @Override
    public String toString() {
        return String.format(
                "OfflineTriplets(%s, %d triplets a batch)", mining, steps.tripletsPerBatch());
    }

    /** Builds {@link OfflineTriplets}. */
    public static final class Builder {

        private Model model;
        private RandomAccessDataset dataset;
        private Sampler sampler;
        private TripletSelector selector;
        private Long seed;
        private int tripletsPerBatch = 30;
        private int steps = 1000;
        private int stepsPerSelection = Integer.MAX_VALUE;

        private Builder() {}

        /**
         * Sets the network that embeds, which is the one being trained.
         *
         * @param model has parameters when the first batch is asked for
         * @return this builder
         */
        public Builder setModel(Model model) {
            this.model = requireNonNull("model", model);
            return this;
        }

        /**
         * Sets where items come from.
         *
         * @param dataset has one label for each item; its own sampler is not used
         * @return this builder
         */
        public Builder setDataset(RandomAccessDataset dataset) {
            this.dataset = requireNonNull("dataset", dataset);
            return this;
        }

        /**
         * Sets which items are sampled to select triplets from, at once: a batch of the sampler.
         *
         * @param sampler such as a {@code BalancedBatchSampler} of 45 classes × 40 items, which is
         *     facenet's 1,800
         * @return this builder
         */
        public Builder setSampler(Sampler sampler) {
            this.sampler = requireNonNull("sampler", sampler);
            return this;
        }

        /**
         * Sets which triplets are selected.
         *
         * @param selector such as a {@code FaceNetSelector}
         * @return this builder
         */
        public Builder setSelector(TripletSelector selector) {
            this.selector = requireNonNull("selector", selector);
            return this;
        }

        /**
         * Sets the order in which selected triplets are trained on.
         *
         * @param seed of the order
         * @return this builder
         */
        public Builder setSeed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets how many triplets a batch has.
         *
         * @param triplets T, 1 or more; 30 unless it is set, which is facenet's 90 images
         * @return this builder
         */
        public Builder optTripletsPerBatch(int triplets) {
            this.tripletsPerBatch = triplets;
            return this;
        }

        /**
         * Sets how many batches an epoch has.
         *
         * @param steps 1 or more; 1,000 unless it is set, as in facenet
         * @return this builder
         */
        public Builder optSteps(int steps) {
            this.steps = steps;
            return this;
        }

        /**
         * Sets when to mine again, even if there are triplets left.
         *
         * @param steps N, 1 or more; unless it is set all triplets are used up, as in facenet
         * @return this builder
         */
        public Builder optStepsPerSelection(int steps) {
            this.stepsPerSelection = steps;
            return this;
        }

        /**
         * Builds the dataset.
         *
         * @return a new dataset
         * @throws IllegalStateException if something is not set
         * @throws IllegalArgumentException if a number is less than 1
         */
        public OfflineTriplets build() {
            require("model", model);
            require("dataset", dataset);
            require("sampler", sampler);
            require("selector", selector);
            require("seed", seed);
            return new OfflineTriplets(this);
        }

        private static void require(String name, Object value) {
            if (value == null) {
                throw new IllegalStateException(
                        String.format(
                                "%s is not set: call set%s%s",
                                name,
                                name.substring(0, 1).toUpperCase(Locale.ROOT),
                                name.substring(1)));
            }
        }
    }
}
