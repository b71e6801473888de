package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
