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
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.Errors;
import tripletlab.Oracle;
import tripletlab.RandomBatch;
import tripletlab.Strategy;
import tripletlab.Truth;
import tripletlab.distance.Distance;
import tripletlab.internal.EngineArrays;
import tripletlab.mining.BatchAllSemiHardMiner;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.DistanceWeightedMiner;
import tripletlab.mining.MiningStats;
import tripletlab.mining.SemiHardMiner;
import tripletlab.mining.TripletMean;
import tripletlab.mining.TripletMiner;

class TripletLossTest {

    private static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void valueAgreesWithTheTripleLoop(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        int[] y = batch.labels();
        double[][] squared = Oracle.squared(Oracle.doubles(batch.embeddings()));
        for (Strategy strategy : Strategy.values()) {
            TripletLoss loss =
                    builder(strategy.miner()).optDistance(Distance.SQUARED_EUCLIDEAN).build();
            Truth truth = Truth.of(strategy, squared, y, 1, Truth.Cost.HINGE);
            double value = Evaluated.of(loss, batch.embeddings(), y).value();
            assertEquals(truth.loss(), value, 1e-6 + 1e-5 * truth.loss(), strategy.toString());
            assertEquals(truth.active(), loss.lastStats().active(), strategy.toString());
        }
    }

    @Test
    void takesEmbeddingsOf16Bits() {
        TripletLoss loss = builder(new BatchHardMiner()).build();
        boolean narrows = EngineArrays.isMxNet(Engine.getInstance()); // with a gradient
        Evaluated halves =
                Evaluated.of(
                        narrows ? DataType.FLOAT32 : DataType.FLOAT16,
                        (embeddings, labels) ->
                                loss.evaluate(
                                        new NDList(labels.toType(DataType.FLOAT16, true)),
                                        new NDList(embeddings.toType(DataType.FLOAT16, false))),
                        new float[][] {{0}, {1}, {1.5f}},
                        new int[] {0, 0, 1});
        assertEquals((0.5 + 1.5) / 2, halves.value());
        assertArrayEquals(new float[] {-0.5f, 1.5f, -1}, halves.gradient());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gradientAgreesWithFiniteDifferences(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        int[] y = batch.labels();
        for (Strategy strategy : Strategy.values()) {
            TripletLoss loss = builder(strategy.miner()).optMargin(0.7f).build();
            float[] gradient = Evaluated.of(loss, batch.embeddings(), y).gradient();
            double[][] rows = Oracle.doubles(batch.embeddings());
            int agree = 0;
            for (int i = 0; i < gradient.length; i++) {
                double slope = slope(strategy, rows, y, i);
                agree += Math.abs(slope - gradient[i]) < 1e-4 ? 1 : 0;
            }
            // At a kink, where two negatives tie or a hinge just opens, there is no one slope.
            assertTrue(
                    agree >= 0.98 * gradient.length,
                    strategy + ": " + agree + " of " + gradient.length);
        }
    }

    private static double slope(Strategy strategy, double[][] rows, int[] y, int index) {
        int i = index / rows[0].length;
        int j = index % rows[0].length;
        double step = 1e-7;
        double at = rows[i][j];
        rows[i][j] = at + step;
        double up = truth(strategy, rows, y);
        rows[i][j] = at - step;
        double down = truth(strategy, rows, y);
        rows[i][j] = at;
        return (up - down) / (2 * step);
    }

    private static double truth(Strategy strategy, double[][] rows, int[] y) {
        return Truth.of(strategy, Oracle.euclidean(rows), y, 0.7f, Truth.Cost.HINGE).loss();
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void withoutPositivesOrNegativesLossAndGradientAreZero(Strategy strategy) {
        float[][] rows = {{1, 2}, {3, 4}, {5, 6}};
        for (int[] labels : new int[][] {{4, 4, 4}, {1, 2, 3}}) {
            TripletLoss loss = builder(strategy.miner()).build();
            Evaluated evaluated = Evaluated.of(loss, rows, labels);
            assertEquals(0, evaluated.value());
            assertArrayEquals(new float[6], evaluated.gradient());
            assertEquals(0, loss.lastStats().valid());
        }
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void collapseCostsTheMarginOrLogTwo(Strategy strategy) {
        float[][] rows = {{1, 2}, {1, 2}, {1, 2}, {1, 2}};
        int[] labels = {0, 0, 1, 1};
        // where a negative must lie beyond the positive, nothing is taken
        boolean beyond =
                strategy == Strategy.BATCH_ALL_SEMI_HARD || strategy == Strategy.EASY_POSITIVE;
        TripletLoss hinge = builder(strategy.miner()).optMargin(0.3f).build();
        Evaluated evaluated = Evaluated.of(hinge, rows, labels);
        assertEquals(beyond ? 0 : 0.3f, evaluated.value(), 1e-7);
        assertArrayEquals(new float[8], evaluated.gradient());
        TripletMiner miner =
                strategy == Strategy.BATCH_ALL_SEMI_HARD
                        ? new BatchAllSemiHardMiner(0.3)
                        : strategy.miner();
        TripletLoss soft = builder(miner).optSoftMargin().build();
        assertEquals(beyond ? 0 : Math.log(2), Evaluated.of(soft, rows, labels).value(), 1e-7);
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void duplicateRowsHaveFiniteGradients(Distance distance) {
        RandomBatch batch = RandomBatch.of(RandomBatch.Kind.DUPLICATES, 30, 4, 3);
        for (Strategy strategy : Strategy.values()) {
            TripletLoss loss = builder(strategy.miner()).optDistance(distance).build();
            for (float slope : Evaluated.of(loss, batch.embeddings(), batch.labels()).gradient()) {
                assertTrue(Float.isFinite(slope), strategy + ": " + slope);
            }
        }
    }

    @Test
    void aLoneLabelIsLeftOut() {
        float[][] rows = {{0}, {1}, {10}};
        TripletLoss loss = builder(new BatchHardMiner()).optMargin(20).build();
        // anchors 0 and 1 only: 1 − 10 + 20 and 1 − 9 + 20
        assertEquals(11.5, Evaluated.of(loss, rows, new int[] {5, 5, 6}).value(), 1e-5);
        assertEquals(2, loss.lastStats().valid());
    }

    @Test
    void moreOrFewerArraysThanOneAreNamed() {
        TripletLoss loss = builder(new BatchHardMiner()).build();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray rows = manager.ones(new Shape(2, 2));
            NDList one = new NDList(rows);
            NDList two = new NDList(rows, rows);
            Errors.assertNames(
                    () -> loss.evaluate(one, two), "predictions has 2 arrays", "embeddings (B, D)");
            Errors.assertNames(
                    () -> loss.evaluate(new NDList(), one), "labels has 0 arrays", "(B)");
        }
    }

    @Test
    void farFromTheOriginTheValueIsStillExact() {
        float[][] rows = {{1000}, {1001}, {1003}, {1007}};
        TripletLoss loss = builder(Strategy.BATCH_ALL.miner()).build();
        // 0: 1, 3 and 7; 1: 1, 2 and 6; 2: 4, 3 and 2; 3: 4, 7 and 6: gaps below 1: −1, −2
        assertEquals((0 + 2 + 3) / 2.0, Evaluated.of(loss, rows, new int[] {0, 0, 1, 1}).value());
    }

    @Test
    void wrongEmbeddingsAreNamed() {
        TripletLoss loss = builder(new BatchHardMiner()).build();
        assertNames(loss, new float[][] {{1, 2}, {Float.NaN, 4}}, "embeddings", "NaN", "row 1");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -1})
    void wrongMarginsAreNamed(float margin) {
        TripletLoss.Builder builder = builder(new BatchHardMiner());
        Exception e = assertThrows(IllegalArgumentException.class, () -> builder.optMargin(margin));
        assertTrue(e.getMessage().contains("margin is " + (double) margin), e.getMessage());
    }

    @Test
    void nullIsNamed() {
        TripletLoss loss = builder(new BatchHardMiner()).build();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList one = new NDList(manager.ones(new Shape(1, 1)));
            Errors.assertNames(() -> loss.evaluate(null, one), "labels is null");
            Errors.assertNames(() -> loss.evaluate(one, null), "predictions is null");
        }
    }

    /** The last one of 97 items in batches of 32. */
    @ParameterizedTest
    @EnumSource(Strategy.class)
    void aBatchOfOneItemCostsNothing(Strategy strategy) {
        TripletLoss loss = builder(strategy.miner()).build();
        Evaluated evaluated = Evaluated.of(loss, new float[][] {{1, 2}}, new int[] {7});
        assertEquals(0, evaluated.value());
        assertArrayEquals(new float[2], evaluated.gradient());
        assertEquals(0, loss.lastStats().valid());
    }

    @Test
    void aMinerOfOnesOwnThatGivesNothingOrTooLittleIsNamed() {
        float[][] rows = {{1}, {2}, {3}};
        assertNames(builder((batch, penalty) -> null).build(), rows, "mean of ", " is null");
        TripletMiner small =
                (batch, penalty) -> {
                    MiningStats stats = new BatchHardMiner().mine(batch, penalty).stats();
                    return new TripletMean(new float[3], stats);
                };
        assertNames(builder(small).build(), rows, "weights has length 3", "expected 9");
    }

    @Test
    void aMissingMinerIsNamed() {
        TripletLoss.Builder builder = TripletLoss.builder();
        assertThrows(IllegalStateException.class, builder::build);
        assertThrows(IllegalArgumentException.class, () -> builder.setMiner(null));
        assertThrows(IllegalArgumentException.class, () -> builder.optDistance(null));
    }

    @Test
    void thereAreNoStatsBeforeTheFirstBatch() {
        TripletLoss loss = builder(new BatchHardMiner()).build();
        assertThrows(IllegalStateException.class, loss::lastStats);
    }

    @Test
    void theLastStatsAreThoseOfTheLastBatchWhicheverThreadEvaluatedIt() throws Exception {
        TripletLoss loss = builder(new BatchHardMiner()).build();
        int[] labels = {0, 0, 1};
        Evaluated.of(loss, new float[][] {{0}, {1}, {1}}, labels); // costs 1 + 1 − 1 and 1 + 1 − 0
        assertEquals(1.5, loss.lastStats().loss());
        Thread other = new Thread(() -> Evaluated.of(loss, new float[][] {{0}, {1}, {4}}, labels));
        other.start();
        other.join();
        assertEquals(0, loss.lastStats().loss());
        assertEquals(1, loss.lastStats().meanPositive());
        assertEquals(3.5, loss.lastStats().meanNegative());
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT32", "FLOAT64"})
    void valueIsAScalarOfTheEmbeddingsType(DataType type) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray rows = manager.create(new float[] {1, 2, 3}, new Shape(3, 1));
            NDList labels = new NDList(manager.create(new long[] {1, 1, 2}));
            TripletLoss loss = builder(new SemiHardMiner()).build();
            NDArray value = loss.evaluate(labels, new NDList(rows.toType(type, false)));
            assertEquals(new Shape(), value.getShape());
            assertEquals(type, value.getDataType());
            // 0: 1 and 2, on the edge; 1: 1 and 1, none beyond, so the farthest: gap 0
            assertEquals(0.5, value.toType(DataType.FLOAT64, false).getDouble());
        }
    }

