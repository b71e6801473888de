package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class RoundingTest {

    @Test
    void keepsSignificantDigits() {
        double[] values = {123456, 0.000123456, -9.99996, 0, Double.NaN};
        double[] expected = {123460, 0.00012346, -10, 0, Double.NaN};
        assertArrayEquals(expected, Rounding.significant(values, 5));
    }
}
