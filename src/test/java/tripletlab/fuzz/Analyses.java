package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;
import static tripletlab.fuzz.Plain.close;
import static tripletlab.fuzz.Plain.dot;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tripletlab.Oracle;
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
        return new Call<>(
                () -> {
                    Pca pca = Pca.fit(rows, kept);
                    float[][] units = new float[width + 1][width]; // the last row is 0
                    for (int k = 0; k < width; k++) {
                        units[k][k] = 1;
                    }
                    double[][] axes = columns(pca.transform(units));
                    for (double[] axis : axes) {
                        Arrays.setAll(axis, k -> axis[k] - axis[width]);
                    }
                    return new Answer(
                            pca.explainedVarianceRatio(), columns(pca.transform(rows)), axes);
                },
                found -> judge(found, columns(Oracle.doubles(rows)), kept));
    }

    private static void judge(Answer found, double[][] columns, int kept) {
        double largest = Plain.largest(Plain.flat(columns));
        double[] variances = eigenvalues(covariance(columns));
        double trace = Arrays.stream(variances).sum();
        double[][] projected = covariance(found.projected);
        double precision = 1e-9 * largest * largest + 1e-300;
        for (int c = 0; c < kept; c++) {
            double expected = trace > precision ? variances[c] / trace : found.ratios[c];
            close("ratio", found.ratios[c], expected, 1e-6);
            close("variance", projected[c][c], variances[c], precision);
            double[] axis = found.axes[c];
            for (int other = 0; other < kept && largest < 1e6; other++) {
                close("covariance", other == c ? 0 : projected[c][other], 0, precision);
                close("product of axes", dot(axis, found.axes[other]), other == c ? 1 : 0, 1e-6);
            }
            // of two entries as large, either may be the positive one
            double highest = Arrays.stream(axis).max().orElse(0);
            boolean positive = highest > Plain.largest(axis) - 1e-5 || largest >= 1e6;
            check(positive, "the largest entry is negative: %s", Arrays.toString(axis));
        }
    }

    private static double[][] columns(double[][] rows) {
        double[][] columns = new double[rows[0].length][];
        Arrays.setAll(columns, k -> Stream.of(rows).mapToDouble(row -> row[k]).toArray());
        return columns;
    }

    private static double[][] covariance(double[][] columns) {
        double[][] centred = new double[columns.length][];
        for (int k = 0; k < columns.length; k++) {
            double mean = DoubleStream.of(columns[k]).average().orElseThrow();
            centred[k] = DoubleStream.of(columns[k]).map(x -> x - mean).toArray();
        }
        double[][] covariance = new double[columns.length][columns.length];
        for (int k = 0; k < columns.length; k++) {
            for (int l = 0; l < columns.length; l++) {
                covariance[k][l] = dot(centred[k], centred[l]) / (columns[k].length - 1);
            }
        }
        return covariance;
    }

    /** By Jacobi's rotations, largest first. */
    private static double[] eigenvalues(double[][] a) {
        int size = a.length;
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
