package tripletlab.training;

import java.util.List;
import java.util.function.ToDoubleFunction;
import tripletlab.mining.MiningStats;

/**
 * What tells a collapsing training from a learning one, of one batch or as means over several.
 *
 * @param loss its value
 * @param positive mean d_ap
 * @param negative mean d_an
 * @param norm mean norm before the embeddings are scaled to length one, NaN if they are not
 */
record BatchMeans(double loss, double positive, double negative, double norm) {

    static BatchMeans of(MiningStats stats, double norm) {
        return new BatchMeans(stats.loss(), stats.meanPositive(), stats.meanNegative(), norm);
    }

    static BatchMeans of(List<BatchMeans> batches) {
        return new BatchMeans(
                mean(batches, BatchMeans::loss),
                mean(batches, BatchMeans::positive),
                mean(batches, BatchMeans::negative),
                mean(batches, BatchMeans::norm));
    }

    private static double mean(List<BatchMeans> batches, ToDoubleFunction<BatchMeans> value) {
        return batches.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    double gap() {
        return negative - positive;
    }
}
