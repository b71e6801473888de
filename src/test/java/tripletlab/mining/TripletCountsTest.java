package tripletlab.mining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import ai.djl.ndarray.NDManager;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.Oracle;
import tripletlab.RandomBatch;

class TripletCountsTest {

    private static final double[] MARGINS = {0, 1e-9, 0.1, 0.5, 1, 2, 3, 1e6, Float.MAX_VALUE};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static LongStream seeds() {
        return LongStream.range(0, 25);
    }

    /** Items 0 and 1 are of one class, the other five alone. */
    private MiningBatch two() {
        float[][] d = new float[7][7];
        d[0] = new float[] {0, 2, 4, 2.5f, 1, 2, 3};
        d[1] = new float[] {2, 0, 5, 3.5f, 0, 2, 2.25f};
        return batch(d, new int[] {8, 8, 1, 2, 3, 4, 5});
    }

    @Test
    void eachKindByHand() {
        // by d_an − 2: 2, 0.5, −1, 0, 1 and 3, 1.5, −2, 0, 0.25
        assertEquals(new TripletCounts(10, 3, 2, 2, 2, 1), TripletCounts.of(two(), 1));
        assertEquals(new TripletCounts(10, 2, 3, 2, 2, 1), TripletCounts.of(two(), 1.5));
        assertEquals(new TripletCounts(10, 0, 6, 2, 2, 0), TripletCounts.of(two(), 4));
    }

    @Test
    void withoutAMarginEqualDistancesAreTiesAndThereIsNoEdge() {
        assertEquals(new TripletCounts(10, 6, 0, 2, 2, 0), TripletCounts.of(two(), 0));
    }

    @Test
    void aMarginThatNoFloatHoldsHasNoEdge() {
        float[][] d = {{0, 1, 1.1f}, {1, 0, Math.nextDown(1.1f)}, {1, 1, 0}};
        MiningBatch batch = batch(d, new int[] {1, 1, 2});
        // 1.1f − 1 is above 0.1, and the float before it leaves less
        assertEquals(new TripletCounts(2, 1, 1, 0, 0, 0), TripletCounts.of(batch, 0.1));
        double gap = (double) 1.1f - 1;
        assertEquals(new TripletCounts(2, 0, 1, 0, 0, 1), TripletCounts.of(batch, gap));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreeWithTheTripleLoop(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        double[][] rows = Oracle.doubles(batch.embeddings());
        float[][] d = floats(Oracle.euclidean(rows));
        assertAgree(d, batch.labels());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreeWithTheTripleLoopWhereTiesAndEdgesAbound(long seed) {
        Random random = new Random(seed);
        int size = 10 + random.nextInt(20);
        float[][] d = new float[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                d[i][j] = random.nextInt(5);
                d[j][i] = d[i][j];
            }
        }
        int[] y = random.ints(size, 0, 3).toArray();
        assertAgree(d, y);
        TripletCounts counts = TripletCounts.of(batch(d, y), 1);
        assertTrue(counts.tie() > 5 && counts.edge() > 5, counts.toString());
    }

    private void assertAgree(float[][] d, int[] y) {
        MiningBatch batch = batch(d, y);
        TripletCounts before = null;
        for (double margin : MARGINS) {
            TripletCounts counts = TripletCounts.of(batch, margin);
            assertEquals(byLoop(d, y, margin), counts, "margin " + margin);
            assertEquals(Oracle.validTriplets(y), sum(counts));
            assertEquals(counts, TripletCounts.of(batch, all(y), margin), "as a list");
            if (before != null) {
                assertTrue(counts.easy() <= before.easy(), "a larger margin is harder to meet");
                assertEquals(before.hard(), counts.hard());
                assertEquals(before.tie(), counts.tie());
            }
            before = counts;
        }
    }

    /** All valid triplets, by a loop. */
    private static Triplets all(int[] y) {
        int size = y.length;
        int[][] found =
                IntStream.range(0, size * size * size)
                        .mapToObj(i -> new int[] {i / size / size, i / size % size, i % size})
                        .filter(t -> t[0] != t[1] && y[t[0]] == y[t[1]] && y[t[0]] != y[t[2]])
                        .toArray(int[][]::new);
        return new Triplets(column(found, 0), column(found, 1), column(found, 2));
    }

    private static int[] column(int[][] rows, int column) {
        return Stream.of(rows).mapToInt(row -> row[column]).toArray();
    }

    private static TripletCounts byLoop(float[][] d, int[] y, double margin) {
        long[] kinds = new long[5];
        long valid = 0;
        for (int a = 0; a < y.length; a++) {
            for (int p = 0; p < y.length; p++) {
                for (int n = 0; n < y.length; n++) {
                    if (a != p && y[a] == y[p] && y[a] != y[n]) {
                        valid++;
                        kinds[kind((double) d[a][n] - d[a][p], margin)]++;
                    }
                }
            }
        }
        return new TripletCounts(valid, kinds[0], kinds[1], kinds[2], kinds[3], kinds[4]);
    }

    private static int kind(double gap, double margin) {
        if (gap == 0) {
            return 3;
        }
        if (gap < 0) {
            return 2;
        }
        if (gap == margin) {
            return 4;
        }
        return gap > margin ? 0 : 1;
    }

    private static long sum(TripletCounts counts) {
        return counts.easy() + counts.semiHard() + counts.hard() + counts.tie() + counts.edge();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 150})
    void equalEmbeddingsAreAllTies(int itemsPerClass) {
        int[] y = new int[2 * itemsPerClass];
        for (int i = 0; i < itemsPerClass; i++) {
            y[i] = 1;
        }
        long valid = 2L * itemsPerClass * (itemsPerClass - 1) * itemsPerClass;
        MiningBatch batch = batch(new float[y.length][y.length], y);
        for (double margin : new double[] {0, 0.2}) {
            TripletCounts counts = TripletCounts.of(batch, margin);
            assertEquals(new TripletCounts(valid, 0, 0, 0, valid, 0), counts);
        }
    }

