package tripletlab.notebook;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import tripletlab.internal.Arguments;

/** A slider or a menu above a figure, for {@link Interact}. Its name is also its label. */
public final class Control {
    private final String name;
    private final Object initial;
    private final Widget.Kind kind;
    private final Map<String, Object> state;
    private final Function<Object, Object> reader;
    private final Function<Object, String> writer;

    private Control(
            String name,
            Object initial,
            Widget.Kind kind,
            Map<String, Object> state,
            Function<Object, Object> reader,
            Function<Object, String> writer) {
        this.name = name;
        this.initial = initial;
        this.kind = kind;
        this.state = state;
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * A slider for a number.
     *
     * @param name what it sets, such as {@code margin}
     * @param from its least value
     * @param to its greatest value, more than {@code from}
     * @param step how far one move goes, more than 0
     * @param value where it stands at first, from {@code from} to {@code to}
     * @return a control to be read with {@link ControlValues#number}
     * @throws IllegalArgumentException if an argument is not as said here, or not finite
     */
    public static Control slider(String name, double from, double to, double step, double value) {
        checkName(name);
        checkRange(name, from, to, value);
        if (!(step > 0) || !Double.isFinite(step)) {
            throw new IllegalArgumentException(
                    "step of \"%s\" is %s, expected a finite number, more than 0"
                            .formatted(name, step));
        }
        int decimals = Math.max(0, BigDecimal.valueOf(step).stripTrailingZeros().scale());
        String format = "%." + decimals + "f";
        return new Control(
                name,
                value,
                Widget.Kind.SLIDER,
                range(from, to, step, "." + decimals + "f"),
                sent -> Math.min(to, Math.max(from, rounded(((Number) sent).doubleValue()))),
                number -> String.format(Locale.ROOT, format, number));
    }

    /**
     * A slider for a whole number.
     *
     * @param name what it sets, such as {@code epochs}
     * @param from its least value
     * @param to its greatest value, more than {@code from}
     * @param value where it stands at first, from {@code from} to {@code to}
     * @return a control to be read with {@link ControlValues#integer}
     * @throws IllegalArgumentException if an argument is not as said here
     */
    public static Control integerSlider(String name, int from, int to, int value) {
        checkName(name);
        checkRange(name, from, to, value);
        return new Control(
                name,
                value,
                Widget.Kind.INTEGER_SLIDER,
                range(from, to, 1, "d"),
                sent -> Math.min(to, Math.max(from, ((Number) sent).intValue())),
                Object::toString);
    }

    /**
     * A menu of texts, of which the first is chosen at first.
     *
     * @param name what it sets, such as {@code miner}
     * @param choices two or more, all different
     * @return a control to be read with {@link ControlValues#choice(String)}
     * @throws IllegalArgumentException if there are fewer than two choices, or two are the same
     */
    public static Control menu(String name, String... choices) {
        Arguments.requireNoNulls("choices", choices);
        return menu(name, List.of(choices), choices.length == 0 ? null : choices[0]);
    }

    /**
     * A menu of all constants of an enum.
     *
     * @param <E> the enum
     * @param name what it sets, such as {@code distance}
     * @param chosen the constant that is chosen at first
     * @return a control to be read with {@link ControlValues#choice(String, Class)}
     */
    public static <E extends Enum<E>> Control menu(String name, E chosen) {
        Arguments.requireNonNull("chosen", chosen);
        return menu(
                name,
                Stream.of(chosen.getDeclaringClass().getEnumConstants()).map(Enum::name).toList(),
                chosen.name());
    }

    private static Control menu(String name, List<String> choices, String chosen) {
        checkName(name);
        if (choices.size() < 2 || new LinkedHashSet<>(choices).size() < choices.size()) {
            throw new IllegalArgumentException(
                    "choices of \"%s\" are %s, expected two or more, all different"
                            .formatted(name, choices));
        }
        return new Control(
                name,
                chosen,
                Widget.Kind.MENU,
                Map.of("_options_labels", choices, "index", choices.indexOf(chosen)),
                sent -> choices.get(((Number) sent).intValue()),
                Object::toString);
    }

    String name() {
        return name;
    }

    Object initial() {
        return initial;
    }

    /** "margin = 0.50", as the control shows it. */
    String describe(Object value) {
        return name + " = " + writer.apply(value);
    }

    /** Which widget of the front end it is. */
    Widget.Kind kind() {
        return kind;
    }

    /** Which part of the widget's state the reader changes. */
    String key() {
        return kind == Widget.Kind.MENU ? "index" : "value";
    }

    /**
     * The widget's state at first.
     *
     * @param style width of the label, a widget's reference
     */
    Map<String, Object> state(String layout, String style) {
        Map<String, Object> all = new LinkedHashMap<>(state);
        if (kind != Widget.Kind.MENU) {
            all.put("value", initial);
        }
        all.put("description", name);
        all.put("layout", layout);
        all.put("style", style);
        return all;
    }

    /** The value that a front end means. */
    Object read(Object sent) {
        return reader.apply(sent);
    }

    private static Map<String, Object> range(
            double from, double to, double step, String readoutFormat) {
        return Map.of("min", from, "max", to, "step", step, "readout_format", readoutFormat);
    }

    /** A slider says 0.15000000000000002 where it shows 0.15. */
    private static double rounded(double value) {
        return Math.rint(value * 1e9) / 1e9;
    }

    private static void checkName(String name) {
        if (Arguments.requireNonNull("name", name).isBlank()) {
            throw new IllegalArgumentException("name is \"" + name + "\", expected a word");
        }
    }

    private static void checkRange(String name, double from, double to, double value) {
        if (!(from < to) || !Double.isFinite(to - from)) {
            throw new IllegalArgumentException(
                    "\"%s\" goes from %s to %s, expected finite numbers, the second greater"
                            .formatted(name, from, to));
        }
        if (!(value >= from && value <= to)) {
            throw new IllegalArgumentException(
                    "value of \"%s\" is %s, expected a number from %s to %s"
                            .formatted(name, value, from, to));
        }
    }
}
