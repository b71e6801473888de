package tripletlab.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.Loss;
import java.util.Set;
import tripletlab.loss.MiningLoss;
import tripletlab.mining.MiningStats;
import tripletlab.model.L2Normalize;

/**
 * One batch of a training.
 *
 * @param images how many items it held
 * @param seconds since the batch before, NaN for the first of an epoch
 * @param meanNorm NaN if the network has no {@link L2Normalize}
 * @param stats what the loss saw; without triplets if it is not a {@link MiningLoss}
 */
record Step(int images, double seconds, double meanNorm, MiningStats stats) {

    static Step of(Trainer trainer, BatchData data, double seconds) {
        double norm =
                L2Normalize.in(trainer.getModel().getBlock())
                        .map(L2Normalize::meanNorm)
                        .orElse(Double.NaN);
        MiningStats stats = stats(trainer.getLoss(), data);
        return new Step(data.getBatch().getSize(), seconds, norm, stats);
    }

    Step untimed() {
        return new Step(images, Double.NaN, meanNorm, stats);
    }

    double imagesPerSecond() {
        return Epoch.rate(images, seconds);
    }

    /**
     * What a loss saw in a batch. Where it was split over devices, counts are added up, the loss is
     * the mean by items, and mean distances are those by triplets taken.
     */
    private static MiningStats stats(Loss loss, BatchData data) {
        Set<Device> devices = data.getLabels().keySet();
        if (devices.isEmpty() && loss instanceof MiningLoss mining) {
            return mining.lastStats(); // a training loop of one's own that kept no arrays
        }
        long valid = 0;
        long taken = 0;
        long active = 0;
        long items = 0;
        double cost = 0;
        double positive = 0;
        double negative = 0;
        for (Device device : devices) {
            NDList predictions = data.getPredictions().get(device);
            MiningStats split = stats(loss, data.getLabels().get(device), predictions);
            if (devices.size() == 1) {
                return split;
            }
            long size = predictions.head().getShape().get(0);
            valid += split.valid();
            taken += split.taken();
            active += split.active();
            items += size;
            cost += size * split.loss();
            if (split.taken() > 0) { // else they are NaN
                positive += split.taken() * split.meanPositive();
                negative += split.taken() * split.meanNegative();
            }
        }
        return new MiningStats(
                valid, taken, active, cost / items, positive / taken, negative / taken);
    }

    private static MiningStats stats(Loss loss, NDList labels, NDList predictions) {
        if (loss instanceof MiningLoss mining) {
            return mining.stats(labels, predictions);
        }
        try (NDArray value = loss.evaluate(labels, predictions)) {
            return new MiningStats(0, 0, 0, value.getFloat(), Double.NaN, Double.NaN);
        }
    }
}
