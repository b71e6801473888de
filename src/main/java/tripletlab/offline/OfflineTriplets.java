package tripletlab.offline;

import static tripletlab.internal.Arguments.requireAtLeast;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Random;
import tripletlab.data.Labels;
import tripletlab.mining.Triplets;
import tripletlab.sampling.Resumable;
import tripletlab.sampling.Seeded;
import tripletlab.training.NetworkEmbedder;

/**
 * A dataset of triplets that are mined offline: sample P classes × K items, embed them with the
 * network as it is now, select triplets, train on them in batches, and mine again when they are
 * used up or after N steps.
 *
 * <pre>{@code
 * BalancedBatchSampler sampler = new BalancedBatchSampler(10, 40, 100, 1);
 * OfflineTriplets train =
 *         new OfflineTriplets(model, mnist, sampler, new FaceNetSelector(0.2, 2), 3)
 *                 .optTripletsPerBatch(30)
 *                 .optSteps(500)                      // an epoch
 *                 .optStepsPerSelection(50);          // or until the triplets are used up
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
public final class OfflineTriplets extends Seeded implements Dataset {

    /** After so many samples in a row without a triplet, mining gives up. */
    public static final int TRIES = 10;

    private final Model model;
    private final RandomAccessDataset dataset;
    private final Sampler sampler;
    private final TripletSelector selector;
    private int tripletsPerBatch = 30;
    private int steps = 1000;
    private int stepsPerSelection = Integer.MAX_VALUE;
    private volatile Counts counts = new Counts(0, 0, 0, 0);
    private Epoch current;

    /**
     * What offline mining has done so far, to compare it with other ways at equal work.
     *
     * @param samples how many times items were sampled and embedded
     * @param withoutTriplet how many of these samples held no triplet to select
     * @param embedded how many items were embedded to select from them
     * @param selected how many triplets were selected, trained on or not
     */
    public record Counts(long samples, long withoutTriplet, long embedded, long selected) {}

    /**
     * Mines a dataset with the network that is being trained: 30 triplets a batch and 1,000 steps
     * an epoch as in facenet, mined again when they are used up.
     *
     * @param model the network, which has parameters when the first batch is asked for
     * @param dataset has one label for each item; its own sampler is not used
     * @param sampler which items triplets are selected from, at once: a batch of it, such as 45
     *     classes × 40 items of a {@code BalancedBatchSampler}, which is facenet's 1,800
     * @param selector which triplets are selected, such as a {@code FaceNetSelector}
     * @param seed of the order in which selected triplets are trained on
     */
    public OfflineTriplets(
            Model model,
            RandomAccessDataset dataset,
            Sampler sampler,
            TripletSelector selector,
            long seed) {
        super(seed); // one draw a sample
        this.model = requireNonNull("model", model);
        this.dataset = requireNonNull("dataset", dataset);
        this.sampler = requireNonNull("sampler", sampler);
        this.selector = requireNonNull("selector", selector);
    }

    /** Sets how many triplets a batch has, 1 or more: 30 unless it is set, facenet's 90 images. */
    public OfflineTriplets optTripletsPerBatch(int tripletsPerBatch) {
        this.tripletsPerBatch = requireAtLeast("tripletsPerBatch", tripletsPerBatch, 1);
        return this;
    }

    /** Sets how many batches an epoch has, 1 or more: 1,000 unless it is set, as in facenet. */
    public OfflineTriplets optSteps(int steps) {
        this.steps = requireAtLeast("steps", steps, 1);
        return this;
    }

    /**
     * Sets after how many batches, 1 or more, to mine again, even if there are triplets left.
     * Unless it is set all triplets are used up, as in facenet.
     */
    public OfflineTriplets optStepsPerSelection(int stepsPerSelection) {
        this.stepsPerSelection = requireAtLeast("stepsPerSelection", stepsPerSelection, 1);
        return this;
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
            current.manager.close();
        }
        dataset.prepare();
        Epoch epoch = new Epoch(manager.newSubManager());
        current = epoch;
        return () -> epoch;
    }

    @Override
    public void prepare(Progress progress) throws IOException, TranslateException {
        dataset.prepare(progress);
    }

    /** Returns what mining has done since this dataset was built, over all epochs. */
    public Counts counts() {
        return counts;
    }

    /**
     * Goes on as if so many samples had been drawn; the sampler and the selector, if they are
     * {@link Resumable}, too. They must serve nothing else.
     *
     * @param position how many samples, 0 or more
     */
    @Override
    public void resume(long position) {
        super.resume(position);
        for (Object part : new Object[] {sampler, selector}) {
            if (part instanceof Resumable resumable) {
                resumable.resume(position);
            }
        }
    }

    /** The batches of one epoch: mines at its start, and when it is time to mine again. */
    private final class Epoch implements Iterator<Batch> {

        private final NDManager manager; // of all that the epoch makes
        private Iterator<Batch> samples = Collections.emptyIterator();
        private Batch sample; // null if it is closed
        private Triplets triplets; // of items of the sample
        private int[] order = {}; // in which the triplets are trained on
        private int trained;
        private int trainedOnThese;

        Epoch(NDManager manager) {
            this.manager = manager;
        }

        @Override
        public boolean hasNext() {
            if (trained == steps) {
                manager.close();
            }
            return trained < steps;
        }

        @Override
        public Batch next() {
            if (trained == steps) {
                throw new NoSuchElementException("all " + trained + " batches are trained on");
            }
            if (trainedOnThese * tripletsPerBatch >= order.length
                    || trainedOnThese == stepsPerSelection) {
                mineAgain();
            }
            int from = trainedOnThese * tripletsPerBatch;
            trained++;
            trainedOnThese++;
            return batch(from, Math.min(from + tripletsPerBatch, order.length));
        }

        private void mineAgain() {
            trainedOnThese = 0;
            order = new int[0]; // should mining fail
            for (int tries = 0; tries < TRIES; tries++) {
                takeSample();
                float[][] embeddings = NetworkEmbedder.embed(model, sample.getData()); // (N, D)
                NDArray labels = sample.getLabels().singletonOrThrow();
                triplets = selector.select(embeddings, Labels.classes(labels, embeddings.length));
                counts =
                        new Counts(
                                counts.samples + 1,
                                counts.withoutTriplet + (triplets.size() == 0 ? 1 : 0),
                                counts.embedded + embeddings.length,
                                counts.selected + triplets.size());
                order = shuffled(triplets.size(), new Random(nextSeed()));
                if (order.length > 0) {
                    return;
                }
            }
            throw new IllegalStateException(
                    String.format(
                            "%s found no triplet in %d samples of %d items one after another:"
                                    + " either the network has learned all that this margin asks"
                                    + " for, or its embeddings have collapsed; stop, or select"
                                    + " with another margin",
                            selector, TRIES, sample.getSize()));
        }

        /** Takes the sampler's next batch of items, and begins it anew when it has no more. */
        private void takeSample() {
            if (sample != null) {
                sample.close();
                sample = null; // not to be closed twice, should reading fail
            }
            try {
                if (!samples.hasNext()) {
                    samples = dataset.getData(manager, sampler).iterator();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the dataset cannot be read", e);
            } catch (TranslateException e) {
                throw new IllegalStateException("the dataset cannot be read", e);
            }
            if (!samples.hasNext()) {
                throw new IllegalStateException("the sampler made no batch of the dataset");
            }
            sample = samples.next();
        }

        /** The items of some triplets as rows a, p, n, a, p, n, …. */
        private Batch batch(int from, int to) {
            int[] rows = new int[3 * (to - from)];
            for (int i = from; i < to; i++) {
                rows[3 * (i - from)] = triplets.anchors()[order[i]];
                rows[3 * (i - from) + 1] = triplets.positives()[order[i]];
                rows[3 * (i - from) + 2] = triplets.negatives()[order[i]];
            }
            NDManager closing = manager.newSubManager();
            long full = 3L * tripletsPerBatch;
            try (NDArray index = closing.create(rows)) {
                return new Batch(
                        closing,
                        pick(closing, sample.getData(), index),
                        pick(closing, sample.getLabels(), index),
                        rows.length,
                        Batchifier.STACK,
                        Batchifier.STACK,
                        trained * full,
                        steps * full);
            }
        }

        private static NDList pick(NDManager manager, NDList arrays, NDArray index) {
            NDList picked = new NDList();
            for (NDArray array : arrays) {
                picked.add(array.get(manager, new NDIndex("{}", index))); // (3T, …)
            }
            return picked;
        }

        private static int[] shuffled(int size, Random random) {
            int[] order = new int[size];
            for (int i = 0; i < size; i++) { // Fisher and Yates, from the inside out
                int j = random.nextInt(i + 1);
                order[i] = order[j];
                order[j] = i;
            }
            return order;
        }
    }
}
