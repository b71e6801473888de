package tripletlab.evaluation;

import static tripletlab.internal.Arguments.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is known of each item, in named columns, as the Embedding Projector reads it: values
 * separated by tabs, a line an item. A single column has no header, several have one.
 */
final class MetadataTable {

    private final Map<String, List<String>> columns = new LinkedHashMap<>();

    void add(String name, List<String> values) {
        requireText("name", requireNonNull("name", name));
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is \"" + name + "\", expected a word");
        }
        List<String> texts =
                requireNonNull("values", values).stream()
                        .map(value -> value == null ? "" : value) // missing, as Tablesaw has it
                        .toList();
        texts.forEach(value -> requireText("column " + name, value));
        if (columns.putIfAbsent(name, texts) != null) {
            throw new IllegalArgumentException("name is " + name + ", which another column has");
        }
    }

    private static void requireText(String name, String text) {
        if (text.matches("(?s).*[\\t\\n\\r].*")) {
            throw new IllegalArgumentException(
                    String.format("%s has \"%s\", expected no tab and no line break", name, text));
        }
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    /** The projector leaves out empty lines, so that all names below one would slip. */
    void check(int rows) {
        columns.forEach(
                (name, values) -> {
                    if (values.size() != rows) {
                        throw new IllegalArgumentException(
                                String.format(
                                        "column %s has %d values, expected %d: one for each vector",
                                        name, values.size(), rows));
                    }
                });
        for (int i = 0; i < rows; i++) {
            if (row(i).isBlank()) {
                throw new IllegalArgumentException(
                        String.format(
                                "row %d of %s is blank, expected a value", i, columns.keySet()));
            }
        }
    }

    List<String> lines(int rows) {
        List<String> lines =
                IntStream.range(0, rows).mapToObj(this::row).collect(Collectors.toList());
        if (columns.size() > 1) {
            lines.add(0, String.join("\t", columns.keySet()));
        }
        return lines;
    }

    private String row(int i) {
        return columns.values().stream()
                .map(values -> values.get(i))
                .collect(Collectors.joining("\t"));
    }
}
