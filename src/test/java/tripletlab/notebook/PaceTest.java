package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void waitsAtLeastAsLongAsSaid() {
        Pace pace = new Pace(2);
        assertTrue(pace.isDue(-5));
        pace.drawn(0, SECOND);
        assertFalse(pace.isDue(3 * SECOND - 1));
        assertTrue(pace.isDue(3 * SECOND));
    }

    @Test
    void slowDrawingIsDoneLessOften() {
        Pace pace = new Pace(2);
        pace.drawn(0, 0);
        pace.drawn(0, SECOND);
        assertFalse(pace.isDue(21 * SECOND - 1));
        assertTrue(pace.isDue(21 * SECOND));
        pace.drawn(0, 100 * SECOND);
        assertTrue(pace.isDue(130 * SECOND), "but once in half a minute");
    }
}
