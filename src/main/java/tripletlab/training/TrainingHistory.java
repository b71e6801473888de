package tripletlab.training;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.IntColumnType;
import tech.tablesaw.io.csv.CsvWriteOptions;
import tripletlab.internal.WholeFile;

/**
 * Records each batch of a training: loss, mean norm of the embeddings before they are scaled to
 * length one, fraction of active triplets, mean distances d_ap and d_an of the triplets taken, and
 * time. What was recorded stays when the training is interrupted, and a later training that is
 * given the same history goes on where it stopped.
 *
 * <pre>{@code
 * TrainingHistory history = new TrainingHistory();
 * TrainingConfig config = new DefaultTrainingConfig(loss).addTrainingListeners(history);
 * …
 * history.epochs()                          // their means
 * history.writeCsv(Path.of("history.csv"))  // a row a batch
 * }</pre>
 *
 * <p>An epoch is what was trained between two calls of {@code onEpoch}, which {@code EasyTrain.fit}
 * makes; a loop of one's own makes them by {@code trainer.notifyListeners}. Batches of an epoch
 * that was interrupted stay outside of any epoch, unless {@code onEpoch} is called for them, as
 * {@code SeededTrainer} does when a cell is stopped.
 *
 * <p>Each array is a copy with a value a batch, in the order of training. The norm is NaN if the
 * network has no {@code L2Normalize}; what is told of triplets is NaN if the loss is no {@code
 * MiningLoss}, or if no triplet was taken.
 *
 * <p>Safe to read from another thread while a training runs.
 */
public final class TrainingHistory extends TrainingListenerAdapter {

    private final LongSupplier clock;
    private final List<Step> steps = new ArrayList<>();
    private final List<Epoch> epochs = new ArrayList<>();
    private int epochStart;
    private boolean epochRuns;
    private long lastProgress; // through the data, of the last batch
    private boolean firstAgain; // the last batch had the progress of the one before
    private long lastTime;
    private Reference<Trainer> lastTrainer = new WeakReference<>(null);
    private Reference<Batch> lastBatch = new WeakReference<>(null);

    /** Starts with no batch. */
    public TrainingHistory() {
        this(System::nanoTime);
    }

