package tripletlab.distance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.Oracle;
import tripletlab.RandomBatch;
import tripletlab.internal.EngineArrays;

class DistanceTest {

    private static LongStream seeds() {
        return LongStream.range(0, 25);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithPlainLoops(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        double[][] rows = Oracle.doubles(batch.embeddings());
        assertPairwise(Distance.EUCLIDEAN, batch, Oracle.euclidean(rows));
        assertPairwise(Distance.SQUARED_EUCLIDEAN, batch, Oracle.squared(rows));
        assertPairwise(Distance.COSINE, batch, Oracle.cosine(rows));
    }

    @Test
    void valuesByHand() {
        float[][] rows = {{3, 4}, {0, 1}, {0, -2}};
        assertRow(Distance.EUCLIDEAN, rows, 0, Math.sqrt(18), Math.sqrt(45));
        assertRow(Distance.SQUARED_EUCLIDEAN, rows, 0, 18, 45);
        assertRow(Distance.COSINE, rows, 0, 0.2, 1.8);
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void neverBelowZeroEvenForNearDuplicates(Distance distance) {
        float[][] rows = new float[64][256];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = (float) Math.sin(j + 1) + i * 1e-7f;
            }
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] d = distance.pairwise(RandomBatch.array(manager, rows)).toFloatArray();
            for (int i = 0; i < d.length; i++) {
                assertTrue(d[i] >= 0, "entry " + i + " is " + d[i]);
            }
            for (int i = 0; i < 64; i++) {
                assertEquals(0, d[i * 64 + i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void gradientIsFiniteWhereRowsAreEqual(Distance distance) {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[][] rows = {{1, 2}, {1, 2}, {-1, 0.5f}};
            NDArray embeddings = RandomBatch.array(manager, rows);
            embeddings.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(distance.pairwise(embeddings).sum());
            }
            for (float slope : embeddings.getGradient().toFloatArray()) {
                assertTrue(Float.isFinite(slope), "slope " + slope);
            }
        }
    }

    @Test
    void euclideanGradientIsZeroWhereAllRowsAreEqual() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray embeddings = RandomBatch.array(manager, new float[][] {{1, 2}, {1, 2}});
            embeddings.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(Distance.EUCLIDEAN.pairwise(embeddings).sum());
            }
            assertArrayEquals(new float[4], embeddings.getGradient().toFloatArray());
        }
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void isSymmetricToTheLastBit(Distance distance) {
        for (int size : new int[] {2, 17, 64, 131}) {
            float[][] rows = RandomBatch.of(RandomBatch.Kind.RANDOM, size, 32, 5).embeddings();
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray given = RandomBatch.array(manager, rows);
                for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
                    double[] d =
                            distance.pairwise(given.mul(6).toType(type, true))
                                    .toType(DataType.FLOAT64, true)
                                    .toDoubleArray();
                    for (int i = 0; i < size; i++) {
                        assertEquals(0, d[i * size + i]);
                        for (int j = 0; j < i; j++) {
                            assertEquals(d[i * size + j], d[j * size + i]);
                        }
                    }
                }
            }
        }
    }

    /** Weights that are not symmetric, so that a gradient of d_ij given to d_ji only would show. */
    @ParameterizedTest
    @EnumSource(Distance.class)
    void gradientAgreesWithFiniteDifferences(Distance distance) {
        float[][] rows = RandomBatch.of(RandomBatch.Kind.RANDOM, 5, 3, 9).embeddings();
        Random random = new Random(3);
        float[] weights = new float[25];
        double[] wide = new double[25];
        for (int i = 0; i < 25; i++) {
            weights[i] = (float) random.nextGaussian();
            wide[i] = weights[i];
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray embeddings = RandomBatch.array(manager, rows);
            embeddings.setRequiresGradient(true);
            NDArray w = manager.create(weights, new Shape(5, 5));
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(distance.pairwise(embeddings).mul(w).sum());
            }
            float[] gradient = embeddings.getGradient().toFloatArray();
            double[][] e = Oracle.doubles(rows);
            for (int i = 0; i < gradient.length; i++) {
                double at = e[i / 3][i % 3];
                e[i / 3][i % 3] = at + 1e-6;
                double up = weighted(distance, e, wide);
                e[i / 3][i % 3] = at - 1e-6;
                double down = weighted(distance, e, wide);
                e[i / 3][i % 3] = at;
                assertEquals((up - down) / 2e-6, gradient[i], 1e-3, "at " + i);
            }
        }
    }

    private static double weighted(Distance distance, double[][] e, double[] weights) {
        double[][] d =
                switch (distance) {
                    case EUCLIDEAN -> Oracle.euclidean(e);
                    case SQUARED_EUCLIDEAN -> Oracle.squared(e);
                    case COSINE -> Oracle.cosine(e);
                };
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * d[i / d.length][i % d.length];
        }
        return sum;
    }

    @Test
    void halvesAreWidened() {
        float[][] rows = {{3, 4}, {0, 1}, {0, -2}};
        try (NDManager manager = NDManager.newBaseManager()) {
            boolean narrows = EngineArrays.isMxNet(manager.getEngine()); // with a gradient
            DataType type = narrows ? DataType.FLOAT32 : DataType.FLOAT16;
            NDArray given = RandomBatch.array(manager, rows).toType(type, true); // exactly
            given.setRequiresGradient(true);
            for (Distance distance : Distance.values()) {
                NDArray halves = given.toType(DataType.FLOAT16, true);
                NDArray d = distance.pairwise(halves);
                assertEquals(DataType.FLOAT32, d.getDataType());
                NDArray same = RandomBatch.array(manager, rows);
                assertArrayEquals(distance.pairwise(same).toFloatArray(), d.toFloatArray());
            }
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray halves = given.toType(DataType.FLOAT16, false);
                collector.backward(Distance.SQUARED_EUCLIDEAN.pairwise(halves).sum());
            }
            // 4 Σ_j (x_i − x_j), as each pair is there twice
            assertArrayEquals(
                    new float[] {24, 36, -12, 0, -12, -36},
                    given.getGradient().toFloatArray(),
                    1e-4f);
        }
    }

    @Test
    void cosineOfADenormalVectorNamesItsRowAndLength() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray rows = RandomBatch.array(manager, new float[][] {{1, 2}, {1e-40f, 0}});
            Exception e = assertThrowsFor(Distance.COSINE, rows);
            assertNames("length 1.0E-40 in row 1, expected 1.0E-30 or more", e);
            Distance.EUCLIDEAN.pairwise(rows); // which needs no direction
        }
    }

    @Test
    void cosinesAndGradientsOfTheShortestVectorsAreFinite() {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] row = new float[784];
            Arrays.fill(row, 1e-30f / 28 * 1.001f); // of length 1.001e-30
            float[] other = row.clone();
            other[0] = -other[0];
            NDArray rows = RandomBatch.array(manager, new float[][] {row, other, new float[784]});
            rows.set(new NDIndex("2, 0"), 1);
            rows.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray d = Distance.COSINE.pairwise(rows);
                assertEquals(2 / 784.0, d.getFloat(0, 1), 1e-6);
                assertEquals(1 - 1 / 28.0, d.getFloat(0, 2), 1e-6);
                collector.backward(d.sum());
            }
            for (float slope : rows.getGradient().toFloatArray()) {
                assertTrue(Float.isFinite(slope), "slope " + slope);
            }
        }
    }

    @Test
    void doublesThatNoFloatHoldsAreNamed() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray rows = manager.create(new double[] {1, 2, -1e300, 3}, new Shape(2, 2));
            assertNames("-1.0E300 in row 1", assertThrowsFor(Distance.EUCLIDEAN, rows));
        }
    }

    @Test
    void cosineOfAZeroVectorNamesItsRow() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray rows = RandomBatch.array(manager, new float[][] {{1, 2}, {0, 0}});
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class, () -> Distance.COSINE.pairwise(rows));
            assertTrue(e.getMessage().contains("row 1"), e.getMessage());
        }
    }

    @Test
    void cosinesOfTinyVectorsAreThoseOfTheirDirections() {
        float[][] rows = {{1e-25f, 0}, {0, 1e-25f}, {1e-25f, 1e-25f}};
        assertRow(Distance.COSINE, rows, 0, 1, 1 - Math.sqrt(0.5));
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void numbersThatAreNotFiniteOrTooLargeAreNamed(Distance distance) {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 1e20f}) {
                NDArray rows = RandomBatch.array(manager, new float[][] {{1, 2}, {3, bad}});
                Exception e = assertThrowsFor(distance, rows);
                assertNames(bad + " in row 1", e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void wrongShapesAndTypesAreNamed(Distance distance) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray vector = manager.create(new float[] {1, 2});
            NDArray whole = manager.create(new int[] {1, 2, 3, 4}, new Shape(2, 2));
            assertNames("(2)", assertThrowsFor(distance, vector));
            assertNames("int32", assertThrowsFor(distance, whole));
        }
    }

    private static Exception assertThrowsFor(Distance distance, NDArray embeddings) {
        return assertThrows(IllegalArgumentException.class, () -> distance.pairwise(embeddings));
    }

    private static void assertNames(String part, Exception e) {
        assertTrue(e.getMessage().contains("embeddings"), e.getMessage());
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static void assertRow(Distance distance, float[][] rows, double... expected) {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] d = distance.pairwise(RandomBatch.array(manager, rows)).toFloatArray();
            for (int j = 0; j < expected.length; j++) {
                assertEquals(expected[j], d[j], 1e-5 * Math.max(1, expected[j]));
            }
        }
    }

    private static void assertPairwise(Distance distance, RandomBatch batch, double[][] expected) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray d = distance.pairwise(batch.embeddings(manager));
            int size = expected.length;
            assertEquals(new Shape(size, size), d.getShape());
            float[] values = d.toFloatArray();
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    // squares cancel to about 1e-6, and the root of that is 1e-3
                    double tolerance = 1e-5 + 2e-6 / Math.max(1e-3, expected[i][j]);
                    assertEquals(expected[i][j], values[i * size + j], tolerance);
                }
            }
        }
    }
}
