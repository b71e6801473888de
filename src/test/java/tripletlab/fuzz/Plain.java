package tripletlab.fuzz;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Small calculations in plain loops over doubles, and comparisons with them. */
final class Plain {

    private Plain() {}

    static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    static double[] flat(int[][] rows) {
        return Arrays.stream(rows).flatMapToInt(Arrays::stream).asDoubleStream().toArray();
    }

    static double[] flat(NDArray array) {
        return array.toType(DataType.FLOAT64, true).toDoubleArray();
    }

    /** The nearest floats, in which miners compare distances. */
    static double[][] asFloats(double[][] d) {
        return Stream.of(d)
                .map(row -> DoubleStream.of(row).map(x -> (float) x).toArray())
                .toArray(double[][]::new);
    }

    /** Whether all are whole numbers of a few digits: then squared distances are exact. */
    static boolean whole(double[][] rows) {
        return Arrays.stream(flat(rows)).allMatch(x -> x == Math.rint(x) && Math.abs(x) < 100);
    }

    static double sum(double[][] rows) {
        return Arrays.stream(flat(rows)).sum();
    }

    /** The largest of the absolute values. */
    static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    static double longest(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(row -> Math.sqrt(dot(row, row))).max().orElse(0);
    }

    static double shortest(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(row -> Math.sqrt(dot(row, row))).min().orElse(0);
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * y[k];
        }
        return sum;
    }

    // ---- comparisons

    static void check(boolean right, String what, Object... values) {
        if (!right) {
            throw new AssertionError(what.formatted(values));
        }
    }

    static void close(String what, double[] found, double[] expected, double tolerance) {
        check(found.length == expected.length, "%s has %s values", what, found.length);
        for (int i = 0; i < found.length; i++) {
            close(what, found[i], expected[i], tolerance);
        }
    }

    static void close(String what, double found, double expected, double tolerance) {
        boolean same = Double.compare(found, expected) == 0; // NaN, infinite
        boolean near = same || Math.abs(found - expected) <= tolerance;
        check(near, "%s is %s, not %s", what, found, expected);
    }
}
