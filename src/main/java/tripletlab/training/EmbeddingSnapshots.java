package tripletlab.training;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireAtLeast;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import tripletlab.data.Labels;

/**
 * Keeps how a network embeds the same images at several times of a training: before its first
 * batch, after each epoch, and every N batches. A map of each, one after the other, shows the
 * classes come apart.
 *
 * <pre>{@code
 * EmbeddingSnapshots snapshots = new EmbeddingSnapshots(testDigits, 100);
 * TrainingConfig config = new DefaultTrainingConfig(loss).addTrainingListeners(snapshots);
 * }</pre>
 *
 * <p>The images are read once and kept as Java arrays, as are the embeddings: nothing here has to
 * be closed. A training with this listener has the same losses as one without: it embeds without
 * dropout, draws no random number, and leaves DJL's metrics alone.
 *
 * <p>DJL tells its listeners of a batch between the gradient and {@code trainer.step()}, in {@code
 * EasyTrain.fit} as in a loop of {@code EasyTrain.trainBatch}; so the first snapshot is that of the
 * untrained network. A loop of one's own must call {@code onEpoch} of the listeners itself.
 *
 * <p>Safe to read from another thread while a training runs.
 */
public final class EmbeddingSnapshots extends TrainingListenerAdapter {

    private final List<Images> images = new ArrayList<>();
    private int[] labels = {};
    private final int everyBatches;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private int epochs;
    private int batches;

    /** Images (B, …) in row-major order. */
    private record Images(float[] values, Shape shape) {}

    /**
     * The embeddings at one time of the training.
     *
     * @param epoch how many epochs were finished, 0 for the untrained network
     * @param batch how many batches had been trained on, over all epochs
     * @param vectors (N, D), a row an image, in the order of {@link #labels()}
     */
    public record Snapshot(int epoch, int batch, float[][] vectors) {}

    /**
     * Takes the images of a dataset, which is read at once from its first item to its last,
     * whatever its sampling.
     *
     * @param data images with one label each, such as {@code Mnist} with {@code optLimit(500)}
     * @param everyBatches N, counted over all epochs; with 0 there are the other snapshots only
     * @throws IOException if the data cannot be read
     * @throws TranslateException if an item cannot be processed
     * @throws IllegalArgumentException if {@code data} is empty or {@code everyBatches} below 0
     */
    public EmbeddingSnapshots(RandomAccessDataset data, int everyBatches)
            throws IOException, TranslateException {
        this.everyBatches = requireAtLeast("everyBatches", everyBatches, 0);
        requireNonNull("data", data);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : data.getData(manager, NetworkEmbedder.inOrder())) {
                try (batch) {
                    NDList given = batch.getLabels();
                    add(batch.getData().singletonOrThrow(), given.singletonOrThrow());
                }
            }
        }
        requireImages("data");
    }

    /**
     * Takes images as arrays, which are copied.
     *
     * @param images (N, …), as the network takes them
     * @param labels (N) or (N, 1), of any integer or floating-point type
     * @param everyBatches as for a dataset
     * @throws IllegalArgumentException if there are no images, or not one label for each, or {@code
     *     everyBatches} is below 0
     */
    public EmbeddingSnapshots(NDArray images, NDArray labels, int everyBatches) {
        this.everyBatches = requireAtLeast("everyBatches", everyBatches, 0);
        add(requireNonNull("images", images), requireNonNull("labels", labels));
        requireImages("images");
    }

    private void add(NDArray array, NDArray label) {
        int[] more = Labels.ints(label);
        String message = "labels has shape %s, expected one label for each of %d images";
        long count = array.getShape().get(0);
        require(more.length == count, message, label.getShape(), count);
        labels = IntStream.concat(IntStream.of(labels), IntStream.of(more)).toArray();
        for (long from = 0; from < count; from += NetworkEmbedder.ITEMS_AT_ONCE) {
            long to = Math.min(from + NetworkEmbedder.ITEMS_AT_ONCE, count);
            try (NDArray part = array.get("{}:{}", from, to);
                    NDArray floats = part.toType(DataType.FLOAT32, true)) {
                images.add(new Images(floats.toFloatArray(), part.getShape()));
            }
        }
    }

    private void requireImages(String name) {
        require(labels.length > 0, "%s is empty, expected one image or more", name);
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
        MovingAverage.requireWeights(requireNonNull("trainer", trainer).getModel().getBlock());
        List<float[]> rows = new ArrayList<>();
        for (Images part : images) {
            try (NDManager manager = trainer.getManager().newSubManager()) {
                NDArray input =
                        manager.create(part.values(), part.shape())
                                .toDevice(trainer.getDevices()[0], false);
                Collections.addAll(
                        rows, NetworkEmbedder.embed(trainer.getModel(), new NDList(input)));
            }
        }
        snapshots.add(new Snapshot(epoch, batches, rows.toArray(float[][]::new)));
    }

    /** Returns a copy of the list of what was kept so far, in the order of training. */
    public synchronized List<Snapshot> snapshots() {
        return List.copyOf(snapshots);
    }

    /** Returns a copy of the N labels of the images, the same for every snapshot. */
    public int[] labels() {
        return labels.clone();
    }
}
