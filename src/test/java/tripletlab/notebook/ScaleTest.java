package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {

    @Test
    void placesBetweenTheEdges() {
        Scale scale = new Scale(0, 10, 100, 0);
        assertEquals(100, scale.at(0));
        assertEquals(75, scale.at(2.5));
    }

    @Test
    void ticksAreRound() {
        assertArrayEquals(new double[] {0, 2, 4, 6, 8, 10}, new Scale(0, 10, 0, 1).ticks(), 1e-12);
        assertArrayEquals(
                new double[] {-0.05, 0, 0.05, 0.1}, new Scale(-0.09, 0.1, 0, 1).ticks(), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.33, 1, 1.5, 7, 39, 1e12})
    void ticksAreNeitherFewNorMany(double high) {
        int ticks = new Scale(0, high, 0, 1).ticks().length;
        assertTrue(ticks >= 3 && ticks <= 9, ticks + " ticks");
    }
}
