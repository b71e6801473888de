package tripletlab.offline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tripletlab.ChiSquare;
import tripletlab.Oracle;
import tripletlab.mining.Triplets;
import tripletlab.sampling.Resumable;

/** FaceNet's and VGG-Face's selections, which differ only in their rule. */
class TripletSelectorTest {

    /** A selector, and the rule that is published for it. */
    private enum Published {
        FACE_NET {
            @Override
            TripletSelector selector(double margin, long seed) {
                return new FaceNetSelector(margin, seed);
            }

            @Override
            boolean allows(double ap, double an, double margin) {
                return ap < an && an < ap + margin;
            }
        },

        VGG_FACE {
            @Override
            TripletSelector selector(double margin, long seed) {
                return new VggFaceSelector(margin, seed);
            }

            @Override
            boolean allows(double ap, double an, double margin) {
                return an < ap + margin;
            }
        };

        abstract TripletSelector selector(double margin, long seed);

        abstract boolean allows(double ap, double an, double margin);
    }

    /** A class at 0 and 2, and others: nearer, as far by d² = 4, and at d² = 9, 10 and 12.25. */
    private static final float[][] LINE = {
        {0, 0}, {2, 0}, {-1, 0}, {0, 2}, {-3, 0}, {-3, 1}, {-3.5f, 0}
    };

    private static final int[] CLASSES = {4, 4, 1, 2, 2, 3, 1};

