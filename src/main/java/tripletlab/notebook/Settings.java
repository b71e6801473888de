package tripletlab.notebook;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Parameters of a notebook, which a class, a script or CI can set from outside.
 *
 * <pre>{@code
 * double margin = Settings.number("margin", 1.0);   // TRIPLETLAB_MARGIN, else 1
 * int epochs = Settings.integer("epochs", 2);       // TRIPLETLAB_EPOCHS, else 2
 * }</pre>
 *
 * <p>The environment variable of a name is {@code TRIPLETLAB_} and the name in capitals, with
 * {@code _} for each character that is neither letter nor digit.
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
     * @throws IllegalArgumentException if the environment has something else
     */
    public static double number(String name, double standard) {
        return new Settings(System::getenv).numberOr(name, standard);
    }

    /**
     * A whole number from the environment.
     *
     * @param name what it is called, such as {@code epochs}
     * @param standard its value if the environment does not say
     * @return a whole number
     * @throws IllegalArgumentException if the environment has something else
     */
    public static int integer(String name, int standard) {
        return new Settings(System::getenv).integerOr(name, standard);
    }

    double numberOr(String name, double standard) {
        return read(name, standard, "a number such as 0.5", Settings::finite);
    }

    int integerOr(String name, int standard) {
        return read(name, standard, "a whole number such as 20", Integer::valueOf);
    }

    private <T> T read(String name, T standard, String allowed, Function<String, T> parse) {
        String variable =
                "TRIPLETLAB_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        String text = environment.apply(variable);
        if (text == null || text.isBlank()) {
            return standard;
        }
        try {
            return parse.apply(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "setting \"%s\" is \"%s\" in the environment variable %s, expected %s"
                            .formatted(name, text, variable, allowed),
                    e);
        }
    }

    private static double finite(String text) {
        // Double.valueOf would also take NaN, 1f and 0x1p3.
        if (!text.matches("[-+.\\deE]+")) {
            throw new NumberFormatException(text);
        }
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(text);
        }
        return value;
    }
}
