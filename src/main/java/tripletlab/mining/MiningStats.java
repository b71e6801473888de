package tripletlab.mining;

import java.util.Locale;

/**
 * What a loss saw in one batch.
 *
 * @param valid how many triplets the batch holds
 * @param taken how many of them the miner took
 * @param active how many of the triplets that were taken cost anything: more than 1e-16
 * @param loss the value of the loss
 * @param meanPositive the mean of d_ap over the triplets that were taken, NaN if there are none
 * @param meanNegative the mean of d_an over the triplets that were taken, NaN if there are none
 */
public record MiningStats(
        long valid,
        long taken,
        long active,
        double loss,
        double meanPositive,
        double meanNegative) {

    static final double ACTIVE = 1e-16;

    /**
     * Tells whether a triplet counts as active.
     *
     * @param cost of the triplet
     * @return whether it is more than 1e-16
     */
    public static boolean isActive(double cost) {
        return cost > ACTIVE;
    }

    /**
     * The active fraction: how much of what was taken still costs anything.
     *
     * @return active / taken, NaN if no triplet was taken
     */
    public double activeFraction() {
        return (double) active / taken;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "loss %.4f; %,d valid triplets, %,d taken, %,d active; "
                        + "mean distance %.4f to positives, %.4f to negatives",
                loss,
                valid,
                taken,
                active,
                meanPositive,
                meanNegative);
    }
}
