package tripletlab.notebook;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;

/**
 * Parameters of a notebook, which a class, a script or CI can set from outside.
 *
 * <pre>{@code
 * double margin = Settings.number("margin", 1.0, 0, 4);        // TRIPLETLAB_MARGIN, else 1
 * int epochs = Settings.integer("epochs", 2, 1, 100);          // TRIPLETLAB_EPOCHS, else 2
 * double[] margins = Settings.numbers("margins", "0.2, 0.5, 1", 0, 4);
 * TripletMiner miner = Settings.choice("miner", "semi-hard", Catalogue.miners(seed));
 * }</pre>
 *
 * <p>The environment variable of a name is {@code TRIPLETLAB_} and the name in capitals, with
 * {@code _} for each character that is neither letter nor digit. A value that is not allowed, there
 * or as the standard, is refused with an {@link IllegalArgumentException} that names setting,
 * variable, value and what is allowed. Bounds are allowed themselves; an upper one may be infinite.
 */
public final class Settings {
    /** The environment, to which tests add. */
    static final Map<String, String> ENVIRONMENT = new ConcurrentHashMap<>(System.getenv());

    private Settings() {}

    /** A finite number. */
    public static double number(String name, double standard, double low, double high) {
        String allowed = "a number" + bounds(low, high);
        return read(name, standard + "", allowed, text -> number(text, low, high));
    }

    /** A whole number of any size. */
    public static int integer(String name, int standard) {
        return integer(name, standard, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** A whole number. */
    public static int integer(String name, int standard, int low, int high) {
        String allowed = "a whole number" + bounds(low, high);
        return read(name, standard + "", allowed, text -> integer(text, low, high));
    }

    /** One finite number or more, separated by commas. */
    public static double[] numbers(String name, String standard, double low, double high) {
        String allowed = "numbers%s with commas between".formatted(bounds(low, high));
        return read(
                name,
                standard,
                allowed,
                text -> parts(text).mapToDouble(part -> number(part, low, high)).toArray());
    }

    /** One whole number or more, separated by commas. */
    public static int[] integers(String name, String standard, int low, int high) {
        String allowed = "whole numbers%s with commas between".formatted(bounds(low, high));
        return read(
                name,
                standard,
                allowed,
                text -> parts(text).mapToInt(part -> integer(part, low, high)).toArray());
    }

    /** One of a few words. */
    public static String choice(String name, String standard, String... others) {
        Arguments.requireNonNull("standard", standard);
        Tables.requireNoNulls("others", others);
        Stream<String> words = Stream.concat(Stream.of(standard), Stream.of(others));
        return choice(name, standard, Catalogue.of(name, words, word -> word));
    }

    /** What a catalogue has under a name; {@code standard} is a name, such as {@code semi-hard}. */
    public static <T> T choice(String name, String standard, Catalogue<T> catalogue) {
        Arguments.requireNonNull("catalogue", catalogue);
        return read(name, standard, "one of " + catalogue, catalogue::named);
    }

    private static <T> T read(
            String name, String standard, String allowed, Function<String, T> parse) {
        Arguments.requireNonNull("name", name);
        Arguments.requireNonNull("standard", standard);
        String variable =
                "TRIPLETLAB_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        String given = ENVIRONMENT.getOrDefault(variable, "");
        String text = given.isBlank() ? standard : given;
        try {
            return parse.apply(text.strip());
        } catch (IllegalArgumentException e) {
            String where = given.isBlank() ? "" : " in the environment variable " + variable;
            throw new IllegalArgumentException(
                    "setting \"%s\" is \"%s\"%s, expected %s".formatted(name, text, where, allowed),
                    e);
        }
    }

    private static Stream<String> parts(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip);
    }

    private static double number(String text, double low, double high) {
        // Double.parseDouble would also take NaN, 1f and 0x1p3.
        double value = text.matches("[-+.\\deE]+") ? Double.parseDouble(text) : Double.NaN;
        if (!(Double.isFinite(value) && low <= value && value <= high)) {
            throw new NumberFormatException(text);
        }
        return value;
    }

    private static int integer(String text, int low, int high) {
        int value = Integer.parseInt(text);
        if (value < low || value > high) {
            throw new NumberFormatException(text);
        }
        return value;
    }

    private static String bounds(double low, double high) {
        boolean hasLow = low > Integer.MIN_VALUE;
        boolean hasHigh = high != Integer.MAX_VALUE && high != Double.POSITIVE_INFINITY;
        if (!hasLow) {
            return hasHigh ? " up to " + NumberText.text(high) : "";
        }
        return " from " + NumberText.text(low) + (hasHigh ? " to " + NumberText.text(high) : " on");
    }
}
