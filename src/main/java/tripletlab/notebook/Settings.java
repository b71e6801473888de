package tripletlab.notebook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tripletlab.internal.Arguments;

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
 * {@code _} for each character that is neither letter nor digit. What is not allowed, there or as
 * the standard, is refused with an {@link IllegalArgumentException} that names setting, variable,
 * value and what is allowed.
 */
public final class Settings {
    private final UnaryOperator<String> environment;

    Settings(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /**
     * A number from the environment.
     *
     * @param name what it is called, such as {@code margin}
     * @param standard its value if the environment does not say
     * @return a finite number
     */
    public static double number(String name, double standard) {
        return number(name, standard, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * A number within bounds from the environment.
     *
     * @param name what it is called, such as {@code margin}
     * @param standard its value if the environment does not say
     * @param low the least allowed
     * @param high the most allowed, may be infinite
     * @return a finite number from {@code low} to {@code high}
     */
    public static double number(String name, double standard, double low, double high) {
        return new Settings(System::getenv).numberOr(name, standard, low, high);
    }

    /**
     * A whole number from the environment.
     *
     * @param name what it is called, such as {@code seed}
     * @param standard its value if the environment does not say
     * @return a whole number
     */
    public static int integer(String name, int standard) {
        return integer(name, standard, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /**
     * A whole number within bounds from the environment.
     *
     * @param name what it is called, such as {@code epochs}
     * @param standard its value if the environment does not say
     * @param low the least allowed
     * @param high the most allowed
     * @return a whole number from {@code low} to {@code high}
     */
    public static int integer(String name, int standard, int low, int high) {
        return new Settings(System::getenv).integerOr(name, standard, low, high);
    }

    /**
     * Numbers from the environment, separated by commas.
     *
     * @param name what they are called, such as {@code margins}
     * @param standard what they are if the environment does not say, such as {@code 0.2, 0.5, 1}
     * @param low the least allowed
     * @param high the most allowed
     * @return one finite number or more, each from {@code low} to {@code high}
     */
    public static double[] numbers(String name, String standard, double low, double high) {
        return new Settings(System::getenv).numbersOr(name, standard, low, high);
    }

    /**
     * Whole numbers from the environment, separated by commas.
     *
     * @param name what they are called, such as {@code held-out}
     * @param standard what they are if the environment does not say, such as {@code 6, 7, 8, 9}
     * @param low the least allowed
     * @param high the most allowed
     * @return one number or more, each from {@code low} to {@code high}
     */
    public static int[] integers(String name, String standard, int low, int high) {
        return new Settings(System::getenv).integersOr(name, standard, low, high);
    }

    /**
     * One of a few words from the environment.
     *
     * @param name what it is called, such as {@code loss}
     * @param standard the word if the environment does not say
     * @param others the other words allowed
     * @return one of the words
     */
    public static String choice(String name, String standard, String... others) {
        return new Settings(System::getenv).choiceOr(name, standard, others);
    }

    /**
     * What a catalogue has under a name from the environment.
     *
     * @param name what is chosen, such as {@code miner}
     * @param standard the chosen name if the environment does not say, such as {@code semi-hard}
     * @param catalogue what there is to choose from
     * @param <T> what is chosen
     */
    public static <T> T choice(String name, String standard, Catalogue<T> catalogue) {
        return new Settings(System::getenv).choiceOr(name, standard, catalogue);
    }

    /**
     * What a catalogue has under several names from the environment, separated by commas.
     *
     * @param name what is chosen, such as {@code miners}
     * @param standard the chosen names if the environment does not say
     * @param catalogue what there is to choose from
     * @param <T> what is chosen
     * @return what was chosen under its name, in the order of the choice
     */
    public static <T> Map<String, T> choices(String name, String standard, Catalogue<T> catalogue) {
        return new Settings(System::getenv).choicesOr(name, standard, catalogue);
    }

    double numberOr(String name, double standard, double low, double high) {
        String allowed = "a number" + bounds(low, high);
        return read(name, standard + "", allowed, text -> number(text, low, high));
    }

    int integerOr(String name, int standard, int low, int high) {
        String allowed = "a whole number" + bounds(low, high);
        return read(name, standard + "", allowed, text -> integer(text, low, high));
    }

    double[] numbersOr(String name, String standard, double low, double high) {
        String allowed = "numbers%s with commas between".formatted(bounds(low, high));
        return read(
                name,
                standard,
                allowed,
                text ->
                        parts(text).stream()
                                .mapToDouble(part -> number(part, low, high))
                                .toArray());
    }

    int[] integersOr(String name, String standard, int low, int high) {
        String allowed = "whole numbers%s with commas between".formatted(bounds(low, high));
        return read(
                name,
                standard,
                allowed,
                text -> parts(text).stream().mapToInt(part -> integer(part, low, high)).toArray());
    }

    String choiceOr(String name, String standard, String... others) {
        Arguments.requireNonNull("name", name);
        Arguments.requireNonNull("standard", standard);
        Arguments.requireNoNulls("others", others);
        return choiceOr(name, standard, Catalogue.ofWords(name, standard, others));
    }

    <T> T choiceOr(String name, String standard, Catalogue<T> catalogue) {
        Arguments.requireNonNull("catalogue", catalogue);
        return read(name, standard, "one of " + catalogue, catalogue::named);
    }

    <T> Map<String, T> choicesOr(String name, String standard, Catalogue<T> catalogue) {
        Arguments.requireNonNull("catalogue", catalogue);
        String allowed = "names with commas between, of " + catalogue;
        return read(name, standard, allowed, text -> catalogue.named(parts(text)));
    }

    private <T> T read(String name, String standard, String allowed, Function<String, T> parse) {
        Arguments.requireNonNull("name", name);
        Arguments.requireNonNull("standard", standard);
        String variable =
                "TRIPLETLAB_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        String given = environment.apply(variable);
        boolean fromOutside = given != null && !given.isBlank();
        String text = fromOutside ? given : standard;
        try {
            return parse.apply(text.strip());
        } catch (IllegalArgumentException e) {
            String where = fromOutside ? " in the environment variable " + variable : "";
            throw new IllegalArgumentException(
                    "setting \"%s\" is \"%s\"%s, expected %s".formatted(name, text, where, allowed),
                    e);
        }
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static double number(String text, double low, double high) {
        // Double.valueOf would also take NaN, 1f and 0x1p3.
        if (!text.matches("[-+.\\deE]+")) {
            throw new NumberFormatException(text);
        }
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value) || value < low || value > high) {
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

    private static String bounds(int low, int high) {
        return bounds(
                low == Integer.MIN_VALUE ? Double.NEGATIVE_INFINITY : low,
                high == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : high);
    }

    private static String bounds(double low, double high) {
        if (Double.isInfinite(low)) {
            return Double.isInfinite(high) ? "" : " up to " + Numbers.text(high);
        }
        return " from "
                + Numbers.text(low)
                + (Double.isInfinite(high) ? " on" : " to " + Numbers.text(high));
    }
}
