package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tripletlab.evaluation.CrossValidation.MeanStd;

class CrossValidationTest {

    /** A pair of the slow implementation, which knows in which fold it is. */
    private record Judged(float distance, boolean same, int fold) {}

    @Test
    void agreesWithEveryThresholdTried() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int folds = 2 + random.nextInt(5);
            float[] positives = distances(random, folds + random.nextInt(30), 0);
            float[] negatives = distances(random, folds + random.nextInt(30), random.nextInt(6));
            double far = random.nextInt(5) / 8.0;
            CrossValidation result = CrossValidation.of(positives, negatives, folds, far);
            List<Judged> pairs = new ArrayList<>();
            add(pairs, positives, true, folds);
            add(pairs, negatives, false, folds);
            for (int fold = 0; fold < folds; fold++) {
                assertFold("seed " + seed, pairs, fold, far, result.folds().get(fold));
            }
        }
    }

    private static float[] distances(Random random, int size, int shift) {
        float[] distances = new float[size];
        for (int i = 0; i < size; i++) {
            distances[i] = (random.nextInt(10) + shift) / 4f;
        }
        return distances;
    }

    private static void add(List<Judged> pairs, float[] distances, boolean same, int folds) {
        for (int i = 0; i < distances.length; i++) {
            int fold = 0;
            while ((fold + 1) * distances.length / folds <= i) {
                fold++;
            }
            pairs.add(new Judged(distances[i], same, fold));
        }
    }

    private static void assertFold(
            String message, List<Judged> pairs, int fold, double far, CrossValidation.Fold found) {
        List<Judged> others = pairs.stream().filter(pair -> pair.fold() != fold).toList();
        List<Judged> own = pairs.stream().filter(pair -> pair.fold() == fold).toList();
        TreeSet<Double> candidates = new TreeSet<>();
        others.forEach(pair -> candidates.add((double) pair.distance()));
        candidates.add((double) -Float.MAX_VALUE); // accepts nothing
        double best = Double.NaN;
        double most = -1;
        for (double threshold : candidates) {
            if (accuracy(others, threshold) > most) {
                most = accuracy(others, threshold);
                best = threshold;
            }
        }
        assertEquals(best, found.threshold(), message);
        assertEquals(accuracy(own, best), found.accuracy(), 1e-15, message);

        // the largest float that is not too large: it is within, its neighbor is not
        double threshold = found.farThreshold();
        assertTrue(rate(others, false, threshold) <= far, message);
        if (threshold < Float.MAX_VALUE) {
            assertTrue(rate(others, false, Math.nextUp((float) threshold)) > far, message);
        }
        assertEquals(rate(own, true, threshold), found.validationRate(), message);
        assertEquals(rate(own, false, threshold), found.falseAcceptRate(), message);
    }

    private static double accuracy(List<Judged> pairs, double threshold) {
        return pairs.stream()
                .mapToDouble(pair -> pair.same() == pair.distance() <= threshold ? 1 : 0)
                .average()
                .getAsDouble();
    }

    private static double rate(List<Judged> pairs, boolean same, double threshold) {
        return pairs.stream()
                .filter(pair -> pair.same() == same)
                .mapToDouble(pair -> pair.distance() <= threshold ? 1 : 0)
                .average()
                .getAsDouble();
    }

    @Test
    void valuesByHand() {
        // Fold 0 has + 1, 2 and − 3, 6; fold 1 has + 3, 4 and − 5, 2.
        float[] positives = {1, 2, 3, 4};
        float[] negatives = {3, 6, 5, 2};
        CrossValidation result = CrossValidation.of(positives, negatives, 2, 0.5);
        // On fold 1, threshold 4 takes both + and one −: 3 of 4. On fold 0 it takes +, + and one −.
        CrossValidation.Fold first = result.folds().get(0);
        assertEquals(4, first.threshold());
        assertEquals(3 / 4.0, first.accuracy());
        assertEquals(Math.nextDown(5f), first.farThreshold()); // one − of two may pass
        assertEquals(1, first.validationRate());
        assertEquals(0.5, first.falseAcceptRate());
        // On fold 0, threshold 2 is right about all. On fold 1 it misses both + and takes one −.
        CrossValidation.Fold second = result.folds().get(1);
        assertEquals(2, second.threshold());
        assertEquals(1 / 4.0, second.accuracy());
        assertEquals(Math.nextDown(6f), second.farThreshold());
        assertEquals(1, second.validationRate());
        assertEquals(1, second.falseAcceptRate());

        assertEquals(new MeanStd(0.5, 0.25), result.accuracy());
        assertEquals(new MeanStd(1, 0), result.validationRate());
        assertEquals(new MeanStd(0.75, 0.25), result.falseAcceptRate());
        assertEquals(
                "2 folds: accuracy 0.5000 ± 0.2500,"
                        + " VAL 1.0000 ± 0.0000 at FAR 0.75000 (wanted 0.5)",
                result.toString());
    }

    @Test
    void separatePairsAreAllTold() {
        float[] positives = new float[30];
        float[] negatives = new float[40];
        Arrays.fill(positives, 0.5f);
        Arrays.fill(negatives, 0.75f);
        CrossValidation result = CrossValidation.of(positives, negatives, 10, 1e-3);
        assertEquals(new MeanStd(1, 0), result.accuracy());
        assertEquals(new MeanStd(1, 0), result.validationRate());
        assertEquals(new MeanStd(0, 0), result.falseAcceptRate());
        assertEquals(0.5, result.folds().get(0).threshold());
    }

    @Test
    void equalDistancesAreGuessed() {
        float[] positives = {1, 1};
        float[] negatives = {1, 1, 1};
        CrossValidation result = CrossValidation.of(positives, negatives, 2, 0.1);
        for (CrossValidation.Fold fold : result.folds()) {
            assertEquals(Math.nextDown(1f), fold.farThreshold());
            assertEquals(0, fold.validationRate());
        }
        // fold 0: the others have one + and two −, so nothing is accepted; fold 1: a draw
        assertEquals(-Float.MAX_VALUE, result.folds().get(0).threshold());
        assertEquals(-Float.MAX_VALUE, result.folds().get(1).threshold());
    }

    @Test
    void whatAcceptsNothingAcceptsNoNearerPairOfItsOwnFold() {
        // the others of fold 0 are 6 and, too near, 1: best is to accept nothing, 0.5 included
        float[] positives = {5, 6};
        float[] negatives = {0.5f, 1};
        CrossValidation result = CrossValidation.of(positives, negatives, 2, 0.1);
        assertEquals(0.5, result.folds().get(0).accuracy());
    }

    @Test
    void aRateOfOneAcceptsAll() {
        float[] some = {1, 2, 3};
        CrossValidation result = CrossValidation.of(some, some, 3, 1);
        assertEquals(Float.MAX_VALUE, result.folds().get(0).farThreshold());
        assertEquals(new MeanStd(1, 0), result.validationRate());
    }

    @Test
    void wrongArgumentsAreNamed() {
        float[] two = {1, 2};
        float[] three = {1, 2, 3};
        assertNames(() -> CrossValidation.of(two, three, 1, 0.1), "folds is 1", "2 to 2");
        assertNames(() -> CrossValidation.of(two, three, 3, 0.1), "folds is 3", "2 and 3");
        assertNames(() -> CrossValidation.of(three, two, 3, 0.1), "folds is 3", "3 and 2");
        assertNames(() -> CrossValidation.of(two, two, 2, Double.NaN), "far is NaN");
        assertNames(() -> CrossValidation.of(two, two, 2, -1), "far is -1.0");
        assertNames(() -> CrossValidation.of(new float[0], two, 2, 0), "positives is empty");
        assertNames(() -> CrossValidation.of(two, new float[0], 2, 0), "negatives is empty");
        assertNames(
                () -> CrossValidation.of(two, new float[] {Float.NaN}, 2, 0), "negatives has NaN");
    }
}
