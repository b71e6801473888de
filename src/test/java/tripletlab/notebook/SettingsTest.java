package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.Errors;
import tripletlab.distance.Distance;

class SettingsTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** The name of a setting that the environment has. */
    private static String given(String value) {
        int number = COUNT.incrementAndGet();
        Settings.ENVIRONMENT.put("TRIPLETLAB_TEST_" + number, value);
        return "test-" + number;
    }

    @Test
    void environmentComesFirst() {
        assertEquals(0.2, Settings.number(given(" 0.2 "), 1, 0, 4));
        assertEquals(50, Settings.integer(given("50"), 2, 1, 100));
    }

    @Test
    void elseTheStandard() {
        assertEquals(1, Settings.number("no such setting", 1, 0, 4));
        assertEquals(2, Settings.integer(given(" "), 2, 1, 100));
        assertEquals(3, Settings.integer("no such setting", 3));
    }

    @Test
    void variableIsInCapitalsWithUnderscores() {
        Settings.ENVIRONMENT.put("TRIPLETLAB_TEST_RATE_2", "1e-3");
        assertEquals(0.001, Settings.number("test-rate 2", 1, 0, 1));
    }

    @ParameterizedTest
    @CsvSource({"-1, -1", "+2, 2", ".5, 0.5", "1E3, 1000"})
    void numbersAreUnderstood(String text, double expected) {
        assertEquals(expected, Settings.number(given(text), 0, -5, 1e9));
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
        String name = given(text);
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> Settings.number(name, 1, 0, 4));
        assertEquals(
                String.format(
                                "setting \"%s\" is \"%s\" in the environment variable %s, ",
                                name,
                                text,
                                "TRIPLETLAB_" + name.toUpperCase(Locale.ROOT).replace('-', '_'))
                        + "expected a number from 0 to 4",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.5", "3000000000", "two", "0", "101"})
    void otherWholeNumbersAreNamed(String text) {
        String name = given(text);
        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> Settings.integer(name, 2, 1, 100));
        assertEquals(
                String.format(
                                "setting \"%s\" is \"%s\" in the environment variable %s, ",
                                name,
                                text,
                                "TRIPLETLAB_" + name.toUpperCase(Locale.ROOT).replace('-', '_'))
                        + "expected a whole number from 1 to 100",
                e.getMessage());
    }

    @Test
    void boundsAreAllowedAndMayBeOpen() {
        assertEquals(4, Settings.number(given("4"), 1, 0, 4));
        assertEquals(0, Settings.integer(given("0"), 1, 0, 4));
        assertEquals(1e8, Settings.number("no such setting", 1e8, 0, Double.POSITIVE_INFINITY));
        Errors.assertNames(
                () -> Settings.number(given("-1"), 1, 0, Double.POSITIVE_INFINITY),
                "expected a number from 0 on");
        Errors.assertNames(
                () -> Settings.integer(given("3"), 1, Integer.MIN_VALUE, 2),
                "expected a whole number up to 2");
        Errors.assertNames(
                () -> Settings.integer(given("a"), 1, Integer.MIN_VALUE, Integer.MAX_VALUE),
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
        assertArrayEquals(new double[] {0.05, 2}, Settings.numbers(given(" 0.05 ,2"), "1", 0, 4));
        assertArrayEquals(
                new int[] {6, 7, 8, 9}, Settings.integers("no such setting", "6, 7, 8, 9", 0, 9));
        assertArrayEquals(new int[] {3}, Settings.integers("no such setting", "3", 0, 9));
        assertArrayEquals(new double[] {0.5}, Settings.numbers("no such setting", "0.5", 0, 9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6,10", "6,,7", "6,", "6;7", "6.5", ","})
    void otherListsAreNamed(String text) {
        Errors.assertNames(
                () -> Settings.integers(given(text), "6", 0, 9),
                "is \"" + text + "\" in the environment variable TRIPLETLAB_TEST_",
                "expected whole numbers from 0 to 9 with commas between");
    }

    @Test
    void wordsAreChosen() {
        assertEquals("hinge", Settings.choice("no such setting", "hinge", "soft"));
        assertEquals("soft", Settings.choice(given("soft"), "hinge", "soft"));
        Errors.assertNames(
                () -> Settings.choice(given("hard"), "hinge", "soft"),
                "is \"hard\" in the environment variable TRIPLETLAB_TEST_",
                "expected one of hinge, soft");
    }

    @Test
    void thingsAreChosenByName() {
        Catalogue<Distance> distances = Catalogue.distances();
        assertEquals(Distance.COSINE, Settings.choice("no such setting", "cosine", distances));
        assertEquals(Distance.EUCLIDEAN, Settings.choice(given("euclidean"), "cosine", distances));
        Errors.assertNames(
                () -> Settings.choice(given("l1"), "cosine", distances),
                "is \"l1\" in the environment",
                "expected one of euclidean, squared-euclidean, cosine");
    }
}