    TrainingHistory(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void onTrainingBegin(Trainer trainer) {
        epochRuns = false; // an earlier one was interrupted
    }

    /**
     * Records a batch.
     *
     * @throws IllegalStateException if the network has averages in place of its weights
     */
    @Override
    public synchronized void onTrainingBatch(Trainer trainer, BatchData batchData) {
        requireNonNull("trainer", trainer);
        Batch batch = requireNonNull("batchData", batchData).getBatch();
        MovingAverage.requireWeights(trainer.getModel().getBlock());
        long now = clock.getAsLong();
        steps.add(Step.of(trainer, batchData, (now - lastTime) / 1e9));
        lastTime = now;
        if (lastTrainer.get() != trainer) {
            lastTrainer = new WeakReference<>(trainer);
            epochRuns = false; // what another trainer left unfinished stays so
        }
        findEpochStart(batch);
    }

    /**
     * An epoch ends with {@link #onEpoch}. One that was interrupted is known by the next batch: the
     * progress through the data falls back. Batches that were made by hand may all have the same
     * progress, and so may parts of one batch.
     */
    private void findEpochStart(Batch batch) {
        long progress = batch.getProgress();
        int last = steps.size() - 1;
        if (!epochRuns || progress < lastProgress) {
            startEpoch(last);
        } else if (firstAgain && progress > lastProgress) {
            startEpoch(last - 1); // before it an epoch was interrupted after its first batch
        }
        boolean first = progress == 0 || progress == batch.getSize(); // of the data, for DJL
        boolean another = lastBatch.get() != batch; // not the same one twice, nor a part of it
        firstAgain = epochRuns && first && another && progress == lastProgress;
        lastBatch = new WeakReference<>(batch);
        lastProgress = progress;
        epochRuns = true;
    }

    private void startEpoch(int step) {
        epochStart = step;
        steps.set(step, steps.get(step).untimed()); // there may be a pause before it
    }

    /** Ends the epoch, if there was a batch since the last one. */
    @Override
    public synchronized void onEpoch(Trainer trainer) {
        if (epochRuns) {
            List<Step> done = steps.subList(epochStart, steps.size());
            epochs.add(Epoch.of(epochs.size() + 1, epochStart, done));
            epochRuns = false;
        }
    }

    /** Returns the number of batches recorded, over all epochs. */
    public synchronized int batches() {
        return steps.size();
    }

    /** Returns the value of the loss of each batch, in the unit that the loss has. */
    public double[] losses() {
        return column(step -> step.stats().loss());
    }

    /** Returns the mean Euclidean norms of the embeddings before they were scaled to length one. */
    public double[] meanNorms() {
        return column(Step::meanNorm);
    }

    /** Returns which fraction, from 0 to 1, of the triplets taken was active: had a cost. */
    public double[] activeFractions() {
        return column(step -> step.stats().activeFraction());
    }

    /** Returns the mean d_ap, anchor to positive, of the triplets taken, in the loss's distance. */
    public double[] meanPositives() {
        return column(step -> step.stats().meanPositive());
    }

    /** Returns the mean d_an, anchor to negative, of the triplets taken, in the loss's distance. */
    public double[] meanNegatives() {
        return column(step -> step.stats().meanNegative());
    }

    private synchronized double[] column(ToDoubleFunction<Step> value) {
        return steps.stream().mapToDouble(value).toArray();
    }

    /** The latest batch, of which there is one. */
    synchronized Step last() {
        return steps.get(steps.size() - 1);
    }

    /** Returns a copy of the list of finished epochs, in the order of training. */
    public synchronized List<Epoch> epochs() {
        return List.copyOf(epochs);
    }

    /**
     * Makes a table of all batches: batch and epoch from 1, loss, mean norm, active fraction, the
     * triplets taken and the valid ones, mean d_ap, mean d_an, images, seconds since the batch
     * before, images per second. The epoch is missing where it was not finished, the time at the
     * first batch of an epoch.
     */
    public synchronized Table batchTable() {
        int[] batches = IntStream.rangeClosed(1, steps.size()).toArray();
        int[] numbers = new int[steps.size()];
        Arrays.fill(numbers, IntColumnType.missingValueIndicator());
        for (Epoch epoch : epochs) {
            int end = epoch.firstBatch() + epoch.batches();
            Arrays.fill(numbers, epoch.firstBatch(), end, epoch.number());
        }
        int[] images = steps.stream().mapToInt(Step::images).toArray();
        return Table.create(
                "Batches of the training",
                IntColumn.create("batch", batches),
                IntColumn.create("epoch", numbers),
                DoubleColumn.create("loss", losses()),
                DoubleColumn.create("mean norm", meanNorms()),
                DoubleColumn.create("active fraction", activeFractions()),
                LongColumn.create("taken", steps.stream().mapToLong(s -> s.stats().taken())),
                LongColumn.create("valid", steps.stream().mapToLong(s -> s.stats().valid())),
                DoubleColumn.create("mean d_ap", meanPositives()),
                DoubleColumn.create("mean d_an", meanNegatives()),
                IntColumn.create("images", images),
                DoubleColumn.create("seconds", column(Step::seconds)),
                DoubleColumn.create("images per second", column(Step::imagesPerSecond)));
    }

    /**
     * Writes the table of all batches to a CSV file, in place of what it holds. An interruption
     * leaves the old file as it is.
     *
     * @param file where to, in a folder that exists
     * @throws IOException if the file cannot be written
     */
    public void writeCsv(Path file) throws IOException {
        StringWriter text = new StringWriter();
        batchTable().write().usingOptions(CsvWriteOptions.builder(text).lineEnd("\n").build());
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        WholeFile.write(requireNonNull("file", file), out -> out.write(bytes));
    }

    @Override
    public synchronized String toString() {
        return String.format("TrainingHistory(%d batches, %d epochs)", steps.size(), epochs.size());
    }
}
