package tripletlab.offline;

import static tripletlab.internal.Arguments.requireAtLeast;
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
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Random;
import tripletlab.data.Labels;
import tripletlab.mining.Triplets;
import tripletlab.sampling.Resumable;
import tripletlab.sampling.SeedSequence;
import tripletlab.sampling.Seeded;
import tripletlab.training.NetworkEmbedder;

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
 * {@link TripletLayout#ROWS} of {@link GivenTripletLoss} asks for; its labels are the labels of
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
public final class OfflineTriplets implements Dataset, Seeded {

    /** After so many samples in a row without a triplet, mining gives up. */
    public static final int TRIES = 10;

    private final Model model;
    private final RandomAccessDataset dataset;
    private final Sampler sampler;
    private final SeedSequence seeds; // one draw a sample
    final TripletSelector selector;
    final int tripletsPerBatch;
    final int steps;
    final int stepsPerSelection;
    private volatile Counts counts = new Counts(0, 0, 0, 0);
    private OfflineEpoch current;

    /**
     * What offline mining has done so far, to compare it with other ways at equal work.
     *
     * @param samples how many times items were sampled and embedded
     * @param withoutTriplet how many of these samples held no triplet to select
     * @param embedded how many items were embedded to select from them
     * @param selected how many triplets were selected, trained on or not
     */
    public record Counts(long samples, long withoutTriplet, long embedded, long selected) {}

    private OfflineTriplets(Builder builder) {
        this.model = builder.model;
        this.dataset = builder.dataset;
        this.sampler = builder.sampler;
        this.seeds = new SeedSequence(builder.seed);
        this.selector = builder.selector;
        this.tripletsPerBatch = builder.tripletsPerBatch;
        this.steps = builder.steps;
        this.stepsPerSelection = builder.stepsPerSelection;
    }

    /**
     * Starts a dataset: 30 triplets a batch and 1,000 steps an epoch as in facenet, mined again
     * when they are used up.
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
        OfflineEpoch epoch = new OfflineEpoch(this, manager);
        current = epoch;
        return () -> epoch;
    }

    @Override
    public void prepare(Progress progress) throws IOException, TranslateException {
        dataset.prepare(progress);
    }

    /** The samples of one pass of the sampler, as batches of a manager. */
    Iterator<Batch> samples(NDManager manager) {
        Iterator<Batch> samples;
        try {
            samples = dataset.getData(manager, sampler).iterator();
        } catch (IOException e) {
            throw new UncheckedIOException("the dataset cannot be read", e);
        } catch (TranslateException e) {
            throw new IllegalStateException("the dataset cannot be read", e);
        }
        if (!samples.hasNext()) {
            throw new IllegalStateException("the sampler made no batch of the dataset");
        }
        return samples;
    }

    /** Embeds a sample, and selects from it what may be no triplet at all. */
    OfflineEpoch.Selection select(Batch sample) {
        try {
            float[][] embeddings = NetworkEmbedder.embed(model, sample.getData()); // (N,D)
            int[] labels = Labels.classes(sample.getLabels().singletonOrThrow(), embeddings.length);
            Triplets triplets = selector.select(embeddings, labels);
            counts =
                    new Counts(
                            counts.samples + 1,
                            counts.withoutTriplet + (triplets.size() == 0 ? 1 : 0),
                            counts.embedded + embeddings.length,
                            counts.selected + triplets.size());
            return OfflineEpoch.Selection.shuffled(sample, triplets, new Random(seeds.next()));
        } catch (RuntimeException e) {
            sample.close();
            throw e;
        }
    }

    /** Returns what mining has done since this dataset was built, over all epochs. */
    public Counts counts() {
        return counts;
    }

    @Override
    public SeedSequence seeds() {
        return seeds;
    }

    /**
     * Goes on as if so many samples had been drawn; the sampler and the selector, if they are
     * {@link Resumable}, too. They must serve nothing else.
     *
     * @param position how many samples, 0 or more
     */
    @Override
    public void resume(long position) {
        seeds.resume(position);
        if (sampler instanceof Resumable resumable) {
            resumable.resume(position);
        }
        if (selector instanceof Resumable resumable) {
            resumable.resume(position);
        }
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
         */
        public Builder setModel(Model model) {
            this.model = requireNonNull("model", model);
            return this;
        }

        /**
         * Sets where items come from.
         *
         * @param dataset has one label for each item; its own sampler is not used
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
         */
        public Builder setSampler(Sampler sampler) {
            this.sampler = requireNonNull("sampler", sampler);
            return this;
        }

        /**
         * Sets which triplets are selected.
         *
         * @param selector such as a {@code FaceNetSelector}
         */
        public Builder setSelector(TripletSelector selector) {
            this.selector = requireNonNull("selector", selector);
            return this;
        }

        /**
         * Sets the order in which selected triplets are trained on.
         *
         * @param seed of the order
         */
        public Builder setSeed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets how many triplets a batch has.
         *
         * @param tripletsPerBatch T, 1 or more; 30 unless it is set, which is facenet's 90 images
         */
        public Builder optTripletsPerBatch(int tripletsPerBatch) {
            this.tripletsPerBatch = requireAtLeast("tripletsPerBatch", tripletsPerBatch, 1);
            return this;
        }

        /**
         * Sets how many batches an epoch has.
         *
         * @param steps 1 or more; 1,000 unless it is set, as in facenet
         */
        public Builder optSteps(int steps) {
            this.steps = requireAtLeast("steps", steps, 1);
            return this;
        }

        /**
         * Sets when to mine again, even if there are triplets left.
         *
         * @param stepsPerSelection N, 1 or more; unless it is set all triplets are used up, as in
         *     facenet
         */
        public Builder optStepsPerSelection(int stepsPerSelection) {
            this.stepsPerSelection = requireAtLeast("stepsPerSelection", stepsPerSelection, 1);
            return this;
        }

        /**
         * Builds the dataset.
         *
         * @throws IllegalStateException if something is not set
         */
        public OfflineTriplets build() {
            requireSet(model, "model", "setModel");
            requireSet(dataset, "dataset", "setDataset");
            requireSet(sampler, "sampler", "setSampler");
            requireSet(selector, "selector", "setSelector");
            requireSet(seed, "seed", "setSeed");
            return new OfflineTriplets(this);
        }

        private static void requireSet(Object value, String name, String method) {
            if (value == null) {
                throw new IllegalStateException(name + " is not set: call " + method);
            }
        }
    }
}
