package tripletlab;

import tripletlab.mining.Hinge;
import tripletlab.mining.SoftMargin;
import tripletlab.mining.TripletPenalty;

/**
 * A loss by its definition, in a triple loop over Java doubles.
 *
 * @param loss L
 * @param weights ∂L/∂d
 * @param taken how many triplets were taken
 * @param active how many of those cost more than 1e-16
 * @param meanPositive mean d_ap of those taken
 * @param meanNegative mean d_an of those taken
 */
public record Truth(
        double loss,
        double[][] weights,
        long taken,
        long active,
        double meanPositive,
        double meanNegative) {

    /** What each triplet costs as a function of its gap d_an − d_ap, and the slope of that. */
    public enum Cost {
        HINGE {
            @Override
            public double value(double gap, double margin) {
                return (float) gap < (float) margin ? (float) margin - gap : 0;
            }

            @Override
            public double slope(double gap, double margin) {
                return (float) gap < (float) margin ? -1 : 0;
            }
        },

        SOFT {
            @Override
            public double value(double gap, double margin) {
                return gap < -30 ? -gap : Math.log1p(Math.exp(-gap));
            }

            @Override
            public double slope(double gap, double margin) {
                return -1 / (1 + Math.exp(gap));
            }
        };

        /** Of a triplet; its gap and the margin are compared in floats. */
        public abstract double value(double gap, double margin);

        /** Of the value, as a function of the gap. */
        public abstract double slope(double gap, double margin);

        /** The library's own. */
        public TripletPenalty penalty(double margin) {
            return this == HINGE ? new Hinge(margin) : new SoftMargin();
        }
    }

    /** Adds up what the strategy takes. */
    public static Truth of(Strategy strategy, double[][] d, int[] y, double margin, Cost cost) {
        double[][] weights = new double[y.length][y.length];
        double[] sums = new double[3]; // cost, d_ap, d_an
        long[] counts = new long[2]; // taken, active
        strategy.take(
                d,
                y,
                margin,
                (a, p, n) -> {
                    double gap = d[a][n] - d[a][p];
                    double value = cost.value(gap, margin);
                    counts[0]++;
                    counts[1] += value > 1e-16 ? 1 : 0;
                    sums[0] += value;
                    sums[1] += d[a][p];
                    sums[2] += d[a][n];
                    weights[a][p] -= cost.slope(gap, margin);
                    weights[a][n] += cost.slope(gap, margin);
                });
        double divisor = Math.max(1, strategy.isOverActive() ? counts[1] : counts[0]);
        for (double[] row : weights) {
            for (int j = 0; j < row.length; j++) {
                row[j] /= divisor;
            }
        }
        return new Truth(
                sums[0] / divisor,
                weights,
                counts[0],
                counts[1],
                sums[1] / counts[0],
                sums[2] / counts[0]);
    }
}
