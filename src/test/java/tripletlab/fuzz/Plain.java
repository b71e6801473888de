package tripletlab.fuzz;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import tripletlab.GivenTruth;
import tripletlab.Truth;
import tripletlab.distance.Distance;

/** Definitions in plain loops over doubles, and comparisons with them. */
final class Plain {

    private Plain() {}

    static double[][] doubles(float[][] rows) {
        double[][] doubles = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            doubles[i] = rows[i] == null ? new double[0] : new double[rows[i].length];
            for (int k = 0; k < doubles[i].length; k++) {
                doubles[i][k] = rows[i][k];
            }
        }
        return doubles;
    }

    static double[][] doubles(int[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row).asDoubleStream().toArray())
                .toArray(double[][]::new);
    }

    static float[][] floats(double[][] rows) {
        float[][] floats = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            floats[i] = new float[rows[i].length];
            for (int k = 0; k < rows[i].length; k++) {
                floats[i][k] = (float) rows[i][k];
            }
        }
        return floats;
    }

    static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Takes a triplet. */
    interface Taker {
        void take(int anchor, int positive, int negative);
    }

    /** Goes through all valid triplets. */
    static void everyValid(int[] y, Taker taker) {
        for (int a = 0; a < y.length; a++) {
            for (int p = 0; p < y.length; p++) {
                for (int n = 0; p != a && y[p] == y[a] && n < y.length; n++) {
                    if (y[n] != y[a]) {
                        taker.take(a, p, n);
                    }
                }
            }
        }
    }

    /** Whether all are whole numbers of a few digits: then squared distances are exact. */
    static boolean whole(double[][] rows) {
        return Arrays.stream(flat(rows)).allMatch(x -> x == Math.rint(x) && Math.abs(x) < 100);
    }

    static double longest(float[][] rows) {
        return longest(doubles(rows));
    }

    static double longest(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(Plain::length).max().orElse(0);
    }

    static double shortest(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(Plain::length).min().orElse(0);
    }

    private static double length(double[] row) {
        return Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
    }

    /** Distances as the nearest floats, in which miners compare. */
    static double[][] asFloats(double[][] d) {
        return doubles(floats(d));
    }

    /** ∂L/∂E from W = ∂L/∂D, both ends of each pair. */
    static double[][] gradient(Distance distance, double[][] e, double[][] weights) {
        double[][] d = GivenTruth.distances(distance, e);
        double[][] gradient = new double[e.length][e[0].length];
        for (int i = 0; i < e.length; i++) {
            for (int j = 0; j < e.length; j++) {
                double w = weights[i][j] + weights[j][i];
                for (int k = 0; i != j && w != 0 && k < e[i].length; k++) {
                    gradient[i][k] += w * slope(distance, e[i], e[j], d[i][j], k);
                }
            }
        }
        return gradient;
    }

    /** ∂d(x, y)/∂x_k. */
    private static double slope(Distance distance, double[] x, double[] y, double d, int k) {
        double lx = length(x);
        return switch (distance) {
            case SQUARED_EUCLIDEAN -> 2 * (x[k] - y[k]);
            case EUCLIDEAN -> d == 0 ? 0 : (x[k] - y[k]) / d;
            case COSINE -> ((1 - d) * x[k] / lx - y[k] / length(y)) / lx;
        };
    }

    /** What a triplet costs; a gap and a margin are compared in floats. */
    static double cost(Truth.Cost cost, double gap, double margin) {
        if (cost == Truth.Cost.SOFT) {
            return Math.max(0, -gap) + Math.log1p(Math.exp(-Math.abs(gap)));
        }
        return (float) gap < (float) margin ? (float) margin - gap : 0;
    }

    /** The slope of the cost. */
    static double slope(Truth.Cost cost, double gap, double margin) {
        if (cost == Truth.Cost.SOFT) {
            return -1 / (1 + Math.exp(gap));
        }
        return (float) gap < (float) margin ? -1 : 0;
    }

    /** The largest of the absolute values. */
    static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    static double[] flat(NDArray array) {
        return array.toType(DataType.FLOAT64, true).toDoubleArray();
    }

    /** MXNet has no gradients of float16, PyTorch none of whole numbers. */
    static void requireGradient(NDArray array) {
        DataType type = array.getDataType();
        if (type == DataType.FLOAT32 || type == DataType.FLOAT64) {
            array.setRequiresGradient(true);
        }
    }

    // ---- comparisons

    static void check(boolean right, String what, Object... values) {
        if (!right) {
            throw new AssertionError(what.formatted(values));
        }
    }

    static void close(String what, double[] found, double[] expected, double tolerance) {
        check(
                found.length == expected.length,
                "%s has %s values for %s",
                what,
                found.length,
                expected.length);
        for (int i = 0; i < found.length; i++) {
            close(what, found[i], expected[i], tolerance);
        }
    }

    static void close(String what, double found, double expected, double tolerance) {
        boolean same = Double.compare(found, expected) == 0; // NaN, infinite
        check(
                same || Math.abs(found - expected) <= tolerance,
                "%s is %s, not %s",
                what,
                found,
                expected);
    }
}
