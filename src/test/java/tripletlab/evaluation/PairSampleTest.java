package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tripletlab.ChiSquare;

class PairSampleTest {

    @Test
    void pairsAreDifferentAndOfTheRightKind() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int size = 4 + random.nextInt(30);
            int[] labels =
                    random.ints(size, 0, 1 + random.nextInt(6)).map(c -> 5 - 3 * c).toArray();
            labels[0] = labels[1];
            labels[2] = 100;
            int wanted = 1 + random.nextInt(200);
            PairSample sample = PairSample.of(labels, wanted, wanted, seed);
            long positives = count(labels, true);
            long negatives = count(labels, false);
            assertPairs("seed " + seed, sample.positives(), labels, true);
            assertPairs("seed " + seed, sample.negatives(), labels, false);
            assertEquals(Math.min(wanted, positives), sample.positives().size());
            assertEquals(Math.min(wanted, negatives), sample.negatives().size());
        }
    }

    private static void assertPairs(String message, Pairs pairs, int[] labels, boolean same) {
        Set<Set<Integer>> seen = new HashSet<>();
        for (int k = 0; k < pairs.size(); k++) {
            int i = pairs.first()[k];
            int j = pairs.second()[k];
            assertNotEquals(i, j, message);
            assertEquals(same, labels[i] == labels[j], message);
            assertTrue(seen.add(Set.of(i, j)), message + ": twice");
        }
    }

    private static long count(int[] labels, boolean same) {
        long count = 0;
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < i; j++) {
                count += (labels[i] == labels[j]) == same ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void everyPairIsDrawnEquallyOften() {
        int[] labels = {0, 1, 0, 2, 1, 0, 0, 1}; // 6 + 3 positive pairs, 19 negative ones
        assertEven(labels, 4, 12); // by draws
        assertEven(labels, 7, 15); // by shuffling all
    }

    private static void assertEven(int[] labels, int positives, int negatives) {
        long[] same = new long[64];
        long[] different = new long[64];
        for (long seed = 0; seed < 4000; seed++) {
            PairSample sample = PairSample.of(labels, positives, negatives, seed);
            count(sample.positives(), same);
            count(sample.negatives(), different);
        }
        assertEven(same, 9);
        assertEven(different, 19);
    }

    private static void count(Pairs pairs, long[] counts) {
        for (int k = 0; k < pairs.size(); k++) {
            int i = Math.min(pairs.first()[k], pairs.second()[k]);
            counts[8 * i + Math.max(pairs.first()[k], pairs.second()[k])]++;
        }
    }

    private static void assertEven(long[] counts, int pairs) {
        long[] drawn = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertEquals(pairs, drawn.length);
        double[] chances = new double[pairs];
        Arrays.fill(chances, 1);
        assertTrue(ChiSquare.of(drawn, chances) < 3 * pairs, Arrays.toString(drawn));
    }

    @Test
    void theOrderIsRandom() {
        int[] labels = new int[40];
        Arrays.fill(labels, 20, 40, 1);
        long[] firstIsLow = new long[2];
        for (long seed = 0; seed < 1000; seed++) {
            Pairs all = PairSample.of(labels, 1000, 1000, seed).positives();
            firstIsLow[labels[all.first()[0]]]++;
        }
        assertTrue(ChiSquare.of(firstIsLow, new double[] {1, 1}) < 12, Arrays.toString(firstIsLow));
    }

    @Test
    void aSeedGivesTheSamePairsAgain() {
        int[] labels = IntStream.range(0, 10_000).map(i -> i * i % 10).toArray();
        PairSample sample = PairSample.of(labels, 500, 700, 3);
        PairSample again = PairSample.of(labels, 500, 700, 3);
        assertArrayEquals(sample.positives().first(), again.positives().first());
        assertArrayEquals(sample.positives().second(), again.positives().second());
        assertArrayEquals(sample.negatives().first(), again.negatives().first());
        assertArrayEquals(sample.negatives().second(), again.negatives().second());
        PairSample other = PairSample.of(labels, 500, 700, 4);
        assertFalse(Arrays.equals(sample.positives().first(), other.positives().first()));
        assertPairs("large", sample.positives(), labels, true);
        assertPairs("large", sample.negatives(), labels, false);
        assertEquals("PairSample(500 positive and 700 negative pairs)", sample.toString());
    }

    @Test
    void millionsOfItemsHaveTooManyPairsForAnInt() {
        int[] labels = IntStream.range(0, 3_000_000).map(i -> i % 2).toArray();
        PairSample sample = PairSample.of(labels, 20_000, 20_000, 1);
        assertPairs("huge", sample.positives(), labels, true);
        assertPairs("huge", sample.negatives(), labels, false);
        int high = Arrays.stream(sample.positives().second()).max().getAsInt();
        assertTrue(high > 2_990_000, "only up to " + high);
    }

    @Test
    void distancesAreEuclidean() {
        Pairs pairs = new Pairs(new int[] {0, 2, 1}, new int[] {1, 0, 1});
        float[][] rows = {{0, 0}, {3, 4}, {1, 1}};
        assertArrayEquals(new float[] {5, (float) Math.sqrt(2), 0}, pairs.distances(rows));
    }

    @Test
    void wrongArgumentsAreNamed() {
        int[] labels = {1, 1, 2};
        assertNames(() -> PairSample.of(labels, 0, 1, 0), "positives is 0", "1 or more");
        assertNames(() -> PairSample.of(labels, 1, -1, 0), "negatives is -1", "1 or more");
        assertNames(() -> PairSample.of(new int[] {1, 2}, 1, 1, 0), "no positive pair");
        assertNames(() -> PairSample.of(new int[0], 1, 1, 0), "no positive pair");
        assertNames(() -> PairSample.of(new int[] {4, 4}, 1, 1, 0), "all 4", "no negative pair");
        assertNames(() -> new Pairs(new int[1], new int[2]), "second has length 2", "expected 1");
        Pairs pairs = new Pairs(new int[] {0}, new int[] {2});
        assertNames(() -> pairs.distances(new float[2][1]), "item 2", "0 to 1");
        Pairs below = new Pairs(new int[] {-1}, new int[] {0});
        assertNames(() -> below.distances(new float[2][1]), "item -1");
        assertNames(() -> pairs.distances(new float[][] {{1}, {2}, {Float.NaN}}), "NaN in row 2");
    }
}
