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

    @Test
    void equalRowsExplainNothing() {
        Pca pca = Pca.fit(new float[][] {{1, 2}, {1, 2}}, 1);
        assertArrayEquals(new double[1], pca.explainedVarianceRatio());
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
