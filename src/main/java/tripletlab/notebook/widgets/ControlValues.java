package tripletlab.notebook.widgets;

import java.util.Map;
import tripletlab.internal.Arguments;

/**
 * What the controls of an {@link Interact} say at one moment, by their names. A name that is not
 * that of such a control is refused with an {@link IllegalArgumentException}.
 */
public final class ControlValues {
    private final Map<String, Object> values;

    ControlValues(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    /** The number of a slider. */
    public double number(String name) {
        return value(name, Number.class, "a slider").doubleValue();
    }

    /** The number of a slider for whole numbers. */
    public int integer(String name) {
        return value(name, Integer.class, "an integer slider");
    }

    /** The text that is chosen in a menu. */
    public String choice(String name) {
        return value(name, String.class, "a menu");
    }

    /** The constant that is chosen in a menu of an enum. */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        Arguments.requireNonNull("type", type);
        return Enum.valueOf(type, choice(name));
    }

    private <T> T value(String name, Class<T> type, String kind) {
        Object value = values.get(Arguments.requireNonNull("name", name));
        if (value == null) { // the names are sorted only then: controls are read at each move
            throw new IllegalArgumentException(
                    "control is \"%s\", expected one of %s"
                            .formatted(name, values.keySet().stream().sorted().toList()));
        }
        String message = "control \"%s\" is not %s: its value is %s";
        Arguments.require(type.isInstance(value), message, name, kind, value);
        return type.cast(value);
    }
}
