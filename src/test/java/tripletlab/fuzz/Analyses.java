package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;
import static tripletlab.fuzz.Plain.close;

import java.util.Arrays;
import tripletlab.evaluation.Pca;

/** Principal components, held to what they are: the directions of most variance. */
final class Analyses {

    private Analyses() {}

    private record Answer(double[] ratios, double[][] projected, double[][] axes) {}

    static Call<?> draw(Draw d) {
        float[][] rows = d.rows("rows", d.from(1, 12), d.from(1, 6));
        int width = Draw.finite(rows) ? rows[0].length : 3;
        int kept = d.count("components", 1, width);
        d.fault("rows", rows != null && rows.length == 1);
        // at most N − 1 directions differ; a library may refuse more, or fill up with any
        d.doubt("components", Draw.finite(rows) && kept >= rows.length);
        return new Call<Answer>(
                () -> {
                    Pca pca = Pca.fit(rows, kept);
                    float[][] units = new float[width + 1][width];
                    for (int k = 0; k < width; k++) {
                        units[k][k] = 1;
                    }
                    double[][] axes = pca.transform(units); // the last row is that of 0
                    for (int k = 0; k < width; k++) {
                        for (int c = 0; c < kept; c++) {
                            axes[k][c] -= axes[width][c];
                        }
                    }
                    return new Answer(pca.explainedVarianceRatio(), pca.transform(rows), axes);
                },
                found -> judge(found, Plain.doubles(rows), kept));
    }

    private static void judge(Answer found, double[][] rows, int kept) {
        double largest = Plain.largest(Plain.flat(rows));
        double[][] covariance = covariance(rows);
        double[] variances = eigenvalues(covariance);
        double trace = Arrays.stream(variances).sum();
        double[][] projected = covariance(found.projected());
        double precision = 1e-9 * largest * largest + 1e-300;
        for (int c = 0; c < kept; c++) {
            double expected = trace > precision ? variances[c] / trace : found.ratios()[c];
            close("ratio", found.ratios()[c], expected, 1e-6);
            close("variance", projected[c][c], variances[c], precision);
            for (int other = 0; other < kept && largest < 1e6; other++) {
                close("covariance", other == c ? 0 : projected[c][other], 0, precision);
                double product = product(found.axes(), c, other);
                close("product of axes", product, other == c ? 1 : 0, 1e-6);
            }
            double[] axis = new double[rows[0].length];
            for (int k = 0; k < axis.length; k++) {
                axis[k] = found.axes()[k][c];
            }
            // of two entries as large, either may be the positive one
            double highest = Arrays.stream(axis).max().orElse(0);
            check(
                    highest > Plain.largest(axis) - 1e-5 || largest >= 1e6,
                    "the largest entry is negative: %s",
                    Arrays.toString(axis));
        }
    }

    /** Of two axes, which are columns. */
    private static double product(double[][] axes, int c, int other) {
        double product = 0;
        for (int k = 0; k < axes.length - 1; k++) { // the last row is that of 0
            product += axes[k][c] * axes[k][other];
        }
        return product;
    }

    private static double[][] covariance(double[][] rows) {
        int width = rows[0].length;
        double[] mean = new double[width];
        for (double[] row : rows) {
            for (int k = 0; k < width; k++) {
                mean[k] += row[k] / rows.length;
            }
        }
        double[][] covariance = new double[width][width];
        for (double[] row : rows) {
            for (int k = 0; k < width; k++) {
                for (int l = 0; l < width; l++) {
                    covariance[k][l] += (row[k] - mean[k]) * (row[l] - mean[l]) / (rows.length - 1);
                }
            }
        }
        return covariance;
    }

    /** By Jacobi's rotations, largest first. */
    private static double[] eigenvalues(double[][] symmetric) {
        int size = symmetric.length;
        double[][] a = Arrays.stream(symmetric).map(double[]::clone).toArray(double[][]::new);
        for (int turn = 0; turn < 50 * size * size; turn++) {
            int p = turn % size;
            int q = turn / size % size;
            if (p < q && a[p][q] != 0) {
                double angle = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p]);
                double cos = Math.cos(angle);
                double sin = Math.sin(angle);
                for (double[] row : a) {
                    double left = row[p];
                    row[p] = cos * left - sin * row[q];
                    row[q] = sin * left + cos * row[q];
                }
                for (int k = 0; k < size; k++) {
                    double upper = a[p][k];
                    a[p][k] = cos * upper - sin * a[q][k];
                    a[q][k] = sin * upper + cos * a[q][k];
                }
            }
        }
        double[] values = new double[size];
        Arrays.setAll(values, k -> -Math.max(0, a[k][k]));
        Arrays.sort(values);
        return Arrays.stream(values).map(x -> -x).toArray();
    }
}
