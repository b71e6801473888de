package tripletlab.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tripletlab.loss.MiningLoss;
import tripletlab.mining.MiningStats;
import tripletlab.model.L2Normalize;

/**
 * Records each batch of a training: loss, fraction of active triplets, and mean norm of the
 * embeddings before they are scaled to length one. What was recorded stays when the training is
 * interrupted, and a later training that is given the same history goes on where it stopped.
 *
 * <pre>{@code
 * TrainingHistory history = new TrainingHistory();
 * TrainingConfig config = new DefaultTrainingConfig(loss).addTrainingListeners(history);
 * }</pre>
 *
 * <p>Safe to read from another thread while a training runs.
 */
public final class TrainingHistory extends TrainingListenerAdapter {

    private final List<Step> steps = new ArrayList<>();
    private final List<Epoch> epochs = new ArrayList<>();
    private int epochStart;
    private long lastProgress;
    private long clock;

    private record Step(double loss, double meanNorm, double activeFraction) {}

    /**
     * One finished epoch: means over its batches.
     *
     * @param number from 1
     * @param firstBatch which batch of the history was its first, from 0
     * @param batches how many batches it had
     * @param loss mean of the losses
     * @param meanNorm mean of the mean norms, NaN if the network has no {@link L2Normalize}
     * @param activeFraction mean of the fractions of active triplets, NaN if the loss is not a
     *     {@link MiningLoss}
     * @param seconds wall-clock time; of the first epoch without its first batch
     */
    public record Epoch(
            int number,
            int firstBatch,
            int batches,
            double loss,
            double meanNorm,
            double activeFraction,
            double seconds) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "epoch %d: loss %.4f, norm %.2f, active %.0f %%, %d batches in %.0f s",
                    number,
                    loss,
                    meanNorm,
                    100 * activeFraction,
                    batches,
                    seconds);
        }
    }

    @Override
    public synchronized void onTrainingBatch(Trainer trainer, BatchData batchData) {
        long progress = batchData.getBatch().getProgress();
        if (steps.isEmpty() || progress <= lastProgress) {
            startEpoch(); // the first, or the one before was interrupted
        }
        lastProgress = progress;
        steps.add(step(trainer, batchData));
    }

    @Override
    public synchronized void onEpoch(Trainer trainer) {
        List<Step> done = steps.subList(epochStart, steps.size());
        epochs.add(
                new Epoch(
                        epochs.size() + 1,
                        epochStart,
                        done.size(),
                        mean(done, Step::loss),
                        mean(done, Step::meanNorm),
                        mean(done, Step::activeFraction),
                        (System.nanoTime() - clock) / 1e9));
        startEpoch();
    }

    /**
     * Returns the number of batches recorded.
     *
     * @return how many, over all epochs
     */
    public synchronized int batches() {
        return steps.size();
    }

    /**
     * Returns the loss of each batch.
     *
     * @return a copy, in the order of training
     */
    public double[] losses() {
        return column(Step::loss);
    }

    /**
     * Returns the mean norm of each batch's embeddings before they were scaled to length one.
     *
     * @return a copy, in the order of training; NaN if the network has no {@link L2Normalize}
     */
    public double[] meanNorms() {
        return column(Step::meanNorm);
    }

    /**
     * Returns, for each batch, which fraction of its valid triplets was active: taken by the miner
     * and with a cost.
     *
     * @return a copy, in the order of training; NaN if the loss is not a {@link MiningLoss} or the
     *     batch held no valid triplet
     */
    public double[] activeFractions() {
        return column(Step::activeFraction);
    }

    /**
     * Returns the finished epochs.
     *
     * @return a copy, in the order of training
     */
    public synchronized List<Epoch> epochs() {
        return List.copyOf(epochs);
    }

    @Override
    public synchronized String toString() {
        return String.format("TrainingHistory(%d batches, %d epochs)", steps.size(), epochs.size());
    }

    private synchronized double[] column(ToDoubleFunction<Step> value) {
        return steps.stream().mapToDouble(value).toArray();
    }

    private void startEpoch() {
        epochStart = steps.size();
        lastProgress = 0;
        clock = System.nanoTime();
    }

    private static double mean(List<Step> steps, ToDoubleFunction<Step> value) {
        // A batch without a valid triplet has no active fraction.
        return steps.stream()
                .mapToDouble(value)
                .filter(number -> !Double.isNaN(number))
                .average()
                .orElse(Double.NaN);
    }

    private static Step step(Trainer trainer, BatchData batchData) {
        double norm = meanNorm(trainer.getModel().getBlock());
        if (trainer.getLoss() instanceof MiningLoss loss) {
            MiningStats stats = loss.lastStats();
            return new Step(stats.loss(), norm, (double) stats.active() / stats.valid());
        }
        double sum = 0;
        for (Device device : batchData.getLabels().keySet()) {
            NDList labels = batchData.getLabels().get(device);
            NDList predictions = batchData.getPredictions().get(device);
            try (NDArray loss = trainer.getLoss().evaluate(labels, predictions)) {
                sum += loss.getFloat();
            }
        }
        return new Step(sum / batchData.getLabels().size(), norm, Double.NaN);
    }

    private static double meanNorm(Block block) {
        if (block instanceof L2Normalize normalize) {
            return normalize.meanNorm();
        }
        return block.getChildren().values().stream()
                .mapToDouble(TrainingHistory::meanNorm)
                .filter(norm -> !Double.isNaN(norm))
                .findFirst()
                .orElse(Double.NaN);
    }
}
