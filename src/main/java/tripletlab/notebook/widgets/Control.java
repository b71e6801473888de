package tripletlab.notebook.widgets;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;

/** A slider or a menu above a figure, for {@link Interact}. Its name is also its label. */
public final class Control {
    private static final double MIN_STEP = 1e-9;

    final String name;
    final Object initial;
    private final String format; // of a value, as the control shows it
    private final String model;
    private final Map<String, Object> state;
    private final Function<Number, Object> reader; // of what a front end sends

    private Control(
            String name,
            Object initial,
            String format,
            String model,
            Map<String, Object> state,
            Function<Number, Object> reader) {
        this.name = name;
        this.initial = initial;
        this.format = format;
        this.model = model;
        this.state = state;
        this.reader = reader;
    }

    /**
     * A slider for a number, to be read with {@link ControlValues#number}.
     *
     * @param to the largest number, more than {@code from}
     * @param step how far one move goes, 1e-9 or more
     * @param value where it stands at first, from {@code from} to {@code to}
     * @throws IllegalArgumentException if an argument is not as said here, or not finite
     */
    public static Control slider(String name, double from, double to, double step, double value) {
        requireRange(name, from, to, value);
        String message = "step of \"%s\" is %s, expected a finite number, 1e-9 or more";
        Arguments.require(step >= MIN_STEP && Double.isFinite(step), message, name, step);
        int decimals = Math.max(0, BigDecimal.valueOf(step).stripTrailingZeros().scale());
        String format = "." + decimals + "f";
        return new Control(
                name,
                value,
                "%" + format,
                "FloatSlider",
                Map.of("min", from, "max", to, "step", step, "readout_format", format),
                // A slider says 0.15000000000000002 where it shows 0.15.
                sent -> Math.min(to, Math.max(from, Math.rint(sent.doubleValue() * 1e9) / 1e9)));
    }

    /**
     * A slider for a whole number, to be read with {@link ControlValues#integer}.
     *
     * @param to the largest number, more than {@code from}
     * @param value where it stands at first, from {@code from} to {@code to}
     * @throws IllegalArgumentException if an argument is not as said here
     */
    public static Control integerSlider(String name, int from, int to, int value) {
        requireRange(name, from, to, value);
        return new Control(
                name,
                value,
                "%d",
                "IntSlider",
                Map.of("min", from, "max", to, "step", 1, "readout_format", "d"),
                sent -> Math.min(to, Math.max(from, sent.intValue())));
    }

    /**
     * A menu of texts, of which the first is chosen at first, to be read with {@link
     * ControlValues#choice(String)}.
     *
     * @throws IllegalArgumentException if there are fewer than two choices, or two are the same
     */
    public static Control menu(String name, String... choices) {
        Tables.requireNoNulls("choices", choices);
        return menu(name, List.of(choices), 0);
    }

    /**
     * A menu of all constants of an enum, to be read with {@link ControlValues#choice(String,
     * Class)}.
     */
    public static <E extends Enum<E>> Control menu(String name, E chosen) {
        Arguments.requireNonNull("chosen", chosen);
        Stream<E> constants = Stream.of(chosen.getDeclaringClass().getEnumConstants());
        return menu(name, constants.map(Enum::name).toList(), chosen.ordinal());
    }

    private static Control menu(String name, List<String> choices, int chosen) {
        requireName(name);
        boolean different = new HashSet<>(choices).size() == choices.size();
        String message = "choices of \"%s\" are %s, expected two or more, all different";
        Arguments.require(different && choices.size() >= 2, message, name, choices);
        return new Control(
                name,
                choices.get(chosen),
                "%s",
                "Dropdown",
                Map.of("_options_labels", choices, "index", chosen),
                sent -> choices.get(sent.intValue()));
    }

    /** "margin = 0.50", as the control shows it at first. */
    String description() {
        return name + " = " + String.format(Locale.ROOT, format, initial);
    }

    boolean isMenu() {
        return state.containsKey("index");
    }

    /**
     * Opens its widget.
     *
     * @param style of the label, a widget's reference
     * @param moved hears name and value
     */
    Widget open(Widget.Link link, String layout, String style, BiConsumer<String, Object> moved) {
        Map<String, Object> all = new HashMap<>(state);
        all.putAll(Map.of("description", name, "layout", layout, "style", style));
        String changing = isMenu() ? "index" : "value";
        all.putIfAbsent(changing, initial);
        return new Widget(
                link,
                model,
                all,
                (key, sent) -> {
                    if (key.equals(changing) && sent instanceof Number number) {
                        moved.accept(name, reader.apply(number));
                    }
                });
    }

    private static void requireName(String name) {
        boolean blank = Arguments.requireNonNull("name", name).isBlank();
        Arguments.require(!blank, "name is \"%s\", expected a word", name);
    }

    private static void requireRange(String name, double from, double to, double value) {
        requireName(name);
        boolean finite = from < to && Double.isFinite(to - from);
        String range = "\"%s\" goes from %s to %s, expected finite numbers, the second greater";
        Arguments.require(finite, range, name, from, to);
        boolean within = value >= from && value <= to;
        String message = "value of \"%s\" is %s, expected a number from %s to %s";
        Arguments.require(within, message, name, value, from, to);
    }
}
