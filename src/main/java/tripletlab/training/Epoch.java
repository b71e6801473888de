package tripletlab.training;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tripletlab.loss.MiningLoss;
import tripletlab.model.L2Normalize;

/**
 * One finished epoch: means over those of its batches that have the value.
 *
 * @param number from 1
 * @param firstBatch which batch of the history was its first, from 0
 * @param batches how many batches it had
 * @param loss mean of the losses
 * @param meanNorm mean of the mean norms, NaN if the network has no {@link L2Normalize}
 * @param activeFraction mean of the fractions of active triplets, NaN if the loss is not a {@link
 *     MiningLoss}
 * @param meanPositive mean of the mean d_ap of the triplets taken, NaN like {@code activeFraction}
 * @param meanNegative mean of the mean d_an of the triplets taken, NaN like {@code activeFraction}
 * @param seconds wall-clock time of all its batches but the first, before which there may be a
 *     validation or a pause
 * @param imagesPerSecond how many images these batches held, for each of these seconds; NaN if
 *     there was one batch only
 */
public record Epoch(
        int number,
        int firstBatch,
        int batches,
        double loss,
        double meanNorm,
        double activeFraction,
        double meanPositive,
        double meanNegative,
        double seconds,
        double imagesPerSecond) {

    static Epoch of(int number, int firstBatch, List<Step> steps) {
        List<Step> timed = steps.stream().filter(step -> !Double.isNaN(step.seconds())).toList();
        double seconds = timed.stream().mapToDouble(Step::seconds).sum();
        int images = timed.stream().mapToInt(Step::images).sum();
        return new Epoch(
                number,
                firstBatch,
                steps.size(),
                mean(steps, step -> step.stats().loss()),
                mean(steps, Step::meanNorm),
                mean(steps, step -> step.stats().activeFraction()),
                mean(steps, step -> step.stats().meanPositive()),
                mean(steps, step -> step.stats().meanNegative()),
                seconds,
                rate(images, seconds));
    }

    static double rate(int images, double seconds) {
        return seconds > 0 ? images / seconds : Double.NaN;
    }

    private static double mean(List<Step> steps, ToDoubleFunction<Step> value) {
        return steps.stream()
                .mapToDouble(value)
                .filter(number -> !Double.isNaN(number))
                .average()
                .orElse(Double.NaN);
    }

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
