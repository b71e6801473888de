package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RocTest {

    /**
     * Random distances: few different ones for many ties, or as many as there are pairs.
     *
     * @param positives of pairs of one class
     * @param negatives of pairs of two classes
     */
    record Case(long seed, float[] positives, float[] negatives) {

        static Case of(long seed) {
            Random random = new Random(seed);
            int values = seed % 3 == 0 ? 1 << 20 : 1 + random.nextInt(12);
            int shift = random.nextInt(values); // negatives are farther
            float[] positives = new float[1 + random.nextInt(40)];
            float[] negatives = new float[1 + random.nextInt(40)];
            for (int i = 0; i < positives.length; i++) {
                positives[i] = random.nextInt(values) / 8f;
            }
            for (int i = 0; i < negatives.length; i++) {
                negatives[i] = (random.nextInt(values) + shift) / 8f;
            }
            return new Case(seed, positives, negatives);
        }

        /** Every threshold that changes anything. */
        float[] thresholds() {
            float[] all = Arrays.copyOf(positives, positives.length + negatives.length + 1);
            System.arraycopy(negatives, 0, all, positives.length, negatives.length);
            all[all.length - 1] = Float.POSITIVE_INFINITY;
            Arrays.sort(all);
            all[all.length - 1] = Math.nextDown(all[0]); // accepts nothing
            Arrays.sort(all);
            return all;
        }

        @Override
        public String toString() {
            return "seed " + seed;
        }
    }

    private static Stream<Case> cases() {
        return LongStream.range(0, 60).mapToObj(Case::of);
    }

    /** The rate by its definition. */
    static double accepted(float[] distances, double threshold) {
        int count = 0;
        for (float distance : distances) {
            if (distance <= threshold) {
                count++;
            }
        }
        return (double) count / distances.length;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void pointsAreTheRatesAtTheirThresholds(Case given) {
        Roc roc = Roc.of(given.positives(), given.negatives());
        assertTrue(Double.isFinite(roc.thresholds()[0]));
        assertEquals(0, roc.fpr()[0]);
        assertEquals(0, roc.tpr()[0]);
        int last = roc.thresholds().length - 1;
        assertEquals(1, roc.fpr()[last]);
        assertEquals(1, roc.tpr()[last]);
        for (int i = 0; i <= last; i++) {
            double threshold = roc.thresholds()[i];
            assertTrue(i == 0 || threshold > roc.thresholds()[i - 1]);
            assertEquals(accepted(given.negatives(), threshold), roc.fpr()[i]);
            assertEquals(accepted(given.positives(), threshold), roc.tpr()[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyOtherThresholdLiesOnAnUprightOrLevelLine(Case given) {
        Roc roc = Roc.of(given.positives(), given.negatives());
        for (float threshold : given.thresholds()) {
            int at = Arrays.binarySearch(roc.thresholds(), threshold);
            if (at < 0) {
                int next = -at - 1;
                double fpr = accepted(given.negatives(), threshold);
                double tpr = accepted(given.positives(), threshold);
                boolean upright = roc.fpr()[next - 1] == fpr && roc.fpr()[next] == fpr;
                boolean level = roc.tpr()[next - 1] == tpr && roc.tpr()[next] == tpr;
                assertTrue(upright || level, "threshold " + threshold);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noPointCanBeLeftOut(Case given) {
        Roc roc = Roc.of(given.positives(), given.negatives());
        for (int i = 1; i + 1 < roc.thresholds().length; i++) {
            boolean upright = roc.fpr()[i - 1] == roc.fpr()[i + 1];
            boolean level = roc.tpr()[i - 1] == roc.tpr()[i + 1];
            assertTrue(!upright && !level, "point " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aucIsTheProbabilityThatAPositivePairIsNearer(Case given) {
        double nearer = 0;
        for (float positive : given.positives()) {
            for (float negative : given.negatives()) {
                nearer += positive < negative ? 1 : positive == negative ? 0.5 : 0;
            }
        }
        double all = (double) given.positives().length * given.negatives().length;
        assertEquals(nearer / all, Roc.of(given.positives(), given.negatives()).auc(), 1e-12);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eerIsWhereTheCurveMeetsTheFallingDiagonal(Case given) {
        float[] thresholds = given.thresholds();
        double expected = Double.NaN;
        for (int i = 1; i < thresholds.length && Double.isNaN(expected); i++) {
            double fpr = accepted(given.negatives(), thresholds[i]);
            double tpr = accepted(given.positives(), thresholds[i]);
            if (fpr >= 1 - tpr) {
                expected =
                        crossing(
                                accepted(given.negatives(), thresholds[i - 1]),
                                accepted(given.positives(), thresholds[i - 1]),
                                fpr,
                                tpr);
            }
        }
        assertEquals(expected, Roc.of(given.positives(), given.negatives()).eer(), 1e-12);
    }

    /** By bisection, where FAR = 1 − TAR between two points. */
    private static double crossing(double fpr, double tpr, double nextFpr, double nextTpr) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double share = (low + high) / 2;
            double far = fpr + share * (nextFpr - fpr);
            double frr = 1 - (tpr + share * (nextTpr - tpr));
            if (far < frr) {
                low = share;
            } else {
                high = share;
            }
        }
        return fpr + high * (nextFpr - fpr);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tarIsTheBestOfAllThresholdsWithin(Case given) {
        Roc roc = Roc.of(given.positives(), given.negatives());
        for (int k = 0; k <= 20; k++) {
            double far = k < 20 ? k / 20.0 : accepted(given.negatives(), given.positives()[0]);
            double best = 0;
            for (float threshold : given.thresholds()) {
                if (accepted(given.negatives(), threshold) <= far) {
                    best = Math.max(best, accepted(given.positives(), threshold));
                }
            }
            assertEquals(best, roc.tarAt(far), "far " + far);
        }
    }

    @Test
    void valuesByHand() {
        // by distance: + at 1, + and − at 2, − at 3, − at 4, + at 5
        Roc roc = Roc.of(new float[] {5, 1, 2}, new float[] {4, 2, 3});
        assertArrayEquals(new double[] {Math.nextDown(1f), 1, 2, 4, 5}, roc.thresholds());
        double third = 1 / 3.0;
        assertArrayEquals(new double[] {0, 0, third, 1, 1}, roc.fpr(), 1e-15);
        assertArrayEquals(new double[] {0, third, 2 * third, 2 * third, 1}, roc.tpr(), 1e-15);
        // of nine (+, −): 1 is nearer thrice, 2 ties once and is nearer twice, 5 never
        assertEquals((3 + 2.5) / 9, roc.auc(), 1e-15);
        assertEquals(third, roc.eer(), 1e-15); // FAR 1/3 and TAR 2/3 at threshold 2
        assertEquals(third, roc.tarAt(0), 1e-15);
        assertEquals(third, roc.tarAt(0.33), 1e-15);
        assertEquals(2 * third, roc.tarAt(0.34), 1e-15);
        assertEquals(1, roc.tarAt(1));
        assertEquals("AUC 0.6111, EER 0.3333, TAR 0.3333 at FAR 0.001", roc.toString());
    }

    @Test
    void separatePairsAreAllTold() {
        Roc roc = Roc.of(new float[] {0.5f, 0.1f}, new float[] {0.6f, 0.9f, 0.7f});
        assertArrayEquals(new double[] {Math.nextDown(0.1f), 0.5f, 0.9f}, roc.thresholds());
        assertEquals(1, roc.auc());
        assertEquals(0, roc.eer());
        assertEquals(1, roc.tarAt(0));
        Roc opposite = Roc.of(new float[] {0.6f, 0.9f, 0.7f}, new float[] {0.5f, 0.1f});
        assertEquals(0, opposite.auc());
        assertEquals(1, opposite.eer());
        assertEquals(0, opposite.tarAt(0.99));
    }

    @Test
    void equalDistancesTellNothing() {
        Roc roc = Roc.of(new float[] {2, 2, 2}, new float[] {2, 2});
        assertArrayEquals(new double[] {Math.nextDown(2f), 2}, roc.thresholds());
        assertEquals(0.5, roc.auc());
        assertEquals(0.5, roc.eer());
        assertEquals(0, roc.tarAt(0.999));
        assertEquals(1, roc.tarAt(1));
    }

    @Test
    void onePairOfEachSuffices() {
        assertEquals(1, Roc.of(new float[] {1}, new float[] {2}).auc());
        assertEquals(0, Roc.of(new float[] {2}, new float[] {1}).auc());
        assertEquals(0.5, Roc.of(new float[] {1}, new float[] {1}).auc());
    }

    @Test
    void minusZeroIsZero() {
        Roc roc = Roc.of(new float[] {-0f}, new float[] {0f});
        assertEquals(0.5, roc.auc());
        assertEquals(2, roc.thresholds().length);
    }

    @Test
    void theArraysStayAsTheyAre() {
        float[] positives = {3, 1, 2};
        float[] negatives = {6, 4, 5};
        Roc.of(positives, negatives);
        assertArrayEquals(new float[] {3, 1, 2}, positives);
        assertArrayEquals(new float[] {6, 4, 5}, negatives);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0, 1.5 | 0, 1    | 0, 1 | fpr is 1.5 at 1, expected 0 to 1
                    -0.5, 1 | 0, 1   | 0, 1 | fpr is -0.5 at 0, expected 0 to 1
                    0, 1   | 0, NaN  | 0, 1 | tpr is NaN at 1, expected 0 to 1
                    0, 1   | 0.5, 0.25 | 0, 1 | tpr is 0.25 after 0.5, expected ascending values
                    0, 1   | 0, 1    | 1, 0 | thresholds is 0.0 after 1.0, expected ascending values
                    0, 0.5 | 0, 1    | 0, 1 | fpr is [0.0, 0.5], expected 1 last
                    0, 1   | 0, 0.2  | 0, 1 | tpr is [0.0, 0.2], expected 1 last
                    0, 1   | 1       | 0, 1 | tpr has length 1, expected 2 as thresholds has
                    """)
    void ratesOfOnesOwnAreChecked(String fpr, String tpr, String thresholds, String message) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Roc(numbers(thresholds), numbers(fpr), numbers(tpr)));
        assertEquals(message, e.getMessage());
    }

    @Test
    void aCurveOfOnesOwnMayBeginAbove0() {
        Roc roc = new Roc(new double[] {0, 1}, new double[] {0.1, 1}, new double[] {0.7, 1});
        assertEquals(0, roc.tarAt(0.05));
        assertEquals(0.7, roc.tarAt(0.1));
        assertEquals(0.1 + 0.9 * 0.2 / 1.2, roc.eer(), 1e-15);
        Roc steep = new Roc(new double[] {0, 1}, new double[] {0.5, 1}, new double[] {1, 1});
        assertEquals(0.5 / 1.5, steep.eer(), 1e-15); // from the origin
    }

    private static double[] numbers(String text) {
        return Stream.of(text.split(", ")).mapToDouble(Double::parseDouble).toArray();
    }

    @Test
    void wrongArgumentsAreNamed() {
        float[] some = {1};
        assertNames(() -> Roc.of(new float[0], some), "positives is empty");
        assertNames(() -> Roc.of(some, new float[0]), "negatives is empty");
        assertNames(() -> Roc.of(some, new float[] {1, Float.NaN}), "negatives has NaN at 1");
        assertNames(
                () -> Roc.of(new float[] {Float.NEGATIVE_INFINITY}, some),
                "positives has -Infinity at 0");
        Roc roc = Roc.of(some, some);
        assertNames(() -> roc.tarAt(-0.1), "far is -0.1", "0 to 1");
        assertNames(() -> roc.tarAt(1.5), "far is 1.5");
        assertNames(() -> roc.tarAt(Double.NaN), "far is NaN");
    }
}
