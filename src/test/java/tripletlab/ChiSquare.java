package tripletlab;

/** How far counts are from what chances make one expect. */
public final class ChiSquare {

    private ChiSquare() {}

    /** Σ (count − expected)² / expected; about as large as there are counts if all is well. */
    public static double of(long[] counts, double[] chances) {
        double all = 0;
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            all += counts[i];
            sum += chances[i];
        }
        double distance = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = all * chances[i] / sum;
            distance += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        return distance;
    }
}
