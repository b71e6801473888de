package tripletlab.distance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.Errors;
import tripletlab.Oracle;
import tripletlab.RandomBatch;

class EmbeddingBatchTest {

    private static Stream<Arguments> batches() {
        return Stream.of(Distance.values())
                .flatMap(d -> LongStream.range(0, 25).mapToObj(seed -> Arguments.of(d, seed)));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void distancesAgreeWithPlainLoops(Distance distance, long seed) {
        float[][] rows = RandomBatch.of(seed).embeddings();
        double[][] expected = oracle(distance, Oracle.doubles(rows));
        EmbeddingBatch batch = EmbeddingBatch.of(distance, rows);
        float[] all = batch.pairwise();
        for (int i = 0; i < rows.length; i++) {
            float[] row = batch.from(i);
            for (int j = 0; j < rows.length; j++) {
                double tolerance = 1e-6 * expected[i][j] + 1e-7;
                assertEquals(expected[i][j], all[i * rows.length + j], tolerance);
                assertEquals(expected[i][j], row[j], tolerance);
                float[] pair = new EmbeddingPairs(batch, new int[] {i}, new int[] {j}).distances();
                assertEquals(expected[i][j], pair[0], tolerance);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("batches")
    void gradientAgreesWithFiniteDifferences(Distance distance, long seed) {
        RandomBatch items = RandomBatch.of(seed);
        double[][] rows = Oracle.doubles(items.embeddings());
        int size = rows.length;
        Random random = new Random(seed);
        double[][] weights = new double[size][size];
        float[] flat = new float[size * size];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = random.nextInt(3) == 0 ? (float) random.nextGaussian() : 0;
            flat[i] = i / size == i % size ? 0 : flat[i]; // no weight on the diagonal
            weights[i / size][i % size] = flat[i];
        }
        EmbeddingBatch batch = EmbeddingBatch.of(distance, items.embeddings());
        float[] gradient = batch.gradient(batch.pairwise(), flat);
        float[] ofPairs = gradientOfPairs(batch, flat);
        double worst = 0;
        double largest = 1;
        for (int i = 0; i < gradient.length; i++) {
            double slope = slope(distance, rows, weights, i);
            largest = Math.max(largest, Math.abs(slope));
            worst = Math.max(worst, Math.abs(slope - gradient[i]));
            worst = Math.max(worst, Math.abs(slope - ofPairs[i]));
        }
        assertTrue(worst < 1e-4 * largest, worst + " of " + largest);
    }

    private static float[] gradientOfPairs(EmbeddingBatch batch, float[] weights) {
        int size = batch.size();
        int[] first = new int[weights.length];
        int[] second = new int[weights.length];
        Arrays.setAll(first, i -> i / size);
        Arrays.setAll(second, i -> i % size);
        return new EmbeddingPairs(batch, first, second).gradient(weights);
    }

    private static double slope(Distance distance, double[][] e, double[][] weights, int index) {
        int i = index / e[0].length;
        int k = index % e[0].length;
        double at = e[i][k];
        double step = 1e-5;
        e[i][k] = at + step;
        double up = sum(oracle(distance, e), weights);
        e[i][k] = at - step;
        double down = sum(oracle(distance, e), weights);
        e[i][k] = at;
        return (up - down) / (2 * step);
    }

    private static double sum(double[][] d, double[][] weights) {
        double sum = 0;
        for (int i = 0; i < d.length; i++) {
            for (int j = 0; j < d.length; j++) {
                sum += d[i][j] * weights[i][j];
            }
        }
        return sum;
    }

    private static double[][] oracle(Distance distance, double[][] e) {
        return switch (distance) {
            case EUCLIDEAN -> Oracle.euclidean(e);
            case SQUARED_EUCLIDEAN -> Oracle.squared(e);
            case COSINE -> Oracle.cosine(e);
        };
    }

    @ParameterizedTest
    @CsvSource({"255, 2", "256, 2", "257, 2", "500, 2", "513, 2", "256, 70", "513, 300"})
    void largeBatchesAreWorkedOnInStripsWithoutALoss(int size, int fullRowEach) {
        RandomBatch items = RandomBatch.of(RandomBatch.Kind.RANDOM, size, 3, 1);
        EmbeddingBatch batch = EmbeddingBatch.of(Distance.EUCLIDEAN, items.embeddings());
        Random random = new Random(2);
        float[] weights = new float[size * size];
        double[][] wide = new double[size][size];
        for (int i = 0; i < weights.length; i++) {
            boolean full = i / size % fullRowEach == 0; // some rows are full, others nearly empty
            weights[i] = full || random.nextInt(100) == 0 ? (float) random.nextGaussian() : 0;
            wide[i / size][i % size] = weights[i];
        }
        float[] gradient = batch.gradient(batch.pairwise(), weights);
        double[][] rows = Oracle.doubles(items.embeddings());
        double[][] expected = Oracle.euclideanGradient(rows, wide);
        for (int i = 0; i < gradient.length; i++) {
            assertEquals(expected[i / 3][i % 3], gradient[i], 1e-4 * Math.sqrt(size));
        }
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void equalRowsAreNoDistanceApartAndGetNoGradient(Distance distance) {
        float[][] rows = new float[70][];
        Arrays.fill(rows, new float[] {0.1f, -0.7f, 0.3f});
        EmbeddingBatch batch = EmbeddingBatch.of(distance, rows);
        float[] d = batch.pairwise();
        assertArrayEquals(new float[70 * 70], d);
        float[] weights = new float[70 * 70];
        Arrays.fill(weights, 0.5f);
        for (float slope : batch.gradient(d, weights)) {
            assertEquals(0, slope);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT16", "FLOAT32", "FLOAT64"})
    void readsAnyFloatingPointType(DataType type) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray rows = manager.create(new float[] {3, 4, 0, 0}, new Shape(2, 2));
            EmbeddingBatch batch = EmbeddingBatch.of(Distance.EUCLIDEAN, rows.toType(type, false));
            assertArrayEquals(new float[] {0, 5, 5, 0}, batch.pairwise());
            assertEquals(2, batch.size());
            assertEquals(2, batch.dimension());
        }
    }

    @Test
    void badRowsAreNamed() {
        assertNames(new float[][] {{1, 2}, {Float.NaN, 3}}, "NaN", "row 1");
        assertNames(new float[][] {{1, 2}, {3, Float.NEGATIVE_INFINITY}}, "-Infinity", "row 1");
        assertNames(new float[][] {{1e30f, 2}, {3, 4}}, "1.0E30", "row 0", "fit a float");
        assertNames(new float[][] {{1, 2}, {3}}, "1 numbers in row 1", "2 as in row 0");
        assertNames(new float[][] {}, "empty");
        assertNames(new float[][] {{}}, "empty");
    }

    @Test
    void weightsAndItemsThatDoNotFitAreNamed() {
        EmbeddingBatch three = EmbeddingBatch.of(Distance.EUCLIDEAN, new float[][] {{1}, {2}, {3}});
        int[] items = {0, 1};
        Errors.assertNames(
                () -> three.gradient(new float[9], new float[6]),
                "weights has length 6, expected 9");
        Errors.assertNames(() -> three.from(3), "i is 3, expected 0 to 2");
        Errors.assertNames(
                () -> new EmbeddingPairs(three, items, new int[] {0, -1}),
                "second is -1, expected 0 to 2");
        Errors.assertNames(
                () -> new EmbeddingPairs(three, items, new int[1]),
                "second has length 1, expected 2");
        Errors.assertNames(
                () -> new EmbeddingPairs(three, items, items).gradient(new float[3]),
                "weights has length 3, expected 2");
    }

    @Test
    void aRowOfDenormalLengthHasNoCosine() {
        float[][] rows = {{1, 2}, {0, 1e-40f}};
        Errors.assertNames(
                () -> EmbeddingBatch.of(Distance.COSINE, rows),
                "embeddings has length 1.0E-40 in row 1, expected 1.0E-30 or more");
        EmbeddingBatch shortest =
                EmbeddingBatch.of(Distance.COSINE, new float[][] {{1, 0}, {0, 1.001e-30f}, {1, 1}});
        float[] d = shortest.pairwise();
        assertEquals(1, d[1], 1e-6);
        assertEquals(1 - Math.sqrt(0.5), d[5], 1e-6);
        for (float slope : shortest.gradient(d, new float[] {0, 1, 0, 1, 0, 1, 0, 1, 0})) {
            assertTrue(Float.isFinite(slope), "slope " + slope);
        }
    }

    @Test
    void aZeroRowHasNoCosine() {
        float[][] rows = {{1, 2}, {0, 0}};
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> EmbeddingBatch.of(Distance.COSINE, rows));
        assertTrue(e.getMessage().contains("row 1"), e.getMessage());
    }

    @Test
    void lengthsAreOfTheEmbeddingsThemselves() {
        float[][] rows = {{0, 1}, {3, 4}};
        for (Distance distance : Distance.values()) {
            EmbeddingBatch batch = EmbeddingBatch.of(distance, rows);
            assertEquals(1, batch.length(0));
            assertEquals(5, batch.length(1));
        }
    }

    private static void assertNames(float[][] rows, String... parts) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> EmbeddingBatch.of(Distance.EUCLIDEAN, rows));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " not in: " + e.getMessage());
        }
    }
}
