package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.Oracle;

class PcaTest {

    @Test
    void componentsByHand() {
        // variance 10 along (3, 4)/5 and 2.5 across it, around (1, 1)
        float[][] rows = {
            {1 + 3, 1 + 4}, {1 - 3, 1 - 4}, {1 + 2, 1 - 1.5f}, {1 - 2, 1 + 1.5f}, {1, 1}
        };
        Pca pca = Pca.fit(rows, 2);
        double along = 2 * 25 / 4.0;
        double across = 2 * 6.25 / 4.0;
        assertArrayEquals(
                new double[] {along / (along + across), across / (along + across)},
                pca.explainedVarianceRatio(),
                1e-9);
        double[][] projected = pca.transform(rows);
        assertEquals(5, projected[0][0], 1e-6);
        assertEquals(-5, projected[1][0], 1e-6);
        assertEquals(0, projected[2][0], 1e-6);
        assertEquals(2.5, Math.abs(projected[2][1]), 1e-6);
        assertArrayEquals(new double[2], projected[4], 1e-6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void projectionsAreUncorrelatedAndCarryTheirShare(long seed) {
        float[][] rows = random(seed, 200, 8);
        Pca pca = Pca.fit(rows, 8);
        double[][] z = pca.transform(rows);
        double total = 0;
        double[] variances = new double[8];
        for (int a = 0; a < 8; a++) {
            variances[a] = covariance(z, a, a);
            total += variances[a];
            for (int b = 0; b < a; b++) {
                assertEquals(0, covariance(z, a, b), 1e-8);
            }
        }
        for (int a = 0; a < 8; a++) {
            assertEquals(variances[a] / total, pca.explainedVarianceRatio()[a], 1e-9);
            assertTrue(a == 0 || variances[a] <= variances[a - 1] + 1e-9);
        }
    }

    @Test
    void projectionKeepsDistancesWhenAllComponentsAreKept() {
        float[][] rows = random(4, 20, 5);
        double[][] z = Pca.fit(rows, 5).transform(rows);
        for (int i = 1; i < rows.length; i++) {
            double before = 0;
            double after = 0;
            for (int k = 0; k < 5; k++) {
                before += Math.pow((double) rows[i][k] - rows[0][k], 2);
                after += Math.pow(z[i][k] - z[0][k], 2);
            }
            assertEquals(before, after, 1e-6);
        }
    }

    private static Stream<Arguments> shapes() { // N, D, rank
        return Stream.of(
                Arguments.of(50, 7, 7),
                Arguments.of(50, 7, 3),
                Arguments.of(6, 20, 5),
                Arguments.of(2, 9, 1),
                Arguments.of(9, 1, 1),
                Arguments.of(40, 40, 39),
                Arguments.of(600, 12, 12), // more than a block of rows
                Arguments.of(513, 12, 4));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesWithTheSingularValueDecomposition(int size, int dimension, int rank) {
        for (long seed = 0; seed < 5; seed++) {
            String message = "seed " + seed;
            float[][] rows = ofRank(rank, seed, size, dimension);
            SingularValueDecomposition_F64<DMatrixRMaj> svd =
                    DecompositionFactory_DDRM.svd(size, dimension, true, true, true);
            assertTrue(svd.decompose(centred(rows)), message);
            DMatrixRMaj u = svd.getU(null, false);
            DMatrixRMaj s = svd.getW(null);
            DMatrixRMaj v = svd.getV(null, false);
            SingularOps_DDRM.descendingOrder(u, false, s, v, false);
            Pca pca = Pca.fit(rows, dimension);
            double[][] projected = pca.transform(rows);
            double total = Arrays.stream(s.getData()).map(x -> x * x).sum();
            for (int c = 0; c < dimension; c++) {
                double value = c < Math.min(size, dimension) ? s.get(c, c) : 0;
                double ratio = pca.explainedVarianceRatio()[c];
                assertEquals(value * value / total, ratio, 1e-9, message);
                double sign = signOfLargest(v, c);
                for (int i = 0; i < size; i++) { // X V = U S, and nothing beyond the rank
                    double expected = c < rank ? sign * u.get(i, c) * value : 0;
                    assertEquals(expected, projected[i][c], 1e-5 * s.get(0, 0), message);
                }
            }
        }
    }

    private static double signOfLargest(DMatrixRMaj v, int column) {
        double largest = 0;
        for (int j = 0; j < v.numRows; j++) {
            double entry = column < v.numCols ? v.get(j, column) : 1;
            largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
        }
        return Math.signum(largest);
    }

    /** Sums of some directions, of falling sizes so that the components differ in theirs. */
    private static float[][] ofRank(int rank, long seed, int size, int dimension) {
        Random random = new Random(seed);
        double[][] directions = new double[rank][dimension];
        for (double[] direction : directions) {
            Arrays.setAll(direction, j -> random.nextGaussian());
        }
        float[][] rows = new float[size][dimension];
        for (float[] row : rows) {
            for (int c = 0; c < rank; c++) {
                double amount = random.nextGaussian() * Math.pow(0.75, c);
                for (int j = 0; j < dimension; j++) {
                    row[j] += (float) (amount * directions[c][j]);
                }
            }
        }
        return rows;
    }

    private static DMatrixRMaj centred(float[][] rows) {
        double[][] x = Oracle.doubles(rows);
        for (int j = 0; j < x[0].length; j++) {
            int column = j;
            double mean = Arrays.stream(x).mapToDouble(row -> row[column]).average().getAsDouble();
            Arrays.stream(x).forEach(row -> row[column] -= mean);
        }
        return new DMatrixRMaj(x);
    }

    private static Stream<Arguments> shapesWithFewComponents() { // N, D
        return Stream.of(Arguments.of(400, 120), Arguments.of(120, 400), Arguments.of(20, 3000));
    }

    @ParameterizedTest
    @MethodSource("shapesWithFewComponents")
    void fewComponentsAgreeWithPowerIteration(int size, int dimension) {
        float[][] rows = ofRank(6, 1, size, dimension);
        Pca pca = Pca.fit(rows, 2);
        double[][] x = Oracle.doubles(rows);
        centre(x);
        double total = squares(x);
        for (int c = 0; c < 2; c++) {
            double[] direction = strongest(x);
            double explained = 0;
            double[] projected = new double[size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < dimension; j++) {
                    projected[i] += x[i][j] * direction[j];
                }
                explained += projected[i] * projected[i];
                for (int j = 0; j < dimension; j++) {
                    x[i][j] -= projected[i] * direction[j]; // deflation
                }
            }
            assertEquals(explained / total, pca.explainedVarianceRatio()[c], 1e-9);
            assertArrayEquals(
                    projected, column(pca.transform(rows), c), 1e-6 * Math.sqrt(explained));
        }
    }

    private static double[] column(double[][] rows, int c) {
        return Arrays.stream(rows).mapToDouble(row -> row[c]).toArray();
    }

    private static void centre(double[][] x) {
        for (int j = 0; j < x[0].length; j++) {
            double mean = Arrays.stream(column(x, j)).average().getAsDouble();
            for (double[] row : x) {
                row[j] -= mean;
            }
        }
    }

    private static double squares(double[][] x) {
        return Arrays.stream(x).flatMapToDouble(Arrays::stream).map(y -> y * y).sum();
    }

    /** By power iteration: the direction of length one in which rows are longest, largest up. */
    private static double[] strongest(double[][] x) {
        double[] direction = new double[x[0].length];
        Arrays.setAll(direction, j -> Math.sin(j + 1));
        for (int step = 0; step < 120; step++) {
            double[] next = new double[direction.length];
            for (double[] row : x) {
                double along = 0;
                for (int j = 0; j < row.length; j++) {
                    along += row[j] * direction[j];
                }
                for (int j = 0; j < row.length; j++) {
                    next[j] += along * row[j];
                }
            }
            double length = Math.sqrt(Arrays.stream(next).map(y -> y * y).sum());
            direction = Arrays.stream(next).map(y -> y / length).toArray();
        }
        double least = Arrays.stream(direction).min().getAsDouble();
        double most = Arrays.stream(direction).max().getAsDouble();
        double sign = -least > most ? -1 : 1;
        return Arrays.stream(direction).map(y -> sign * y).toArray();
    }

    @ParameterizedTest
    @CsvSource({"200, 110, 2", "110, 200, 2", "12, 40, 11", "12, 40, 30", "40, 12, 12"})
    void componentsAreOrthonormal(int size, int dimension, int components) {
        float[][] rows = ofRank(4, 2, size, dimension); // and any beyond the rank
        Pca pca = Pca.fit(rows, components);
        float[][] units = new float[dimension + 1][dimension];
        for (int j = 0; j < dimension; j++) {
            units[j][j] = 1;
        }
        double[][] z = pca.transform(units); // z_j − z_0 is column j of the components
        for (int a = 0; a < components; a++) {
            for (int b = 0; b < components; b++) {
                double dot = 0;
                for (int j = 0; j < dimension; j++) {
                    dot += (z[j][a] - z[dimension][a]) * (z[j][b] - z[dimension][b]);
                }
                assertEquals(a == b ? 1 : 0, dot, 1e-9);
            }
        }
    }

    @Test
    void rowsThatAreThereTwiceChangeNothing() {
        float[][] rows = ofRank(5, 3, 60, 150);
        float[][] twice = new float[120][];
        Arrays.setAll(twice, i -> rows[i % 60]);
        Pca once = Pca.fit(rows, 3);
        Pca both = Pca.fit(twice, 3);
        assertArrayEquals(once.explainedVarianceRatio(), both.explainedVarianceRatio(), 1e-9);
        for (int c = 0; c < 3; c++) {
            assertArrayEquals(
                    column(once.transform(rows), c), column(both.transform(rows), c), 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1e-6f, 1e-4f, 1e-2f}) // by so much they fall
    void equalAndNearlyEqualVariancesByHand(float fall) {
        float[][] rows = new float[300][150]; // two opposite ones along each axis
        double total = 0;
        for (int i = 0; i < 150; i++) {
            float amount = 2 - i * fall;
            rows[2 * i][149 - i] = amount;
            rows[2 * i + 1][149 - i] = -amount;
            total += (double) amount * amount;
        }
        Pca pca = Pca.fit(rows, 3);
        double[][] z = pca.transform(rows);
        for (int c = 0; c < 3; c++) {
            double amount = rows[2 * c][149 - c];
            assertEquals(amount * amount / total, pca.explainedVarianceRatio()[c], 1e-12);
            if (fall > 0) {
                assertEquals(amount, z[2 * c][c], 1e-6);
            }
        }
    }

    @Test
    void longRowsNeedNoMatrixOfTheirLength() {
        float[][] rows = new float[3][30_000]; // whose covariance has 7 GB
        rows[0][29_999] = 3; // a triangle: (3, 0), (0, 0), (0, 4), variances by hand
        rows[2][17] = 4;
        Pca pca = Pca.fit(rows, 2);
        // the covariance is ((3, −2), (−2, 16/3)): λ = 25/6 ± √((7/6)² + 4)
        double total = 25 / 3.0;
        double root = Math.sqrt(49 / 36.0 + 4);
        assertArrayEquals(
                new double[] {(25 / 6.0 + root) / total, (25 / 6.0 - root) / total},
                pca.explainedVarianceRatio(),
                1e-12);
    }

    @Test
    void equalRowsExplainNothing() {
        Pca pca = Pca.fit(new float[][] {{1, 2}, {1, 2}}, 1);
        assertArrayEquals(new double[1], pca.explainedVarianceRatio());
        for (int size : new int[] {20, 200}) {
            float[][] rows = new float[size][size];
            Arrays.stream(rows).forEach(row -> Arrays.fill(row, 0.1f));
            assertArrayEquals(new double[2], Pca.fit(rows, 2).explainedVarianceRatio());
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertNames("components is 3, expected 1 to 2", () -> Pca.fit(new float[2][2], 3));
        assertNames("components is 0", () -> Pca.fit(new float[2][2], 0));
        assertNames("at least 2", () -> Pca.fit(new float[1][2], 1));
        Pca pca = Pca.fit(new float[2][2], 1);
        assertNames("length 3, expected 2", () -> pca.transform(new float[2][3]));
    }

    private static void assertNames(String part, Runnable call) {
        Exception e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static float[][] random(long seed, int size, int dimension) {
        Random random = new Random(seed);
        float[][] rows = new float[size][dimension];
        for (float[] row : rows) {
            double shared = random.nextGaussian();
            for (int j = 0; j < dimension; j++) {
                row[j] = (float) (shared * j + random.nextGaussian());
            }
        }
        return rows;
    }

    private static double covariance(double[][] z, int a, int b) {
        double sum = 0;
        for (double[] row : z) {
            sum += row[a] * row[b];
        }
        return sum / (z.length - 1);
    }
}