    @ParameterizedTest
    @EnumSource
    void onlyWhatTheRuleAllowsIsDrawnAndAllOfIt(Published published) {
        // d_ap = 4 and m = 6: 9 is semi-hard, 10 is on the edge, 12.25 beyond; 1 and 4 are hard
        long[] counts = new long[LINE.length];
        TripletSelector selector = published.selector(6, 3);
        for (int i = 0; i < 3000; i++) {
            Triplets triplets = selector.select(LINE, CLASSES);
            assertEquals(0, triplets.anchors()[0]);
            assertEquals(1, triplets.positives()[0]);
            counts[triplets.negatives()[0]]++;
        }
        boolean vgg = published == Published.VGG_FACE;
        long[] allowed = {counts[2], counts[3], counts[4]};
        assertEquals(3000, vgg ? Arrays.stream(allowed).sum() : counts[4]);
        if (vgg) {
            // at two degrees of freedom more than 18.4 comes once in 10 000 times
            assertTrue(ChiSquare.of(allowed, new double[] {1, 1, 1}) < 18.4, "uneven draws");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyAllowedNegativeIsDrawnAboutEquallyOftenFromSeedToSeed(Published published) {
        // an anchor at 0, its positive at 1, and nine negatives at d² = 1.1² to 1.9² < 1 + 3
        float[][] rows = new float[11][1];
        int[] labels = IntStream.range(0, 11).map(i -> Math.max(0, i - 1)).toArray();
        rows[1][0] = 1;
        for (int i = 2; i < rows.length; i++) {
            rows[i][0] = -1 - 0.1f * (i - 1);
        }
        long[] counts = new long[9];
        for (int seed = 0; seed < 4500; seed++) {
            Triplets triplets = published.selector(3, seed).select(rows, labels);
            assertEquals(1, triplets.size());
            counts[triplets.negatives()[0] - 2]++;
        }
        double[] even = new double[9];
        Arrays.fill(even, 1);
        // at eight degrees of freedom more than 31.8 comes once in 10 000 times
        assertTrue(ChiSquare.of(counts, even) < 31.8, Arrays.toString(counts));
    }

    @ParameterizedTest
    @EnumSource
    void everyPairGetsAnAllowedNegativeIfThereIsOne(Published published) {
        int without = 0;
        for (int seed = 0; seed < 60; seed++) {
            float[][] rows = grid(seed);
            int[] labels = new Random(-seed).ints(rows.length, -2, 4).toArray();
            double margin = seed % 5 == 0 ? 0.2 : seed % 5; // whole ones have edges
            Triplets triplets = published.selector(margin, seed).select(rows, labels);
            double[][] d = Oracle.squared(Oracle.doubles(rows));
            int next = 0;
            for (int a = 0; a < labels.length; a++) {
                for (int p = a + 1; p < labels.length; p++) {
                    if (labels[a] != labels[p]) {
                        continue;
                    }
                    List<Integer> allowed = allowed(published, d, labels, a, p, margin);
                    if (allowed.isEmpty()) {
                        without++;
                        continue;
                    }
                    assertEquals(a, triplets.anchors()[next]);
                    assertEquals(p, triplets.positives()[next]);
                    assertTrue(allowed.contains(triplets.negatives()[next]), "pair " + next);
                    next++;
                }
            }
            assertEquals(next, triplets.size());
        }
        assertTrue(without > 10, "only " + without + " pairs without a negative were tried");
    }

    private static List<Integer> allowed(
            Published published, double[][] d, int[] labels, int a, int p, double margin) {
        List<Integer> allowed = new ArrayList<>();
        for (int n = 0; n < labels.length; n++) {
            if (labels[n] != labels[a] && published.allows(d[a][p], d[a][n], margin)) {
                allowed.add(n);
            }
        }
        return allowed;
    }

    /** Points with halves as numbers, whose distances floats hold exactly. */
    private static float[][] grid(long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[4 + random.nextInt(25)][1 + random.nextInt(3)];
        for (float[] row : rows) {
            for (int k = 0; k < row.length; k++) {
                row[k] = random.nextInt(9) / 2f;
            }
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void theSameSeedGivesTheSameSelectionsOneAfterTheOther(Published published) {
        float[][] rows = new float[60][2];
        Random random = new Random(5);
        for (float[] row : rows) {
            row[0] = random.nextFloat();
            row[1] = random.nextFloat();
        }
        int[] labels = random.ints(60, 0, 4).toArray();
        TripletSelector selector = published.selector(1, 11);
        TripletSelector again = published.selector(1, 11);
        TripletSelector other = published.selector(1, 12);
        int[] first = selector.select(rows, labels).negatives();
        int[] second = selector.select(rows, labels).negatives();
        assertArrayEquals(first, again.select(rows, labels).negatives());
        assertArrayEquals(second, again.select(rows, labels).negatives());
        assertFalse(Arrays.equals(first, second), "the second selection is the first");
        TripletSelector resumed = published.selector(1, 11);
        ((Resumable) resumed).resume(1);
        assertArrayEquals(second, resumed.select(rows, labels).negatives());
        assertEquals(2, ((Resumable) resumed).position());
        assertEquals(11, ((Resumable) resumed).seed());
        int[] elsewhere = other.select(rows, labels).negatives();
        assertFalse(Arrays.equals(first, elsewhere), "another seed, the same selection");
        // nor is the sequence of one seed that of the next one, a selection later
        assertFalse(Arrays.equals(second, elsewhere), "seeds overlap");
    }

    @ParameterizedTest
    @EnumSource
    void withoutPairsOrNegativesThereIsNothingToSelect(Published published) {
        float[][] rows = {{1, 2}, {1, 3}, {2, 4}};
        TripletSelector selector = published.selector(100, 1);
        assertEquals(0, selector.select(rows, new int[] {6, 6, 6}).size());
        assertEquals(0, selector.select(rows, new int[] {6, 7, 8}).size());
        assertEquals(0, selector.select(new float[][] {{1}}, new int[] {6}).size());
    }

    @ParameterizedTest
    @EnumSource
    void withoutAMarginOnlyHarderNegativesViolateIt(Published published) {
        Triplets triplets = published.selector(0, 1).select(LINE, CLASSES);
        if (published == Published.FACE_NET) {
            assertEquals(0, triplets.size());
        } else { // d_ap = 4: only item 2 is nearer, the tie is not; and no other class has a pair
            assertEquals(0, triplets.anchors()[0]);
            assertEquals(2, triplets.negatives()[0]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrongArgumentsAreNamed(Published published) {
        TripletSelector selector = published.selector(0.2, 1);
        float[][] rows = {{1, 2}, {3, 4}};
        int[] two = {0, 1};
        assertNames(() -> selector.select(null, two), "embeddings is null");
        assertNames(() -> selector.select(rows, null), "labels is null");
        assertNames(() -> selector.select(rows, new int[3]), "labels has length 3", "expected 2");
        assertNames(() -> selector.select(new float[0][], new int[0]), "embeddings is empty");
        assertNames(() -> selector.select(new float[2][0], two), "embeddings is empty");
        float[][] ragged = {{1, 2}, {3}};
        assertNames(() -> selector.select(ragged, two), "embeddings has 1 numbers in row 1");
        float[][] nan = {{1, 2}, {3, Float.NaN}};
        assertNames(() -> selector.select(nan, two), "embeddings has NaN in row 1");
        float[][] infinite = {{Float.NEGATIVE_INFINITY, 2}, {3, 4}};
        assertNames(() -> selector.select(infinite, two), "embeddings has -Infinity in row 0");
        for (double margin : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.2}) {
            assertNames(() -> published.selector(margin, 1), "margin is " + margin);
        }
    }
}
