package tripletlab;

/**
 * Distances and their gradients by their definitions, in plain loops over Java doubles: the
 * independent truth that the library is held to. {@link Truth} does the same for losses.
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

    /** ∂L/∂E for the Euclidean distance from W = ∂L/∂d: a sum of w_ij (e_i − e_j) / d_ij. */
    public static double[][] euclideanGradient(double[][] e, double[][] weights) {
        double[][] d = euclidean(e);
        double[][] gradient = new double[e.length][e[0].length];
        for (int i = 0; i < e.length; i++) {
            for (int j = 0; j < e.length; j++) {
                for (int k = 0; k < e[i].length && d[i][j] > 0; k++) {
                    double pull = weights[i][j] * (e[i][k] - e[j][k]) / d[i][j];
                    gradient[i][k] += pull;
                    gradient[j][k] -= pull;
                }
            }
        }
        return gradient;
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
