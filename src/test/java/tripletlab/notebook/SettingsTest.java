package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.Errors;
import tripletlab.distance.Distance;

class SettingsTest {

    private static Settings with(String variable, String value) {
        return new Settings(Map.of(variable, value)::get);
    }

    @Test
    void environmentComesFirst() {
        assertEquals(0.2, with("TRIPLETLAB_MARGIN", " 0.2 ").numberOr("margin", 1, 0, 4));
        assertEquals(50, with("TRIPLETLAB_EPOCHS", "50").integerOr("epochs", 2, 1, 100));
    }

    @Test
    void elseTheStandard() {
        assertEquals(1, with("OTHER", "5").numberOr("margin", 1, 0, 4));
        assertEquals(2, with("TRIPLETLAB_EPOCHS", " ").integerOr("epochs", 2, 1, 100));
        assertEquals(0.5, Settings.number("no such setting", 0.5));
        assertEquals(3, Settings.integer("no such setting", 3));
    }

    @Test
    void variableIsInCapitalsWithUnderscores() {
        Settings settings = with("TRIPLETLAB_LEARNING_RATE_2", "1e-3");
        assertEquals(0.001, settings.numberOr("learning-rate 2", 1, 0, 1));
    }

    @ParameterizedTest
    @CsvSource({"-1, -1", "+2, 2", ".5, 0.5", "1E3, 1000"})
    void numbersAreUnderstood(String text, double expected) {
        assertEquals(expected, with("TRIPLETLAB_X", text).numberOr("x", 0, -5, 1e9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0,5",
                "NaN",
                "Infinity",
                "1f",
                "0x1p3",
                "1e999",
                "one",
                "1 2",
                "-0.1",
                "4.01"
            })
    void otherNumbersAreNamed(String text) {
        Settings settings = with("TRIPLETLAB_MARGIN", text);
        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> settings.numberOr("margin", 1, 0, 4));
        assertEquals(
                "setting \"margin\" is \"%s\" in the environment variable TRIPLETLAB_MARGIN, "
                                .formatted(text)
                        + "expected a number from 0 to 4",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.5", "3000000000", "two", "0", "101"})
    void otherWholeNumbersAreNamed(String text) {
        Settings settings = with("TRIPLETLAB_EPOCHS", text);
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> settings.integerOr("epochs", 2, 1, 100));
        assertEquals(
                "setting \"epochs\" is \"%s\" in the environment variable TRIPLETLAB_EPOCHS, "
                                .formatted(text)
                        + "expected a whole number from 1 to 100",
                e.getMessage());
    }

    @Test
    void boundsAreAllowedAndMayBeOpen() {
        assertEquals(4, with("TRIPLETLAB_X", "4").numberOr("x", 1, 0, 4));
        assertEquals(0, with("TRIPLETLAB_X", "0").integerOr("x", 1, 0, 4));
        assertEquals(1e8, Settings.number("no such setting", 1e8, 0, Double.POSITIVE_INFINITY));
        Errors.assertNames(
                () -> with("TRIPLETLAB_X", "-1").numberOr("x", 1, 0, Double.POSITIVE_INFINITY),
                "expected a number from 0 on");
        Errors.assertNames(
                () -> with("TRIPLETLAB_X", "3").integerOr("x", 1, Integer.MIN_VALUE, 2),
                "expected a whole number up to 2");
        Errors.assertNames(
                () ->
                        with("TRIPLETLAB_X", "a")
                                .integerOr("x", 1, Integer.MIN_VALUE, Integer.MAX_VALUE),
                "expected a whole number");
    }

    @Test
    void aStandardOutsideItsBoundsIsNamedWithoutAVariable() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Settings.number("no such setting", 9, 0, 4));
        assertEquals(
                "setting \"no such setting\" is \"9.0\", expected a number from 0 to 4",
                e.getMessage());
    }

    @Test
    void listsAreSeparatedByCommas() {
        assertArrayEquals(
                new double[] {0.05, 2},
                with("TRIPLETLAB_MARGINS", " 0.05 ,2").numbersOr("margins", "1", 0, 4));
        assertArrayEquals(
                new int[] {6, 7, 8, 9},
                with("OTHER", "1").integersOr("held-out", "6, 7, 8, 9", 0, 9));
        assertArrayEquals(new int[] {3}, Settings.integers("no such setting", "3", 0, 9));
        assertArrayEquals(new double[] {0.5}, Settings.numbers("no such setting", "0.5", 0, 9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6,10", "6,,7", "6,", "6;7", "6.5", ","})
    void otherListsAreNamed(String text) {
        Errors.assertNames(
                () -> with("TRIPLETLAB_HELD_OUT", text).integersOr("held-out", "6", 0, 9),
                "setting \"held-out\" is \"" + text + "\"",
                "TRIPLETLAB_HELD_OUT",
                "expected whole numbers from 0 to 9 with commas between");
    }

    @Test
    void wordsAreChosen() {
        assertEquals("hinge", Settings.choice("no such setting", "hinge", "soft"));
        assertEquals("soft", with("TRIPLETLAB_LOSS", "soft").choiceOr("loss", "hinge", "soft"));
        Errors.assertNames(
                () -> with("TRIPLETLAB_LOSS", "hard").choiceOr("loss", "hinge", "soft"),
                "setting \"loss\" is \"hard\" in the environment variable TRIPLETLAB_LOSS",
                "expected one of hinge, soft");
    }

    @Test
    void thingsAreChosenByName() {
        Catalogue<Distance> distances = Catalogue.distances();
        assertEquals(Distance.COSINE, Settings.choice("no such setting", "cosine", distances));
        assertEquals(
                Distance.EUCLIDEAN,
                with("TRIPLETLAB_DISTANCE", "euclidean").choiceOr("distance", "cosine", distances));
        assertEquals(
                List.of(Distance.COSINE, Distance.EUCLIDEAN),
                List.copyOf(
                        Settings.choices("no such setting", "cosine, euclidean", distances)
                                .values()));
        Errors.assertNames(
                () -> with("TRIPLETLAB_D", "cosine, l1").choicesOr("d", "cosine", distances),
                "setting \"d\" is \"cosine, l1\"",
                "of euclidean, squared-euclidean, cosine");
    }
}
