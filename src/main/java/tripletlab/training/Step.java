package tripletlab.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
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
 * @param activeFraction active of the triplets taken; NaN if the loss is not a {@link MiningLoss}
 *     or no triplet was taken
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

    private static final double NONE = Double.NaN;

    static Step of(Trainer trainer, BatchData data, double seconds) {
        int images = data.getBatch().getSize();
        double norm =
                L2Normalize.in(trainer.getModel().getBlock())
                        .map(L2Normalize::meanNorm)
                        .orElse(NONE);
        if (trainer.getLoss() instanceof MiningLoss loss) {
            MiningStats stats = stats(loss, data);
            double active = stats.activeFraction();
            double positive = stats.meanPositive();
            double negative = stats.meanNegative();
            return new Step(images, seconds, stats.loss(), norm, active, positive, negative);
        }
        return new Step(images, seconds, loss(trainer, data), norm, NONE, NONE, NONE);
    }

    Step untimed() {
        return new Step(images, NONE, loss, meanNorm, activeFraction, meanPositive, meanNegative);
    }

    /** Means over those that have the value; images and seconds are sums over those with a time. */
    static Step over(List<Step> steps) {
        List<Step> timed = steps.stream().filter(step -> !Double.isNaN(step.seconds)).toList();
        return new Step(
                timed.stream().mapToInt(Step::images).sum(),
                timed.stream().mapToDouble(Step::seconds).sum(),
                mean(steps, Step::loss),
                mean(steps, Step::meanNorm),
                mean(steps, Step::activeFraction),
                mean(steps, Step::meanPositive),
                mean(steps, Step::meanNegative));
    }

    private static double mean(List<Step> steps, ToDoubleFunction<Step> value) {
        return steps.stream()
                .mapToDouble(value)
                .filter(number -> !Double.isNaN(number))
                .average()
                .orElse(NONE);
    }

    double imagesPerSecond() {
        return seconds > 0 ? images / seconds : NONE;
    }

    /**
     * What a loss saw in a batch. Where it was split over devices, counts are added up, the loss is
     * the mean by items, and mean distances are those by triplets taken.
     */
    private static MiningStats stats(MiningLoss loss, BatchData data) {
        Set<Device> devices = data.getLabels().keySet();
        if (devices.isEmpty()) {
            return loss.lastStats(); // a training loop of one's own that kept no arrays
        }
        if (devices.size() == 1) {
            Device device = devices.iterator().next();
            return loss.stats(data.getLabels().get(device), data.getPredictions().get(device));
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
            MiningStats split = loss.stats(data.getLabels().get(device), predictions);
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
