package tripletlab.sweep;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireNonNull;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tripletlab.notebook.Catalogue;

/**
 * What one training of a sweep is made with: names and values, such as {@code margin=0.5 seed=42}.
 *
 * @param values by their names; text such as {@code 0.5} or {@code batch-hard}
 */
public record Setting(SortedMap<String, String> values) implements Serializable {

    private static final String NUMBER = "[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?";

    /** Takes a copy of the values. */
    public Setting {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(requireNonNull("values", values)));
    }

    /** Adds a value: 1, 1.0 and "1" are {@code 1}, a constant of an enum is in lower case. */
    Setting with(String name, Object value) {
        String text = requireNonNull("a value of " + name, value).toString().strip();
        if (value instanceof Enum<?> constant) {
            text = Catalogue.name(constant);
        } else if (text.matches(NUMBER)) {
            text = new BigDecimal(text).stripTrailingZeros().toPlainString();
        }
        requireOneWord("name", name);
        requireOneWord(name, text);
        TreeMap<String, String> more = new TreeMap<>(values);
        more.put(name, text);
        return new Setting(more);
    }

    /** What may stand on either side of = in the key. */
    static void requireOneWord(String what, String text) {
        boolean oneWord = text.matches("[^\\s=]+");
        require(oneWord, "%s is \"%s\", expected text without a space and =", what, text);
    }

    /** Returns the value of a name as text. */
    public String text(String name) {
        String value = values.get(requireNonNull("name", name));
        String message = "there is no setting \"%s\", expected one of %s";
        require(value != null, message, name, values.keySet());
        return value;
    }

    /** Returns the value of a name that has a number. */
    public double number(String name) {
        String text = text(name);
        require(text.matches(NUMBER), "%s is \"%s\", expected a number", name, text);
        return Double.parseDouble(text);
    }

    /** Returns the value of a name that has a whole number. */
    public int integer(String name) {
        double value = number(name);
        require(value == (int) value, "%s is %s, expected a whole number", name, text(name));
        return (int) value;
    }

    /**
     * Returns {@code name=value} for each name, in alphabetical order, with spaces between: the
     * same text for the same values, in every run and on every machine.
     */
    public String key() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(" "));
    }
}
