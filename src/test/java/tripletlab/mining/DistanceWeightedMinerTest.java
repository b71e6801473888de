package tripletlab.mining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.ChiSquare;
import tripletlab.Oracle;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;

class DistanceWeightedMinerTest {

    private static final Hinge ALL_ACTIVE = new Hinge(10);

    /** From the anchor: two that count as 0.5, four between, and two that are never drawn. */
    private static final double[] NEGATIVES = {0.1, 0.4, 0.6, 0.8, 1.05, 1.3, 1.45, 2};

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 8})
    void negativesAreDrawnByTheInverseDensityOfDistances(int dimension) {
        MiningBatch batch = fan(dimension, NEGATIVES);
        DistanceWeightedMiner miner = new DistanceWeightedMiner(20 + dimension);
        long[] drawn = new long[NEGATIVES.length];
        for (int i = 0; i < 20_000; i++) {
            float[] weights = miner.mine(batch, ALL_ACTIVE).weights();
            for (int n = 0; n < drawn.length; n++) {
                drawn[n] += weights[2 + n] < 0 ? 1 : 0; // in the row of anchor 0
            }
        }
        assertEquals(0, drawn[6] + drawn[7], "at 1.4 or more");
        long[] counts = Arrays.copyOf(drawn, 6);
        assertEquals(20_000, Arrays.stream(counts).sum());
        // at five degrees of freedom more than 25.7 comes once in 10 000 times
        double right = ChiSquare.of(counts, chances(dimension));
        assertTrue(right < 25.7, right + " for " + Arrays.toString(counts));
        for (int wrong : new int[] {dimension - 1, dimension + 1}) {
            double other = ChiSquare.of(counts, chances(wrong));
            assertTrue(other > 200, "these draws fit dimension " + wrong + " too: " + other);
        }
    }

    /** 1/q(d) of the negatives up to 1.4, with q(d) = d^(D−2) (1 − d²/4)^((D−3)/2). */
    private static double[] chances(int dimension) {
        double[] chances = new double[6];
        for (int n = 0; n < chances.length; n++) {
            double d = Math.max(NEGATIVES[n], 0.5);
            double q = Math.pow(d, dimension - 2) * Math.pow(1 - d * d / 4, (dimension - 3) / 2.0);
            chances[n] = 1 / q;
        }
        return chances;
    }

    /** Items 0 and 1 are one class, at one point; each other has a class and a distance to them. */
    private static MiningBatch fan(int dimension, double... negatives) {
        float[][] rows = new float[negatives.length + 2][dimension];
        int[] classes = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double angle = i < 2 ? 0 : 2 * Math.asin(negatives[i - 2] / 2);
            rows[i][0] = (float) Math.cos(angle);
            rows[i][1] = (float) Math.sin(angle);
            classes[i] = Math.max(0, i - 1);
        }
        return batch(rows, classes);
    }

    private static MiningBatch batch(float[][] rows, int[] classes) {
        return MiningBatch.of(EmbeddingBatch.of(Distance.EUCLIDEAN, rows), classes);
    }

    @Test
    void eachPositiveGetsADrawOfItsOwn() {
        float[][] rows = {{1, 0}, {1, 0}, {1, 0}, {0, 1}, {0, -1}};
        // turned towards the class a little, below 1.4 from it
        rows[3] = new float[] {0.6f, 0.8f};
        rows[4] = new float[] {0.6f, -0.8f};
        MiningBatch batch = batch(rows, new int[] {0, 0, 0, 1, 2});
        DistanceWeightedMiner miner = new DistanceWeightedMiner(1);
        long[] counts = new long[3]; // anchor 0 drew item 4 for none, one or both of its positives
        for (int i = 0; i < 4000; i++) {
            float[] weights = miner.mine(batch, ALL_ACTIVE).weights();
            counts[Math.round(-weights[4] * 6)]++; // six pairs, so a draw weighs 1/6
        }
        // at two degrees of freedom more than 18.4 comes once in 10 000 times
        assertTrue(ChiSquare.of(counts, new double[] {1, 2, 1}) < 18.4, Arrays.toString(counts));
    }

    @Test
    void highDimensionsNeitherOverflowNorLoseTheNearest() {
        // (0.5 / 1.3)^1022 would be 0 in a double
        MiningBatch batch = fan(1024, 0.3, 0.45, 1.3, 1.35);
        DistanceWeightedMiner miner = new DistanceWeightedMiner(4);
        long[] drawn = new long[4];
        for (int i = 0; i < 2000; i++) {
            float[] weights = miner.mine(batch, ALL_ACTIVE).weights();
            for (int n = 0; n < 4; n++) {
                drawn[n] += weights[2 + n] < 0 ? 1 : 0;
            }
        }
        assertEquals(2000, drawn[0] + drawn[1]);
        // one degree of freedom: more than 15.2 comes once in 10 000 times
        double even = ChiSquare.of(Arrays.copyOf(drawn, 2), new double[] {1, 1});
        assertTrue(even < 15.2, Arrays.toString(drawn));
    }

    @Test
    void highDimensionsStillDrawTheFarIfNoneIsNear() {
        TripletMean mined = new DistanceWeightedMiner(4).mine(fan(1024, 1.39), ALL_ACTIVE);
        assertEquals(2, mined.stats().active());
        assertEquals(1.39, mined.stats().meanNegative(), 1e-6);
    }

    @Test
    void pairsWithoutANegativeToDrawAreLeftOut() {
        TripletMean none = new DistanceWeightedMiner(1).mine(fan(3, 1.41, 2), ALL_ACTIVE);
        assertArrayEquals(new float[16], none.weights());
        assertEquals(4, none.stats().valid());
        assertEquals(0, none.stats().active());
        assertEquals(0, none.stats().loss());
        assertTrue(Double.isNaN(none.stats().meanNegative()), "a mean of nothing");
        // a second class on the other side: only one item of each has the other's within 1.4
        float[][] rows = {{1, 0}, {0.6f, 0.8f}, {-1, 0}, {-0.28f, 0.96f}};
        TripletMean some =
                new DistanceWeightedMiner(1).mine(batch(rows, new int[] {0, 0, 1, 1}), ALL_ACTIVE);
        // anchors 1 and 3 draw each other; anchors 0 and 2 are at least 1.6 from the other class
        double between = Math.hypot(0.88, 0.16);
        assertEquals(between, some.stats().meanNegative(), 1e-6);
        assertEquals(2, some.stats().active());
        assertArrayEquals(
                new float[] {0, 0, 0, 0, 0.5f, 0, 0, -0.5f, 0, 0, 0, 0, 0, -0.5f, 0.5f, 0},
                some.weights());
    }

    @ParameterizedTest
    @CsvSource({"10, 2", "30, 3", "60, 5", "250, 8"}) // many enough for several threads, too
    void statsAndWeightsAreThoseOfTheDrawnTriplets(int size, int dimension) {
        float[][] rows = sphere(size, dimension, size);
        int[] classes = new Random(size).ints(size, 0, 4).toArray();
        MiningBatch batch = batch(rows, classes);
        TripletMean mined = new DistanceWeightedMiner(7).mine(batch, ALL_ACTIVE);
        double[][] d = Oracle.euclidean(Oracle.doubles(rows));
        long taken = mined.stats().active(); // all are active: each weighs 1/taken
        double[] means = new double[2];
        long pairs = 0;
        for (int a = 0; a < size; a++) {
            long own = 0;
            for (int j = 0; j < size; j++) {
                double weight = mined.weights()[a * size + j] * taken;
                assertEquals(Math.round(weight), weight, 1e-3);
                if (batch.isPositive(a, j)) {
                    own += Math.round(weight);
                    means[0] += weight * d[a][j] / taken;
                } else {
                    assertTrue(weight == 0 || d[a][j] < 1.4 + 1e-6, "too far: " + d[a][j]);
                    pairs -= Math.round(weight);
                    means[1] -= weight * d[a][j] / taken;
                }
            }
            assertTrue(own == 0 || own == batch.positives(a).length, "some pairs of an anchor");
        }
        assertTrue(pairs > 0, "nothing drawn");
        assertEquals(taken, pairs);
        assertEquals(means[0], mined.stats().meanPositive(), 1e-4);
        assertEquals(means[1], mined.stats().meanNegative(), 1e-4);
        assertEquals(10 + means[0] - means[1], mined.stats().loss(), 1e-4);
        assertEquals(Oracle.validTriplets(classes), mined.stats().valid());
    }

    private static float[][] sphere(int size, int dimension, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[size][dimension];
        for (float[] row : rows) {
            double sum = 0;
            for (int k = 0; k < dimension; k++) {
                row[k] = (float) random.nextGaussian();
                sum += row[k] * row[k];
            }
            for (int k = 0; k < dimension; k++) {
                row[k] /= (float) Math.sqrt(sum);
            }
        }
        return rows;
    }

    @Test
    void theSameSeedGivesTheSameDrawsInTheSameOrder() {
        MiningBatch batch = batch(sphere(40, 4, 1), new Random(1).ints(40, 0, 4).toArray());
        List<List<Float>> draws = draws(new DistanceWeightedMiner(9), batch, 5);
        assertEquals(draws, draws(new DistanceWeightedMiner(9), batch, 5));
        assertEquals(5, draws.stream().distinct().count());
        DistanceWeightedMiner resumed = new DistanceWeightedMiner(9);
        resumed.resume(3);
        assertEquals(draws.subList(3, 5), draws(resumed, batch, 2));
        assertEquals(5, resumed.position());
        assertEquals(9, resumed.seed());
        assertNames(() -> resumed.resume(-2), "position", "-2");
        List<List<Float>> others = draws(new DistanceWeightedMiner(10), batch, 5);
        assertFalse(others.stream().anyMatch(draws::contains), "seeds overlap");
    }

    @Test
    void severalThreadsShareTheSameDraws() {
        MiningBatch batch = batch(sphere(40, 4, 1), new Random(1).ints(40, 0, 4).toArray());
        DistanceWeightedMiner shared = new DistanceWeightedMiner(9);
        List<String> together =
                IntStream.range(0, 400)
                        .parallel()
                        .mapToObj(i -> boxed(shared.mine(batch, ALL_ACTIVE).weights()).toString())
                        .sorted()
                        .toList();
        List<String> alone =
                draws(new DistanceWeightedMiner(9), batch, 400).stream()
                        .map(List::toString)
                        .sorted()
                        .toList();
        assertEquals(alone, together);
    }

    private static List<List<Float>> draws(TripletMiner miner, MiningBatch batch, int count) {
        return Stream.generate(() -> boxed(miner.mine(batch, ALL_ACTIVE).weights()))
                .limit(count)
                .toList();
    }

    private static List<Float> boxed(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    @Test
    void aMatrixOfDistancesIsRefused() {
        try (NDManager manager = NDManager.newBaseManager()) {
            MiningBatch batch =
                    MiningBatch.of(
                            manager.zeros(new Shape(3, 3)), manager.create(new int[] {1, 1, 2}));
            assertNames(
                    () -> new DistanceWeightedMiner(1).mine(batch, ALL_ACTIVE),
                    "batch is a matrix of distances",
                    "expected embeddings");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Distance.class, names = "EUCLIDEAN", mode = EnumSource.Mode.EXCLUDE)
    void otherDistancesAreRefused(Distance distance) {
        float[][] rows = sphere(4, 3, 1);
        MiningBatch batch =
                MiningBatch.of(EmbeddingBatch.of(distance, rows), new int[] {0, 0, 1, 1});
        assertNames(
                () -> new DistanceWeightedMiner(1).mine(batch, ALL_ACTIVE),
                "distance is " + distance,
                "expected Euclidean");
    }

    @Test
    void embeddingsNotOfLengthOneAreRefused() {
        float[][] rows = {{1, 0}, {0, 1}, {1.5f, 2}};
        MiningBatch batch = batch(rows, new int[] {0, 0, 1});
        assertNames(
                () -> new DistanceWeightedMiner(1).mine(batch, ALL_ACTIVE),
                "embeddings has length 2.5 in row 2",
                "expected length one");
    }
}
