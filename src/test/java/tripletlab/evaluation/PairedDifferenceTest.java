package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {

    /** Differences 1, 2 and 3: mean 2, s = 1, and t of 2 degrees of freedom is 4.3027. */
    @Test
    void equalsAnIntervalWorkedByHand() {
        PairedDifference lead = PairedDifference.of(new double[] {5, 7, 9}, new double[] {4, 5, 6});
        assertEquals(2, lead.mean(), 1e-12);
        assertEquals(4.302653 / Math.sqrt(3), lead.halfWidth(), 1e-5);
        assertEquals("2.000 ± 2.484 (95 % interval, 3 pairs)", lead.toString());
        assertTrue(lead.mayBeChance());
    }

    /** What all runs of a seed share leaves the interval as it is. */
    @Test
    void whatAPairSharesDoesNotMatter() {
        double[] a = {0.9, 0.7, 0.2, 0.5};
        double[] b = {0.8, 0.61, 0.1, 0.39};
        PairedDifference lead = PairedDifference.of(a, b);
        assertEquals(0.1, lead.mean(), 1e-12);
        assertFalse(lead.mayBeChance());
        assertFalse(PairedDifference.of(b, a).mayBeChance());
    }

    @Test
    void coversTheTruthAsOftenAsItSays() {
        Random random = new Random(4);
        int covered = 0;
        for (int trial = 0; trial < 2000; trial++) {
            double[] a = random.doubles(5).map(x -> random.nextGaussian()).toArray();
            covered += PairedDifference.of(a, new double[5]).mayBeChance() ? 1 : 0;
        }
        assertEquals(0.95, covered / 2000.0, 0.02);
    }

    @Test
    void oneSeedSaysNothing() {
        assertTrue(PairedDifference.of(new double[] {1}, new double[] {0}).mayBeChance());
    }

    @Test
    void othersAreRefused() {
        assertNames(() -> PairedDifference.of(new double[2], new double[3]), "a", "2", "3");
        assertNames(() -> PairedDifference.of(new double[0], new double[0]), "a", "empty");
        assertNames(
                () -> PairedDifference.of(new double[] {Double.NaN}, new double[1]), "a", "NaN");
    }
}
