package tripletlab.mining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TripletPenaltyTest {

    @Test
    void hingeByHand() {
        Hinge hinge = new Hinge(0.5);
        assertEquals(0.75, hinge.value(-0.25));
        assertEquals(0.25, hinge.value(0.25));
        assertEquals(0, hinge.value(0.5));
        assertEquals(-1, hinge.slope(0.25));
        assertEquals(0, hinge.slope(0.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -0.1, 1e308})
    void wrongMarginsAreNamed(double margin) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new Hinge(margin));
        assertTrue(e.getMessage().contains("margin is " + margin), e.getMessage());
    }

    @Test
    void hingeNamesItsMarginAsItWasWritten() {
        assertEquals("margin 0.2", new Hinge(0.2f).toString()); // 0.20000000298023224 as a double
        assertEquals("margin 0.2", new Hinge(0.2).toString());
        assertEquals("margin 0.05", new Hinge(0.05).toString());
        assertEquals("margin 1.0", new Hinge(1).toString());
        assertEquals("margin 0.3", new Hinge(0.1 + 0.2).toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-3, -0.5, 0, 0.5, 3})
    void softMarginIsItsDefinition(double gap) {
        SoftMargin soft = new SoftMargin();
        assertEquals(Math.log(1 + Math.exp(-gap)), soft.value(gap), 1e-15);
        double step = 1e-6;
        double slope = (soft.value(gap + step) - soft.value(gap - step)) / (2 * step);
        assertEquals(slope, soft.slope(gap), 1e-9);
    }

    @Test
    void softMarginNeverOverflows() {
        SoftMargin soft = new SoftMargin();
        assertEquals(1e6, soft.value(-1e6));
        assertEquals(0, soft.value(1e6));
        assertEquals(-1, soft.slope(-1e6));
        assertEquals(0, soft.slope(1e6), 0);
    }
}
