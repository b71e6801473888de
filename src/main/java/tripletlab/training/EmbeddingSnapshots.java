package tripletlab.training;

import static tripletlab.internal.Arguments.requireAtLeast;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps how a network embeds the same images at several times of a training: before its first
 * batch, after each epoch, and every N batches if that is set. A map of each, one after the other,
 * shows the classes come apart.
 *
 * <pre>{@code
 * EmbeddingSnapshots snapshots =
 *         EmbeddingSnapshots.builder().setData(testDigits).optEveryBatches(100).build();
 * TrainingConfig config = new DefaultTrainingConfig(loss).addTrainingListeners(snapshots);
 * }</pre>
 *
 * <p>The images are read once, when the builder gets them, and kept as Java arrays, as are the
 * embeddings: nothing here has to be closed. A training with this listener has the same losses as
 * one without: it embeds without dropout, draws no random number, and leaves DJL's metrics alone.
 *
 * <p>DJL tells its listeners of a batch between the gradient and {@code trainer.step()}, in {@code
 * EasyTrain.fit} as in a loop of {@code EasyTrain.trainBatch}; so the first snapshot is that of the
 * untrained network. A loop of one's own must call {@code onEpoch} of the listeners itself.
 *
 * <p>Safe to read from another thread while a training runs.
 */
public final class EmbeddingSnapshots extends TrainingListenerAdapter {

    private final FixedImages images;
    private final int everyBatches; // 0: only after each epoch
    private final List<Snapshot> snapshots = new ArrayList<>();
    private int epochs;
    private int batches;

    /**
     * The embeddings at one time of the training.
     *
     * @param epoch how many epochs were finished, 0 for the untrained network
     * @param batch how many batches had been trained on, over all epochs
     * @param vectors (N, D), a row an image, in the order of {@link #labels()}
     */
    public record Snapshot(int epoch, int batch, float[][] vectors) {

        @Override
        public String toString() {
            return String.format(
                    "Snapshot(epoch %d, batch %d: %d × %d)",
                    epoch, batch, vectors.length, vectors[0].length);
        }
    }

    private EmbeddingSnapshots(Builder builder) {
        this.images = builder.images;
        this.everyBatches = builder.everyBatches;
    }

    /**
     * Starts the snapshots of a training.
     *
     * @return a builder: after each epoch only, no images yet
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public synchronized void onTrainingBatch(Trainer trainer, BatchData batchData) {
        boolean due = everyBatches > 0 ? batches % everyBatches == 0 : batches == 0;
        if (due && !isTaken()) {
            take(trainer, epochs);
        }
        batches++;
    }

    @Override
    public synchronized void onEpoch(Trainer trainer) {
        take(trainer, epochs + 1);
        epochs++;
    }

    /** Whether the end of the epoch before has taken it already. */
    private boolean isTaken() {
        return !snapshots.isEmpty() && snapshots.get(snapshots.size() - 1).batch() == batches;
    }

    private void take(Trainer trainer, int epoch) {
        StandIns.requireNone(requireNonNull("trainer", trainer).getModel().getBlock());
        snapshots.add(new Snapshot(epoch, batches, images.embed(trainer)));
    }

    /**
     * Returns what was kept so far.
     *
     * @return a copy of the list, in the order of training
     */
    public synchronized List<Snapshot> snapshots() {
        return List.copyOf(snapshots);
    }

    /**
     * Returns the labels of the images, the same for every snapshot.
     *
     * @return a copy, N of them
     */
    public int[] labels() {
        return images.labels();
    }

    @Override
    public synchronized String toString() {
        return String.format(
                "EmbeddingSnapshots(%d snapshots of %,d images)", snapshots.size(), images.size());
    }

    /** Builds {@link EmbeddingSnapshots}. */
    public static final class Builder {

        private FixedImages images;
        private int everyBatches;

        private Builder() {}

        /**
         * Sets the images by a dataset, which is read at once from its first item to its last,
         * whatever its sampling.
         *
         * @param data images with one label each, such as {@code Mnist} with {@code optLimit(500)}
         * @throws IOException if the data cannot be read
         * @throws TranslateException if an item cannot be processed
         * @throws IllegalArgumentException if {@code data} is empty
         */
        public Builder setData(RandomAccessDataset data) throws IOException, TranslateException {
            requireNonNull("data", data);
            FixedImages read = new FixedImages();
            try (NDManager manager = NDManager.newBaseManager()) {
                for (Batch batch : data.getData(manager, NetworkEmbedder.inOrder())) {
                    try (batch) {
                        NDList labels = batch.getLabels();
                        read.add(batch.getData().singletonOrThrow(), labels.singletonOrThrow());
                    }
                }
            }
            return set("data", read);
        }

        /**
         * Sets the images by arrays, which are copied.
         *
         * @param images (N, …), as the network takes them
         * @param labels (N) or (N, 1), of any integer or floating-point type
         * @throws IllegalArgumentException if there are no images, or not one label for each
         */
        public Builder setData(NDArray images, NDArray labels) {
            FixedImages copy = new FixedImages();
            copy.add(requireNonNull("images", images), requireNonNull("labels", labels));
            return set("images", copy);
        }

        private Builder set(String name, FixedImages given) {
            if (given.size() == 0) {
                throw new IllegalArgumentException(name + " is empty, expected one image or more");
            }
            this.images = given;
            return this;
        }

        /**
         * Takes a snapshot every N batches too, counted over all epochs.
         *
         * @param batches N, 1 or more
         * @throws IllegalArgumentException if {@code batches} is less than 1
         */
        public Builder optEveryBatches(int batches) {
            this.everyBatches = requireAtLeast("batches", batches, 1);
            return this;
        }

        /**
         * Builds the listener.
         *
         * @return a new listener
         * @throws IllegalStateException if no images are set
         */
        public EmbeddingSnapshots build() {
            if (images == null) {
                throw new IllegalStateException("images are not set: call setData");
            }
            return new EmbeddingSnapshots(this);
        }
    }
}
