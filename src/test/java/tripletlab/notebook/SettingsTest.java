package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static Settings with(String variable, String value) {
        return new Settings(Map.of(variable, value)::get);
    }

    @Test
    void environmentComesFirst() {
        assertEquals(0.2, with("TRIPLETLAB_MARGIN", " 0.2 ").numberOr("margin", 1));
        assertEquals(50, with("TRIPLETLAB_EPOCHS", "50").integerOr("epochs", 2));
    }

    @Test
    void elseTheStandard() {
        assertEquals(1, with("OTHER", "5").numberOr("margin", 1));
        assertEquals(2, with("TRIPLETLAB_EPOCHS", " ").integerOr("epochs", 2));
        assertEquals(0.5, Settings.number("no such setting", 0.5));
        assertEquals(3, Settings.integer("no such setting", 3));
    }

    @Test
    void variableIsInCapitalsWithUnderscores() {
        Settings settings = with("TRIPLETLAB_LEARNING_RATE_2", "1e-3");
        assertEquals(0.001, settings.numberOr("learning-rate 2", 1));
    }

    @ParameterizedTest
    @CsvSource({"-1, -1", "+2, 2", ".5, 0.5", "1E3, 1000"})
    void numbersAreUnderstood(String text, double expected) {
        assertEquals(expected, with("TRIPLETLAB_X", text).numberOr("x", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0,5", "NaN", "Infinity", "1f", "0x1p3", "1e999", "one", "1 2"})
    void otherNumbersAreNamed(String text) {
        Settings settings = with("TRIPLETLAB_MARGIN", text);
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> settings.numberOr("margin", 1));
        assertEquals(
                "setting \"margin\" is \"%s\" in the environment variable TRIPLETLAB_MARGIN, "
                                .formatted(text)
                        + "expected a number such as 0.5",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.5", "3000000000", "two"})
    void otherWholeNumbersAreNamed(String text) {
        Settings settings = with("TRIPLETLAB_EPOCHS", text);
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> settings.integerOr("epochs", 2));
        assertEquals(
                "setting \"epochs\" is \"%s\" in the environment variable TRIPLETLAB_EPOCHS, "
                                .formatted(text)
                        + "expected a whole number such as 20",
                e.getMessage());
    }
}
