package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CurveTest {

    @Test
    void runsAreAveraged() {
        Curve thin = Curve.ofBatches(new double[] {1, 3, 5, Double.NaN, 9}).thinned(3);
        assertArrayEquals(new double[] {1.5, 3.5, 5}, thin.x());
        assertArrayEquals(new double[] {2, 5, 9}, thin.y());
    }

    @Test
    void tenThousandBatchesBecomeAThousandPoints() {
        Curve thin = Curve.ofBatches(new double[10_000]).thinned(1000);
        assertEquals(1000, thin.x().length);
        assertEquals(5.5, thin.x()[0]);
        assertEquals(9995.5, thin.x()[999]);
    }

    @Test
    void fewPointsStay() {
        Curve curve = Curve.ofBatches(new double[] {1, 2});
        assertSame(curve, curve.thinned(2));
    }

    @Test
    void movingMeanLooksBack() {
        double[] y = {4, 2, Double.NaN, 6};
        double[] means = Curve.ofBatches(y).movingMean(2).y();
        assertArrayEquals(new double[] {4, 3, 2, 6}, means);
    }

    @Test
    void unknownValuesAreBlank() {
        assertTrue(Curve.ofBatches(new double[] {Double.NaN}).isBlank());
        assertTrue(Curve.ofBatches(new double[0]).isBlank());
        assertFalse(Curve.ofBatches(new double[] {Double.NaN, 1}).isBlank());
    }
}
