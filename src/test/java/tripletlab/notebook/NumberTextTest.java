package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "0.95312, 0.9531",
        "12.3456, 12.35",
        "123456.7, 123457",
        "1000, 1000",
        "0.00001234567, 0.00001235",
        "1e-9, 1E-9",
        "12345678901, 1.235E+10",
        "NaN, NaN",
        "-Infinity, -∞"
    })
    void text(double value, String expected) {
        assertEquals(expected, NumberText.text(value));
    }

    @Test
    void alignedNumbersHaveTheSameDecimals() {
        assertEquals(
                List.of("0.1000", "0.9531", "NaN"),
                NumberText.aligned(new double[] {0.1, 0.95312, Double.NaN}));
        assertEquals(List.of("12.35", "0.10"), NumberText.aligned(new double[] {12.3456, 0.1}));
        assertEquals(List.of("12345", "0"), NumberText.aligned(new double[] {12345.4, 0.1}));
        assertEquals(List.of("3", "-4"), NumberText.aligned(new double[] {3, -4}));
        assertEquals(List.of("0", "0"), NumberText.aligned(new double[] {0, -0.0}));
        assertEquals(List.of(), NumberText.aligned(new double[0]));
    }
}
