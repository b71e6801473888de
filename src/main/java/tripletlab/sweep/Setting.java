package tripletlab.sweep;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireNonNull;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one training of a sweep is made with: names and values, such as {@code margin=0.5 seed=42}.
 *
 * @param values by their names; text such as {@code 0.5} or {@code batch-hard}
 */
public record Setting(SortedMap<String, String> values) implements Serializable {

    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?");

    /** Takes a copy of the values. */
    public Setting {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(requireNonNull("values", values)));
    }

    /** Returns the value of a name as text. */
    public String text(String name) {
        String value = values.get(requireNonNull("name", name));
        require(value != null, "there is no setting \"%s\", expected one of %s", name, names());
        return value;
    }

    /** Returns the value of a name, which has to be a number. */
    public double number(String name) {
        String value = text(name);
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s is \"%s\", expected a number".formatted(name, value), e);
        }
    }

    /** Returns the value of a name, which has to be a whole number. */
    public int integer(String name) {
        double value = number(name);
        require(value == (int) value, "%s is %s, expected a whole number", name, text(name));
        return (int) value;
    }

    private String names() {
        return String.join(", ", values.keySet());
    }

    /**
     * Returns {@code name=value} for each name, in alphabetical order, with spaces between: the
     * same text for the same values, in every run and on every machine.
     */
    public String key() {
        return key(values);
    }

    private static String key(Map<String, String> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return key();
    }

    /** One text for equal values: 1, 1.0 and "1" are {@code 1}, a constant is in lower case. */
    static String canonical(String name, Object value) {
        String text = requireNonNull("a value of " + name, value).toString().strip();
        if (value instanceof Enum<?> constant) {
            text = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        boolean oneWord = text.matches("[^\\s=,]+");
        require(oneWord, "%s is \"%s\", expected no space, no comma and no =", name, text);
        return NUMBER.matcher(text).matches()
                ? new BigDecimal(text).stripTrailingZeros().toPlainString()
                : text;
    }
}