    @Test
    void withoutPositivesOrNegativesAllIsZero() {
        TripletCounts none = new TripletCounts(0, 0, 0, 0, 0, 0);
        float[][] d = {{0, 1, 2}, {1, 0, 3}, {2, 3, 0}};
        assertEquals(none, TripletCounts.of(batch(d, new int[] {4, 4, 4}), 1));
        assertEquals(none, TripletCounts.of(batch(d, new int[] {4, 5, 6}), 1));
    }

    @Test
    void arraysOfTheEngineWillDo() {
        float[][] d = {{0, 1, 2}, {1, 0, 1.5f}, {2, 1.5f, 0}};
        TripletCounts counts =
                TripletCounts.of(
                        RandomBatch.array(manager, d), manager.create(new long[] {1, 1, 2}), 0.75);
        assertEquals(new TripletCounts(2, 1, 1, 0, 0, 0), counts);
        assertEquals(
                "2 valid triplets: 1 easy, 1 semi-hard, 0 hard, 0 ties, 0 on the edge",
                counts.toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -0.1})
    void wrongMarginsAreNamed(double margin) {
        MiningBatch batch = two();
        assertNames(() -> TripletCounts.of(batch, margin), "margin is " + margin);
    }

    @Test
    void someTripletsByHand() {
        int[] negatives = {2, 4, 3, 4, 5}; // d_an − 2: 2, −1 and 1.5, −2, and 0
        Triplets some =
                new Triplets(new int[] {0, 0, 1, 1, 0}, new int[] {1, 1, 0, 0, 1}, negatives);
        TripletCounts counts = TripletCounts.of(two(), some, 1.5);
        assertEquals(new TripletCounts(5, 1, 0, 2, 1, 1), counts);
        Triplets none = new Triplets(new int[0], new int[0], new int[0]);
        assertEquals(new TripletCounts(0, 0, 0, 0, 0, 0), TripletCounts.of(two(), none, 1));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 2", "0, 2, 3", "0, 1, 1", "0, 1, 7", "-1, 1, 2"})
    void tripletsThatAreNoneOfTheBatchAreNamed(int a, int p, int n) {
        int[] as = {0, a};
        Triplets wrong = new Triplets(as, new int[] {1, p}, new int[] {2, n});
        String place = "triplet 1 is (%d, %d, %d)".formatted(a, p, n);
        assertNames(() -> TripletCounts.of(two(), wrong, 1), place, "7 items");
    }

    private MiningBatch batch(float[][] d, int[] y) {
        return MiningBatch.of(RandomBatch.array(manager, d), manager.create(y));
    }

    private static float[][] floats(double[][] d) {
        float[][] narrow = new float[d.length][d.length];
        for (int i = 0; i < d.length; i++) {
            for (int j = 0; j < d.length; j++) {
                narrow[i][j] = (float) d[i][j];
            }
        }
        return narrow;
    }
}
