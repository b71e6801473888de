package tripletlab.offline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.GivenTruth;
import tripletlab.Oracle;
import tripletlab.RandomBatch;
import tripletlab.distance.Distance;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.MiningStats;
import tripletlab.mining.Triplets;

class GivenTripletLossTest {

    private static final float MARGIN = 0.7f;
    private static final DoubleUnaryOperator HINGE = gap -> Math.max(0, MARGIN - gap);
    private static final DoubleUnaryOperator SOFT = gap -> Math.log(1 + Math.exp(-gap));

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static LongStream seeds() {
        return LongStream.range(0, 15);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void valueAgreesWithThePlainLoopInEveryLayout(long seed) {
        float[][] rows = rows(seed);
        int[][] triplets = triplets(seed, rows.length);
        double[][] wide = Oracle.doubles(rows);
        for (Distance distance : Distance.values()) {
            double hinge = GivenTruth.loss(distance, wide, triplets, HINGE);
            double soft = GivenTruth.loss(distance, wide, triplets, SOFT);
            for (TripletLayout layout : TripletLayout.values()) {
                assertEquals(hinge, value(hinge(layout, distance), rows, triplets, layout), 1e-5);
                assertEquals(soft, value(soft(layout, distance), rows, triplets, layout), 1e-5);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gradientAgreesWithFiniteDifferencesInEveryLayout(long seed) {
        float[][] rows = rows(seed);
        int[][] triplets = triplets(seed, rows.length);
        double[][] wide = Oracle.doubles(rows);
        for (Distance distance : Distance.values()) {
            double[][] hinge = GivenTruth.gradient(distance, wide, triplets, HINGE);
            double[][] soft = GivenTruth.gradient(distance, wide, triplets, SOFT);
            for (TripletLayout layout : TripletLayout.values()) {
                assertSame(hinge, gradient(hinge(layout, distance), rows, triplets, layout));
                assertSame(soft, gradient(soft(layout, distance), rows, triplets, layout));
            }
        }
    }

    private static void assertSame(double[][] expected, double[][] found) {
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found[i], 1e-4, "row " + i);
        }
    }

    /** Of about length one, none near zero, where the cosine distance has no slope. */
    private static float[][] rows(long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[3 + random.nextInt(10)][2 + random.nextInt(5)];
        for (float[] row : rows) {
            for (int k = 0; k < row.length; k++) {
                row[k] = (float) random.nextGaussian() / 3;
            }
            row[random.nextInt(row.length)] += 1;
        }
        return rows;
    }

    /** Three rows each; many rows serve several triplets, and some triplets come twice. */
    private static int[][] triplets(long seed, int size) {
        Random random = new Random(seed);
        int[][] triplets = new int[1 + random.nextInt(20)][];
        for (int t = 0; t < triplets.length; t++) {
            triplets[t] = random.ints(0, size).distinct().limit(3).toArray();
        }
        return triplets;
    }

    @ParameterizedTest
    @EnumSource
    void byHand(TripletLayout layout) {
        float[][] line = {{0}, {1}, {1.5f}, {4}, {4}};
        int[][] triplets = {{0, 1, 2}, {0, 2, 1}, {1, 0, 3}, {3, 2, 4}};
        // gaps 0.5, −0.5, 2 and −2.5 cost 0.5, 1.5, 0 and 3.5
        GivenTripletLoss loss = GivenTripletLoss.builder().setLayout(layout).optMargin(1).build();
        try (Arrival arrival = new Arrival(layout, line, triplets)) {
            assertEquals(5.5f / 4, arrival.evaluate(loss).getFloat());
            MiningStats stats = loss.lastStats();
            assertEquals(5.5 / 4, stats.loss(), 1e-12);
            assertEquals(4, stats.valid());
            assertEquals(3, stats.active());
            assertEquals(3 / 4.0, stats.activeFraction());
            assertEquals(stats, arrival.stats(loss));
            assertEquals((1 + 1.5 + 1 + 2.5) / 4, stats.meanPositive(), 1e-12);
            assertEquals((1.5 + 1 + 3 + 0) / 4, stats.meanNegative(), 1e-12);
            // the third is at rest; the last one's negative is where its anchor is: no slope
            double[][] gradient = {{0}, {0.25 - 0.25}, {-0.25 + 0.25 - 0.25}, {0.25}, {0}};
            assertSame(gradient, arrival.gradient(loss));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allTripletsOfABatchAreBatchAll(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        int[][] triplets = valid(batch.labels());
        if (triplets.length == 0) {
            return; // its own test
        }
        TripletLoss mined =
                TripletLoss.builder().setMiner(new BatchAllMiner()).optSoftMargin().build();
        NDArray embeddings = batch.embeddings(manager);
        embeddings.setRequiresGradient(true);
        NDArray labels = batch.labels(manager);
        NDArray value;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            value = mined.evaluate(new NDList(labels), new NDList(embeddings));
            collector.backward(value);
        }
        GivenTripletLoss given = soft(TripletLayout.INDICES, Distance.EUCLIDEAN);
        try (Arrival arrival = new Arrival(TripletLayout.INDICES, batch.embeddings(), triplets)) {
            assertEquals(value.getFloat(), arrival.evaluate(given).getFloat(), 1e-5);
            assertEquals(mined.lastStats().active(), given.lastStats().active());
            double[][] gradient = arrival.gradient(given);
            float[] flat = embeddings.getGradient().toFloatArray();
            for (int i = 0; i < flat.length; i++) {
                int dimension = gradient[0].length;
                assertEquals(flat[i], gradient[i / dimension][i % dimension], 1e-5);
            }
        }
    }

    private static int[][] valid(int[] y) {
        List<int[]> valid = new ArrayList<>();
        for (int a = 0; a < y.length; a++) {
            for (int p = 0; p < y.length; p++) {
                for (int n = 0; n < y.length; n++) {
                    if (a != p && y[a] == y[p] && y[a] != y[n]) {
                        valid.add(new int[] {a, p, n});
                    }
                }
            }
        }
        return valid.toArray(int[][]::new);
    }

    @Test
    void noTripletCostsNothing() {
        Triplets none = new Triplets(new int[0], new int[0], new int[0]);
        GivenTripletLoss loss = soft(TripletLayout.INDICES, Distance.EUCLIDEAN);
        NDArray embeddings = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
        embeddings.setRequiresGradient(true);
        NDList labels = new NDList(none.toArray(manager));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = loss.evaluate(labels, new NDList(embeddings));
            assertEquals(0, value.getFloat());
            collector.backward(value);
        }
        assertArrayEquals(new float[4], embeddings.getGradient().toFloatArray());
        assertEquals(0, loss.lastStats().valid());
        assertEquals(0, loss.lastStats().loss());
        assertTrue(Double.isNaN(loss.lastStats().meanPositive()), "a mean of nothing");
    }

    @ParameterizedTest
    @EnumSource(names = {"ROWS", "ARRAYS"})
    void embeddingsWithoutRowsAreNamed(TripletLayout layout) {
        NDList predictions = new NDList();
        for (int i = 0; i < (layout == TripletLayout.ROWS ? 1 : 3); i++) {
            predictions.add(manager.create(new float[0], new Shape(0, 2)));
        }
        GivenTripletLoss loss = soft(layout, Distance.EUCLIDEAN);
        assertNames(() -> loss.evaluate(new NDList(), predictions), "embeddings", "(0, 2)");
    }

    @ParameterizedTest
    @EnumSource(names = {"INT32", "INT64", "UINT8"})
    void indicesMayHaveAnyIntegerType(DataType type) {
        NDArray labels = manager.create(new float[] {0, 1, 2}, new Shape(1, 3)).toType(type, true);
        NDArray embeddings = manager.create(new float[] {0, 1, 1.5f}, new Shape(3, 1));
        GivenTripletLoss loss = hinge(TripletLayout.INDICES, Distance.EUCLIDEAN);
        NDArray value = loss.evaluate(new NDList(labels), new NDList(embeddings));
        assertEquals(0.2f, value.getFloat(), 1e-6);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void theValueIsAScalarOfTheEmbeddingsType(DataType type) {
        float[][] rows = {{0, 1}, {1, 2}, {2, 2}};
        for (TripletLayout layout : TripletLayout.values()) {
            NDList predictions = new NDList();
            NDArray all = RandomBatch.array(manager, rows).toType(type, true);
            if (layout == TripletLayout.ARRAYS) {
                predictions.addAll(all.split(3));
            } else {
                predictions.add(all);
            }
            NDList labels = new NDList(manager.create(new int[] {0, 1, 2}, new Shape(1, 3)));
            GivenTripletLoss loss = soft(layout, Distance.EUCLIDEAN);
            NDArray value = loss.evaluate(labels, predictions);
            assertEquals(type, value.getDataType());
            assertEquals(new Shape(), value.getShape());
            double expected = SOFT.applyAsDouble(Math.sqrt(5) - Math.sqrt(2));
            double found = type == DataType.FLOAT64 ? value.getDouble() : value.getFloat();
            assertEquals(expected, found, 1e-6);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheValueStaysOnTheManager(TripletLayout layout) {
        float[][] rows = rows(1);
        int[][] triplets = triplets(1, rows.length);
        try (Arrival arrival = new Arrival(layout, rows, triplets)) {
            int before = arrival.managed();
            arrival.evaluate(hinge(layout, Distance.COSINE));
            assertEquals(before + 1, arrival.managed());
        }
    }

    @Test
    void wrongIndicesAreNamed() {
        GivenTripletLoss loss = hinge(TripletLayout.INDICES, Distance.EUCLIDEAN);
        NDList three = new NDList(manager.zeros(new Shape(3, 2)));
        assertNames(() -> loss.evaluate(ints(1, 3, 3, 0, 1), three), "labels has 3 in row 0");
        assertNames(
                () -> loss.evaluate(ints(2, 3, 0, 1, 2, 0, -1, 2), three),
                "labels has -1 in row 1",
                "from 0 to 2");
        assertNames(
                () -> loss.evaluate(ints(2, 3, 0, 1, 2, 1, 1, 2), three),
                "triplet 1 is (a = 1, p = 1, n = 2)");
        assertNames(() -> loss.evaluate(null, three), "labels is null");
        assertNames(() -> loss.evaluate(ints(1, 3, 0, 1, 2), null), "predictions is null");
        assertNames(() -> loss.evaluate(ints(3, 2, 0, 1, 2, 0, 1, 2), three), "shape (3, 2)");
        NDList flat = new NDList(manager.create(new int[] {0, 1, 2}));
        assertNames(() -> loss.evaluate(flat, three), "labels has shape (3)", "(T, 3)");
        NDList floats = new NDList(manager.create(new float[] {0, 1, 2}, new Shape(1, 3)));
        assertNames(() -> loss.evaluate(floats, three), "labels is of type float32", "integer");
        long beyondInt = 1L << 32; // 0 as an int
        NDList longs = new NDList(manager.create(new long[] {0, 1, beyondInt}, new Shape(1, 3)));
        assertNames(() -> loss.evaluate(longs, three), "labels has 4294967296 in row 0");
    }

    private NDList ints(int rows, int columns, int... values) {
        int[] padded = Arrays.copyOf(values, rows * columns);
        return new NDList(manager.create(padded, new Shape(rows, columns)));
    }

    @Test
    void wrongRowsAreNamed() {
        GivenTripletLoss loss = hinge(TripletLayout.ROWS, Distance.EUCLIDEAN);
        NDList four = new NDList(manager.zeros(new Shape(4, 2)));
        assertNames(() -> loss.evaluate(new NDList(), four), "embeddings has shape (4, 2)", "3T");
        NDList flat = new NDList(manager.zeros(new Shape(6)));
        assertNames(() -> loss.evaluate(new NDList(), flat), "embeddings has shape (6)");
    }

    @Test
    void wrongArraysAreNamed() {
        GivenTripletLoss loss = hinge(TripletLayout.ARRAYS, Distance.EUCLIDEAN);
        NDArray array = manager.zeros(new Shape(4, 2));
        NDList two = new NDList(array, array);
        assertNames(() -> loss.evaluate(new NDList(), two), "predictions has 2 arrays", "3");
        NDList mixed = new NDList(array, array, manager.zeros(new Shape(3, 2)));
        assertNames(() -> loss.evaluate(new NDList(), mixed), "(4, 2), (4, 2), (3, 2)");
        NDArray flat = manager.zeros(new Shape(4));
        NDList flats = new NDList(flat, flat, flat);
        assertNames(() -> loss.evaluate(new NDList(), flats), "embeddings has shape (4)");
    }

    @ParameterizedTest
    @EnumSource
    void embeddingsThatAreNoNumbersAreNamed(TripletLayout layout) {
        float[][] rows = {{1, 2}, {Float.NaN, 2}, {3, 4}};
        try (Arrival arrival = new Arrival(layout, rows, new int[][] {{0, 1, 2}})) {
            GivenTripletLoss loss = hinge(layout, Distance.EUCLIDEAN);
            assertNames(() -> arrival.evaluate(loss), "embeddings has NaN in row 1");
        }
    }

    @Test
    void aMissingLayoutIsNamed() {
        GivenTripletLoss.Builder builder = GivenTripletLoss.builder();
        Exception e = assertThrows(IllegalStateException.class, builder::build);
        assertTrue(e.getMessage().contains("setLayout"), e.getMessage());
        assertNames(() -> builder.setLayout(null), "layout is null");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, -1})
    void wrongMarginsAreNamed(float margin) {
        GivenTripletLoss.Builder builder = GivenTripletLoss.builder();
        assertNames(() -> builder.optMargin(margin), "margin is " + (double) margin);
    }

    private static GivenTripletLoss hinge(TripletLayout layout, Distance distance) {
        return GivenTripletLoss.builder()
                .setLayout(layout)
                .optMargin(MARGIN)
                .optDistance(distance)
                .build();
    }

    private static GivenTripletLoss soft(TripletLayout layout, Distance distance) {
        return GivenTripletLoss.builder()
                .setLayout(layout)
                .optSoftMargin()
                .optDistance(distance)
                .build();
    }

    private static float value(
            GivenTripletLoss loss, float[][] rows, int[][] triplets, TripletLayout layout) {
        try (Arrival arrival = new Arrival(layout, rows, triplets)) {
            return arrival.evaluate(loss).getFloat();
        }
    }

    private static double[][] gradient(
            GivenTripletLoss loss, float[][] rows, int[][] triplets, TripletLayout layout) {
        try (Arrival arrival = new Arrival(layout, rows, triplets)) {
            return arrival.gradient(loss);
        }
    }
}