    @Test
    void theSameBatchIsNotMinedAgainButAChangedOneIs() {
        int[] mined = {0};
        TripletMiner counting =
                (batch, penalty) -> {
                    mined[0]++;
                    return new BatchHardMiner().mine(batch, penalty);
                };
        TripletLoss loss = builder(counting).build();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray rows = manager.create(new float[] {1, 2, 4, 7}, new Shape(4, 1));
            NDList labels = new NDList(manager.create(new int[] {0, 0, 1, 1}));
            float first = loss.evaluate(labels, new NDList(rows)).getFloat();
            assertEquals(first, loss.evaluate(labels, new NDList(rows.duplicate())).getFloat());
            assertEquals(1, mined[0]);
            rows.muli(2); // the same array with other numbers, as an optimizer leaves it
            loss.evaluate(labels, new NDList(rows));
            assertEquals(2, mined[0]);
            loss.evaluate(new NDList(manager.create(new int[] {0, 1, 0, 1})), new NDList(rows));
            assertEquals(3, mined[0]);
        }
    }

    @Test
    void aRandomMinerDrawsOnceForABatch() {
        float[][] rows = {{1, 0}, {0.6f, 0.8f}, {0.8f, 0.6f}, {0.8f, -0.6f}, {0.6f, -0.8f}};
        int[] labels = {0, 0, 1, 1, 1};
        TripletLoss loss = builder(new DistanceWeightedMiner(1)).build();
        float first = Evaluated.of(loss, rows, labels).value();
        for (int i = 0; i < 20; i++) {
            assertEquals(first, Evaluated.of(loss, rows, labels).value());
        }
    }

    private static TripletLoss.Builder builder(TripletMiner miner) {
        return TripletLoss.builder().setMiner(miner);
    }

    private static void assertNames(TripletLoss loss, float[][] rows, String... parts) {
        int[] labels = new int[rows.length];
        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> Evaluated.of(loss, rows, labels));
        for (String part : parts) {
            assertTrue(
                    e.getMessage().contains(part), Arrays.toString(parts) + ": " + e.getMessage());
        }
    }
}
