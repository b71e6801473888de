package tripletlab;

import java.util.function.DoubleUnaryOperator;

/**
 * Distances and losses by their definitions, in plain loops over Java doubles: the independent
 * truth that the library is held to. Costs are functions of the gap {@code d_an − d_ap}.
 */
public final class Oracle {

    private Oracle() {}

    /** d_ij = ‖e_i − e_j‖. */
    public static double[][] euclidean(double[][] e) {
        double[][] d = squared(e);
        for (double[] row : d) {
            for (int j = 0; j < row.length; j++) {
                row[j] = Math.sqrt(row[j]);
            }
        }
        return d;
    }

    /** d_ij = ‖e_i − e_j‖². */
    public static double[][] squared(double[][] e) {
        double[][] d = new double[e.length][e.length];
        for (int i = 0; i < e.length; i++) {
            for (int j = 0; j < e.length; j++) {
                for (int k = 0; k < e[i].length; k++) {
                    d[i][j] += (e[i][k] - e[j][k]) * (e[i][k] - e[j][k]);
                }
            }
        }
        return d;
    }

    /** d_ij = 1 − cos(e_i, e_j). */
    public static double[][] cosine(double[][] e) {
        double[][] d = new double[e.length][e.length];
        for (int i = 0; i < e.length; i++) {
            for (int j = 0; j < e.length; j++) {
                d[i][j] = 1 - dot(e[i], e[j]) / Math.sqrt(dot(e[i], e[i]) * dot(e[j], e[j]));
            }
        }
        return d;
    }

    /** Batch-hard: the mean over the anchors that have a positive and a negative. */
    public static double batchHard(double[][] d, int[] y, DoubleUnaryOperator cost) {
        double sum = 0;
        int count = 0;
        for (int a = 0; a < y.length; a++) {
            double farthest = Double.NEGATIVE_INFINITY;
            double nearest = Double.POSITIVE_INFINITY;
            for (int j = 0; j < y.length; j++) {
                if (j != a && y[j] == y[a]) {
                    farthest = Math.max(farthest, d[a][j]);
                } else if (y[j] != y[a]) {
                    nearest = Math.min(nearest, d[a][j]);
                }
            }
            if (Double.isFinite(farthest) && Double.isFinite(nearest)) {
                sum += cost.applyAsDouble(nearest - farthest);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /** Semi-hard: the mean over the positive pairs whose anchor has a negative. */
    public static double semiHard(double[][] d, int[] y, DoubleUnaryOperator cost) {
        double sum = 0;
        int count = 0;
        for (int a = 0; a < y.length; a++) {
            for (int p = 0; p < y.length; p++) {
                double an = semiHardNegative(d, y, a, p);
                if (p != a && y[p] == y[a] && Double.isFinite(an)) {
                    sum += cost.applyAsDouble(an - d[a][p]);
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /** d_an of the nearest negative beyond the positive, else of the farthest one, else −∞. */
    private static double semiHardNegative(double[][] d, int[] y, int a, int p) {
        double beyond = Double.POSITIVE_INFINITY;
        double farthest = Double.NEGATIVE_INFINITY;
        for (int n = 0; n < y.length; n++) {
            if (y[n] != y[a]) {
                farthest = Math.max(farthest, d[a][n]);
                beyond = d[a][n] > d[a][p] ? Math.min(beyond, d[a][n]) : beyond;
            }
        }
        return Double.isFinite(beyond) ? beyond : farthest;
    }

    /** How many (a, p, n) have two items of one class and one of another. */
    public static long validTriplets(int[] y) {
        long valid = 0;
        for (int a = 0; a < y.length; a++) {
            for (int p = 0; p < y.length; p++) {
                for (int n = 0; n < y.length; n++) {
                    valid += a != p && y[a] == y[p] && y[a] != y[n] ? 1 : 0;
                }
            }
        }
        return valid;
    }

    /** Rows in double precision. */
    public static double[][] doubles(float[][] rows) {
        double[][] wide = new double[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[0].length; j++) {
                wide[i][j] = rows[i][j];
            }
        }
        return wide;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * y[k];
        }
        return sum;
    }
}
