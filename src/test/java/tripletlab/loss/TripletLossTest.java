package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.Oracle;
import tripletlab.RandomBatch;
import tripletlab.distance.Distance;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.SemiHardMiner;
import tripletlab.mining.TripletMiner;

class TripletLossTest {

    private static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void valueAgreesWithTheTripleLoop(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        double[][] rows = Oracle.doubles(batch.embeddings());
        int[] y = batch.labels();
        TripletLoss hard =
                builder(new BatchHardMiner()).optDistance(Distance.SQUARED_EUCLIDEAN).build();
        assertEquals(
                Oracle.batchHard(Oracle.squared(rows), y, gap -> Math.max(0, 1 - gap)),
                value(hard, batch.embeddings(), y),
                1e-4);
        TripletLoss soft = builder(new SemiHardMiner()).optSoftMargin().build();
        assertEquals(
                Oracle.semiHard(Oracle.euclidean(rows), y, gap -> Math.log1p(Math.exp(-gap))),
                value(soft, batch.embeddings(), y),
                1e-3); // a pair that ties in float32 may take the next negative
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gradientAgreesWithFiniteDifferences(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        int[] y = batch.labels();
        for (TripletMiner miner : new TripletMiner[] {new BatchHardMiner(), new SemiHardMiner()}) {
            TripletLoss loss = builder(miner).optMargin(0.7f).build();
            float[] gradient = gradient(loss, batch.embeddings(), y);
            double[][] rows = Oracle.doubles(batch.embeddings());
            int agree = 0;
            for (int i = 0; i < gradient.length; i++) {
                double slope = slope(miner, rows, y, i);
                agree += Math.abs(slope - gradient[i]) < 1e-3 ? 1 : 0;
            }
            // At a kink, where two negatives tie or a hinge just opens, there is no one slope.
            assertTrue(agree >= 0.95 * gradient.length, agree + " of " + gradient.length);
        }
    }

    private static double slope(TripletMiner miner, double[][] rows, int[] y, int index) {
        int i = index / rows[0].length;
        int j = index % rows[0].length;
        double step = 1e-6;
        double at = rows[i][j];
        rows[i][j] = at + step;
        double up = oracle(miner, rows, y);
        rows[i][j] = at - step;
        double down = oracle(miner, rows, y);
        rows[i][j] = at;
        return (up - down) / (2 * step);
    }

    private static double oracle(TripletMiner miner, double[][] rows, int[] y) {
        double[][] d = Oracle.euclidean(rows);
        return miner instanceof BatchHardMiner
                ? Oracle.batchHard(d, y, gap -> Math.max(0, 0.7f - gap))
                : Oracle.semiHard(d, y, gap -> Math.max(0, 0.7f - gap));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutPositivesOrNegativesLossAndGradientAreZero(boolean oneClass) {
        float[][] rows = {{1, 2}, {3, 4}, {5, 6}};
        int[] labels = oneClass ? new int[] {4, 4, 4} : new int[] {1, 2, 3};
        for (TripletMiner miner : new TripletMiner[] {new BatchHardMiner(), new SemiHardMiner()}) {
            TripletLoss loss = builder(miner).build();
            assertEquals(0, value(loss, rows, labels));
            assertEquals(0, loss.lastStats().valid());
            assertArrayEquals(new float[6], gradient(loss, rows, labels));
        }
    }

    @Test
    void collapseCostsTheMarginOrLogTwo() {
        float[][] rows = {{1, 2}, {1, 2}, {1, 2}, {1, 2}};
        int[] labels = {0, 0, 1, 1};
        for (TripletMiner miner : new TripletMiner[] {new BatchHardMiner(), new SemiHardMiner()}) {
            TripletLoss hinge = builder(miner).optMargin(0.3f).build();
            assertEquals(0.3f, value(hinge, rows, labels), 1e-7);
            TripletLoss soft = builder(miner).optSoftMargin().build();
            assertEquals(Math.log(2), value(soft, rows, labels), 1e-7);
            assertArrayEquals(new float[8], gradient(hinge, rows, labels));
        }
    }

    @Test
    void aLoneLabelIsLeftOut() {
        float[][] rows = {{0}, {1}, {10}};
        TripletLoss loss = builder(new BatchHardMiner()).optMargin(20).build();
        // anchors 0 and 1 only: 1 − 10 + 20 and 1 − 9 + 20
        assertEquals(11.5, value(loss, rows, new int[] {5, 5, 6}), 1e-5);
        assertEquals(2, loss.lastStats().valid());
    }

    @Test
    void wrongEmbeddingsAreNamed() {
        TripletLoss loss = builder(new BatchHardMiner()).build();
        float nan = Float.NaN;
        assertNames(loss, new float[][] {{1, 2}, {nan, 4}}, "embeddings", "NaN", "row 1");
        assertNames(loss, new float[][] {{1, 2}}, "embeddings", "(1, 2)", "at least 2");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, -1})
    void wrongMarginsAreNamed(float margin) {
        TripletLoss.Builder builder = builder(new BatchHardMiner());
        Exception e = assertThrows(IllegalArgumentException.class, () -> builder.optMargin(margin));
        assertTrue(e.getMessage().contains("margin is " + (double) margin), e.getMessage());
    }

    @Test
    void aMissingMinerIsNamed() {
        TripletLoss.Builder builder = TripletLoss.builder();
        assertThrows(IllegalStateException.class, builder::build);
        assertThrows(IllegalArgumentException.class, () -> builder.setMiner(null));
    }

    @Test
    void thereAreNoStatsBeforeTheFirstBatch() {
        TripletLoss loss = builder(new BatchHardMiner()).build();
        assertThrows(IllegalStateException.class, loss::lastStats);
    }

    @Test
    void valueIsAScalar() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray embeddings = manager.create(new float[] {1, 2, 3}, new Shape(3, 1));
            NDList labels = new NDList(manager.create(new long[] {1, 1, 2}));
            TripletLoss loss = builder(new SemiHardMiner()).build();
            NDArray value = loss.evaluate(labels, new NDList(embeddings));
            assertEquals(new Shape(), value.getShape());
            assertEquals(DataType.FLOAT32, value.getDataType());
        }
    }

    private static TripletLoss.Builder builder(TripletMiner miner) {
        return TripletLoss.builder().setMiner(miner);
    }

    private static float value(TripletLoss loss, float[][] rows, int[] labels) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList predictions = new NDList(RandomBatch.array(manager, rows));
            return loss.evaluate(new NDList(manager.create(labels)), predictions).getFloat();
        }
    }

    private static float[] gradient(TripletLoss loss, float[][] rows, int[] labels) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray embeddings = RandomBatch.array(manager, rows);
            embeddings.setRequiresGradient(true);
            NDList truth = new NDList(manager.create(labels));
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(loss.evaluate(truth, new NDList(embeddings)));
            }
            return embeddings.getGradient().toFloatArray();
        }
    }

    private static void assertNames(TripletLoss loss, float[][] rows, String... parts) {
        int[] labels = new int[rows.length];
        Exception e = assertThrows(IllegalArgumentException.class, () -> value(loss, rows, labels));
        for (String part : parts) {
            assertTrue(
                    e.getMessage().contains(part), Arrays.toString(parts) + ": " + e.getMessage());
        }
    }
}
