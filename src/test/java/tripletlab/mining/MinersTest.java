package tripletlab.mining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.Oracle;
import tripletlab.RandomBatch;
import tripletlab.Strategy;
import tripletlab.Truth;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;

/** Each miner against the triple loop, and against values worked by hand. */
class MinersTest {

    /** Two classes on a line: a at 0, 1 and 5, b at 2 and 9. */
    private static final float[][] LINE = {{0}, {1}, {5}, {2}, {9}};

    private static final int[] CLASSES = {0, 0, 0, 1, 1};

    private static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private static Stream<Arguments> batches() {
        return RandomBatch.ofEachKind(2, 3, 64, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreeWithTheTripleLoop(long seed) {
        assertMinersAgree(RandomBatch.of(seed), 0.1f * (seed % 20));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void agreeWithTheTripleLoopOnBatchesOfEachKind(RandomBatch.Kind kind, int size, int dimension) {
        RandomBatch batch = RandomBatch.of(kind, size, dimension, size + dimension);
        double some = 0.2f; // margins are floats, as distances are
        for (double margin : size < 500 ? new double[] {0, some, 1} : new double[] {some}) {
            assertMinersAgree(batch, margin);
        }
    }

    private static void assertMinersAgree(RandomBatch random, double margin) {
        MiningBatch batch = batch(random);
        double[][] d = distances(batch);
        for (Strategy strategy : Strategy.values()) {
            for (Truth.Cost cost : Truth.Cost.values()) {
                boolean ownMargin = strategy == Strategy.BATCH_ALL_SEMI_HARD; // see below
                boolean slow = batch.size() == 500 && batch.embeddings().get().dimension() > 2;
                if (cost == Truth.Cost.SOFT && (ownMargin || slow)) {
                    continue;
                }
                Truth truth = Truth.of(strategy, d, random.labels(), margin, cost);
                TripletMean mined = strategy.miner().mine(batch, cost.penalty(margin));
                assertMined(truth, mined, strategy + " " + cost + " margin " + margin);
                assertEquals(Oracle.validTriplets(random.labels()), mined.stats().valid());
            }
        }
    }

    private static void assertMined(Truth truth, TripletMean mined, String what) {
        MiningStats stats = mined.stats();
        assertEquals(truth.loss(), stats.loss(), 1e-9 * (1 + truth.loss()), what);
        assertEquals(truth.active(), stats.active(), what);
        assertEquals(truth.taken(), stats.taken(), what);
        assertEquals(truth.meanPositive(), stats.meanPositive(), 1e-9, what);
        assertEquals(truth.meanNegative(), stats.meanNegative(), 1e-9, what);
        int size = truth.weights().length;
        double[] expected = Stream.of(truth.weights()).flatMapToDouble(Arrays::stream).toArray();
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(expected[i] - mined.weights()[i]);
            if (difference > 1e-5 * largest) {
                throw new AssertionError(
                        String.format(
                                "%s: weight of %d and %d is %s, expected %s",
                                what, i / size, i % size, mined.weights()[i], expected[i]));
            }
        }
    }

    @Test
    void batchHardByHand() {
        TripletMean mined = mineLine(new BatchHardMiner());
        // anchor: farthest positive, nearest negative: 0: 5, 2; 1: 4, 1; 2: 5, 3; 3: 7, 1; 4: 7, 4
        assertEquals((4 + 4 + 3 + 7 + 4) / 5.0, mined.stats().loss(), 1e-12);
        assertEquals(5, mined.stats().active());
        assertEquals(5, mined.stats().taken());
        assertEquals(1, mined.stats().activeFraction());
        assertEquals(18, mined.stats().valid()); // 3·2·2 + 2·1·3
        assertEquals((5 + 4 + 5 + 7 + 7) / 5.0, mined.stats().meanPositive(), 1e-12);
        assertEquals((2 + 1 + 3 + 1 + 4) / 5.0, mined.stats().meanNegative(), 1e-12);
    }

    @Test
    void semiHardByHand() {
        TripletMean mined = mineLine(new SemiHardMiner());
        // pairs of a: (0,1): 1 → 2; (0,2): 5 → 9; (1,0): 1 → 8, as 1 is not beyond 1;
        // (1,2): 4 → 8; (2,0): 5 → none, so the farthest, 4; (2,1): 4 → none, 4
        // pairs of b: (3,4): 7 → none, so 3; (4,3): 7 → 8
        assertEquals((0 + 0 + 0 + 0 + 2 + 1 + 5 + 0) / 8.0, mined.stats().loss(), 1e-12);
        assertEquals(3, mined.stats().active());
        assertEquals(8, mined.stats().taken());
        assertEquals(3 / 8.0, mined.stats().activeFraction());
    }

    @Test
    void batchAllByHand() {
        TripletMean mined = mineLine(new BatchAllMiner());
        // anchor 0, negatives at 2 and 9: 1: 0, 0; 5: 4, 0. Anchor 1, at 1 and 8: 1: 1, 0; 4: 4, 0
        // anchor 2, at 3 and 4: 5: 3, 2; 4: 2, 1. Anchor 3, at 2, 1, 3: 7: 6, 7, 5
        // anchor 4, at 9, 8, 4: 7: 0, 0, 4
        assertEquals(
                (4 + 1 + 4 + 3 + 2 + 2 + 1 + 6 + 7 + 5 + 4) / 11.0, mined.stats().loss(), 1e-12);
        assertEquals(11, mined.stats().active());
    }

    @Test
    void batchAllSemiHardByHand() {
        TripletMean mined = mineLine(new BatchAllSemiHardMiner());
        // gaps above 0 and at most 1: 2 − 1 for anchor 0, 8 − 7 for anchor 4: both on the edge
        assertEquals(0, mined.stats().loss(), 1e-12);
        assertEquals((1 + 7) / 2.0, mined.stats().meanPositive(), 1e-12);
        TripletMean wider = new BatchAllSemiHardMiner(2).mine(line(), new SoftMargin());
        // and 9 − 7 for anchor 4
        double soft = (2 * Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(-2))) / 3;
        assertEquals(soft, wider.stats().loss(), 1e-12);
    }

    @Test
    void easyPositiveByHand() {
        TripletMean mined = mineLine(new EasyPositiveMiner());
        // 0: 1 → 2; 1: 1 → 8; 2: 4 → none beyond, left out; 3: 7 → none; 4: 7 → 8
        assertEquals(0, mined.stats().loss(), 1e-12);
        assertEquals((2 + 8 + 8) / 3.0, mined.stats().meanNegative(), 1e-12);
        TripletMean hard = mineLine(new EasyPositiveMiner(EasyPositiveMiner.Negative.HARD));
        // 0: 1, 2; 1: 1, 1; 2: 4, 3; 3: 7, 1; 4: 7, 4
        assertEquals((0 + 1 + 2 + 7 + 4) / 5.0, hard.stats().loss(), 1e-12);
    }

    @Test
    void weightsAreTheSlopesOfTheTakenTriplets() {
        float[][] rows = {{0}, {1}, {-2}};
        TripletMean mined =
                new BatchHardMiner().mine(batch(rows, new int[] {7, 7, 8}), new Hinge(1.5));
        // anchor 0 takes (0, 1, 2): gap 1 < 1.5; anchor 1 takes (1, 0, 2): gap 2, satisfied
        assertArrayEquals(new float[] {0, 0.5f, -0.5f, 0, 0, 0, 0, 0, 0}, mined.weights());
    }

    @Test
    void semiHardWithoutAnyMarginIsRefused() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new BatchAllSemiHardMiner().mine(line(), new SoftMargin()));
        assertTrue(e.getMessage().contains("penalty is soft margin"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new BatchAllSemiHardMiner(-1));
        assertThrows(IllegalArgumentException.class, () -> new EasyPositiveMiner(null));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void aLongRunOverAllCoresGivesTheSameBits(Strategy strategy) {
        MiningBatch batch = batch(RandomBatch.of(RandomBatch.Kind.RANDOM, 500, 2, 1));
        TripletMean first = strategy.miner().mine(batch, new Hinge(0.3));
        for (int i = 0; i < 10; i++) {
            TripletMean again = strategy.miner().mine(batch, new Hinge(0.3));
            assertEquals(first.stats(), again.stats());
            assertArrayEquals(first.weights(), again.weights());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTripletsTakenAreThoseOfTheTripleLoop(long seed) {
        assertTaken(RandomBatch.of(seed), 0.1f * (seed % 20));
    }

    @Test
    void theTripletsTakenOverAllCoresAreThoseOfTheTripleLoop() {
        assertTaken(RandomBatch.of(RandomBatch.Kind.LONE_LABEL, 200, 2, 1), 0.3);
    }

    private static void assertTaken(RandomBatch random, double margin) {
        MiningBatch batch = batch(random);
        for (Strategy strategy : Strategy.values()) {
            Triplets expected = strategy.taken(distances(batch), random.labels(), margin);
            Triplets taken = Triplets.takenBy(strategy.miner(), batch, new Hinge(margin));
            String what = strategy + " margin " + margin;
            assertArrayEquals(expected.anchors(), taken.anchors(), what);
            assertArrayEquals(expected.positives(), taken.positives(), what);
            assertArrayEquals(expected.negatives(), taken.negatives(), what);
        }
    }

    @Test
    void askingWhatIsTakenChangesNothing() {
        MiningBatch batch = line();
        Triplets taken = Triplets.takenBy(new BatchAllMiner(), batch, new Hinge(1));
        assertEquals(18, taken.size());
        assertArrayEquals(new int[] {3, 4}, taken.negativesOf(0, 2));
        assertArrayEquals(new int[0], taken.negativesOf(0, 3));
        TripletMean mined = new BatchAllMiner().mine(batch, new Hinge(1));
        assertArrayEquals(mineLine(new BatchAllMiner()).weights(), mined.weights());
        Triplets own = Triplets.takenBy(new NearestNegativeMiner(), batch, new Hinge(0));
        assertArrayEquals(new int[] {1}, own.negativesOf(3, 4));
    }

    @Test
    void aListThatJavasHeapDoesNotHoldIsRefused() {
        int[] classes = IntStream.range(0, 1024).map(i -> i % 2).toArray();
        float[][] rows = new float[1024][1];
        MiningBatch batch = MiningBatch.of(EmbeddingBatch.of(Distance.EUCLIDEAN, rows), classes);
        assertNames(
                () -> Triplets.takenBy(new BatchAllMiner(), batch, new Hinge(1)),
                "batch-all takes 267911168 triplets of batch, expected");
        assertEquals(1024 * 511, Triplets.takenBy(new SemiHardMiner(), batch, new Hinge(1)).size());
    }

    /** The example in the Javadoc of {@link TripletMiner}. */
    private static final class NearestNegativeMiner implements TripletMiner {
        @Override
        public TripletMean mine(MiningBatch batch, TripletPenalty penalty) {
            return TripletMean.overTaken(
                    batch,
                    penalty,
                    (anchor, triplets) -> {
                        int negative = batch.nearestNegative(anchor);
                        for (int positive : batch.positives(anchor)) {
                            if (negative >= 0) {
                                triplets.add(positive, negative);
                            }
                        }
                    });
        }
    }

    @Test
    void aMinerOfOnesOwnIsOneSmallClass() {
        TripletMean mined = mineLine(new NearestNegativeMiner());
        // 0: (1, 5) with 2; 1: (1, 4) with 1; 2: (5, 4) with 3; 3: 7 with 1; 4: 7 with 4
        assertEquals((0 + 4 + 1 + 4 + 3 + 2 + 7 + 4) / 8.0, mined.stats().loss(), 1e-12);
    }

    /** It hands −1 on, which {@code nearestNegative} and its like return where there is none. */
    @Test
    void aTripletThatIsNotValidIsRefused() {
        float[][] rows = {{0}, {1}, {2}, {4}, {8}, {16}};
        MiningBatch batch = batch(rows, new int[] {0, 0, 0, 1, 2, 2});
        TripletMean.Rule careless =
                (a, t) -> t.add(batch.nearestPositive(a), batch.nearestNegative(a));
        assertNames(
                () -> TripletMean.overTaken(batch, new Hinge(1), careless),
                "triplet is (a = 3, p = -1, n = 2)",
                "6 items 0 to 5");
        int[][] wrong = {{0, 3}, {1, 2}, {3, 4}, {1, -1}, {1, 6}, {6, 3}};
        for (int[] pn : wrong) {
            TripletMean.Rule rule =
                    (a, t) -> {
                        if (a == 0) {
                            t.add(pn[0], pn[1]);
                        }
                    };
            assertNames(
                    () -> TripletMean.overTaken(batch, new Hinge(1), rule),
                    "triplet is (a = 0, p = %d, n = %d)".formatted(pn[0], pn[1]));
        }
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void nullIsNamed(Strategy strategy) {
        TripletMiner miner = strategy.miner();
        assertNames(() -> miner.mine(null, new Hinge(1)), "batch is null");
        assertNames(() -> miner.mine(line(), null), "penalty is null");
        assertNames(() -> Triplets.takenBy(miner, null, new Hinge(1)), "batch is null");
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void aBatchOfOneItemHoldsNoTriplet(Strategy strategy) {
        MiningBatch one = batch(new float[][] {{3, 4}}, new int[] {7});
        TripletMean mined = strategy.miner().mine(one, new Hinge(1));
        MiningStats stats = mined.stats();
        assertEquals(0, stats.loss());
        assertEquals(0, stats.valid());
        assertArrayEquals(new float[1], mined.weights());
        assertEquals(new TripletCounts(0, 0, 0, 0, 0, 0), TripletCounts.of(one, 1));
    }

    private static TripletMean mineLine(TripletMiner miner) {
        return miner.mine(line(), new Hinge(1));
    }

    private static MiningBatch line() {
        return batch(LINE, CLASSES);
    }

    private static MiningBatch batch(RandomBatch batch) {
        return batch(batch.embeddings(), batch.labels());
    }

    private static MiningBatch batch(float[][] rows, int[] labels) {
        return MiningBatch.of(EmbeddingBatch.of(Distance.EUCLIDEAN, rows), labels);
    }

    /** Distances as the miner sees them, so that both sides break ties alike. */
    private static double[][] distances(MiningBatch batch) {
        double[][] d = new double[batch.size()][batch.size()];
        for (int i = 0; i < d.length; i++) {
            for (int j = 0; j < d.length; j++) {
                d[i][j] = batch.distance(i, j);
            }
        }
        return d;
    }
}
