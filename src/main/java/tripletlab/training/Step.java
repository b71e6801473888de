package tripletlab.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;
import tripletlab.loss.MiningLoss;
import tripletlab.mining.MiningStats;
import tripletlab.model.L2Normalize;

/**
 * One batch of a training.
 *
 * @param images how many items it held
 * @param seconds since the batch before, NaN for the first of an epoch
 * @param loss of the batch
 * @param meanNorm NaN if the network has no {@link L2Normalize}
 * @param activeFraction active of all valid triplets; NaN if the loss is not a {@link MiningLoss}
 *     or the batch has no valid triplet
 * @param meanPositive mean d_ap of the triplets taken; NaN like {@code activeFraction}
 * @param meanNegative mean d_an of the triplets taken; NaN like {@code activeFraction}
 */
record Step(
        int images,
        double seconds,
        double loss,
        double meanNorm,
        double activeFraction,
        double meanPositive,
        double meanNegative) {

    static Step of(Trainer trainer, BatchData data, double seconds) {
        int images = data.getBatch().getSize();
        double norm =
                L2Normalize.in(trainer.getModel().getBlock())
                        .map(L2Normalize::meanNorm)
                        .orElse(Double.NaN);
        if (trainer.getLoss() instanceof MiningLoss loss) {
            MiningStats stats = loss.lastStats();
            double active = (double) stats.active() / stats.valid();
            double positive = stats.meanPositive();
            double negative = stats.meanNegative();
            return new Step(images, seconds, stats.loss(), norm, active, positive, negative);
        }
        double none = Double.NaN;
        return new Step(images, seconds, loss(trainer, data), norm, none, none, none);
    }

    Step untimed() {
        double none = Double.NaN;
        return new Step(images, none, loss, meanNorm, activeFraction, meanPositive, meanNegative);
    }

    boolean isTimed() {
        return !Double.isNaN(seconds);
    }

    double imagesPerSecond() {
        return seconds > 0 ? images / seconds : Double.NaN;
    }

    private static double loss(Trainer trainer, BatchData data) {
        double sum = 0;
        for (Device device : data.getLabels().keySet()) {
            NDList labels = data.getLabels().get(device);
            NDList predictions = data.getPredictions().get(device);
            try (NDArray loss = trainer.getLoss().evaluate(labels, predictions)) {
                sum += loss.getFloat();
            }
        }
        return sum / data.getLabels().size();
    }
}
