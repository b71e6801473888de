package tripletlab;

import java.util.function.DoubleUnaryOperator;
import tripletlab.distance.Distance;

/** The mean cost of given triplets by its definition, in plain loops over Java doubles. */
public final class GivenTruth {

    private GivenTruth() {}

    /** The mean over triplets (a, p, n) of rows; costs are functions of the gap d_an − d_ap. */
    public static double loss(
            Distance distance, double[][] rows, int[][] triplets, DoubleUnaryOperator cost) {
        double[][] d = distances(distance, rows);
        double sum = 0;
        for (int[] triplet : triplets) {
            sum += cost.applyAsDouble(d[triplet[0]][triplet[2]] - d[triplet[0]][triplet[1]]);
        }
        return sum / triplets.length;
    }

    /** ∂loss/∂rows by finite differences. */
    public static double[][] gradient(
            Distance distance, double[][] rows, int[][] triplets, DoubleUnaryOperator cost) {
        double step = 1e-6;
        double[][] gradient = new double[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < rows[i].length; k++) {
                double at = rows[i][k];
                rows[i][k] = at + step;
                double up = loss(distance, rows, triplets, cost);
                rows[i][k] = at - step;
                double down = loss(distance, rows, triplets, cost);
                rows[i][k] = at;
                gradient[i][k] = (up - down) / (2 * step);
            }
        }
        return gradient;
    }

    /** All distances between rows. */
    public static double[][] distances(Distance distance, double[][] rows) {
        return switch (distance) {
            case EUCLIDEAN -> Oracle.euclidean(rows);
            case SQUARED_EUCLIDEAN -> Oracle.squared(rows);
            case COSINE -> Oracle.cosine(rows);
        };
    }
}
