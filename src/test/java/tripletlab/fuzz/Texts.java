package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tripletlab.evaluation.ProjectorExport;
import tripletlab.notebook.Settings;

/** What is read from texts and written to files: settings and exports. */
final class Texts {

    private Texts() {}

    // ---- settings

    private static String number(Draw d) {
        return d.chance(0.5)
                ? d.of("1", "0.5", "-2", " 3 ", "1e1", "+2", ".5", "7", "1.0")
                : d.of(
                        "",
                        " ",
                        "NaN",
                        "Infinity",
                        "1f",
                        "0x1p3",
                        "1,5",
                        "1e",
                        "--1",
                        "1e999",
                        "2147483648",
                        "1_000",
                        "e",
                        "-",
                        "\u00a01",
                        "1 2",
                        "NULL",
                        "1e-999");
    }

    static Call<?> settings(Draw d) {
        boolean whole = d.note("whole", d.chance(0.5));
        int low = d.from(-3, 1);
        int high = d.from(1, 8);
        int parts = d.chance(0.5) ? 1 : d.from(1, 3);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            texts.add(number(d));
        }
        String text = d.note("standard", d.chance(0.03) ? null : String.join(",", texts));
        String name =
                d.note("name", d.chance(0.03) ? null : d.of("k", "margin of \"one\"", "ü", "%s"));
        d.note("bounds", low + " to " + high + (whole ? ", whole" : ""));
        d.fault("name", name == null);
        d.fault("standard", text == null);
        String prefix = "setting \"" + name + "\" is \"" + text + "\"";
        double[] expected = text == null ? null : values(text, whole, low, high);
        d.fault(prefix, text != null && expected == null);
        return new Call<double[]>(
                () ->
                        whole
                                ? Arrays.stream(Settings.integers(name, text, low, high))
                                        .asDoubleStream()
                                        .toArray()
                                : Settings.numbers(name, text, low, high),
                found -> Plain.close("value", found, expected, 0));
    }

    /** As a person reads them: decimal digits, a sign, a point, an exponent; null if not so. */
    private static double[] values(String text, boolean whole, int low, int high) {
        String[] parts = text.strip().split(",", -1);
        double[] values = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].strip();
            String form =
                    whole ? "[-+]?[0-9]+" : "[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?";
            if (!part.matches(form)) {
                return null;
            }
            values[i] = new java.math.BigDecimal(part).doubleValue();
            if (!(values[i] >= low && values[i] <= high)) {
                return null;
            }
        }
        return values;
    }

    // ---- exports

    private static String cell(Draw d) {
        return d.chance(0.8)
                ? d.of("seven", "7", "", "a b", "\"", "\\", "é", "😀", "<b>", "'")
                : d.of("a\tb", "a\nb", "\r", null, " ");
    }

    static Call<?> export(Draw d) {
        float[][] vectors = d.rows("vectors", d.from(1, 6), d.from(1, 4));
        d.fault("vectors", Draw.finite(vectors) && vectors[0].length < 2);
        int size = vectors == null ? 3 : vectors.length;
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (int c = d.from(1, 2); c > 0; c--) {
            addColumn(d, columns, c, size);
        }
        for (int i = 0; i < size; i++) {
            int row = i;
            d.fault("row " + i, columns.values().stream().allMatch(v -> isBlank(v, row)));
        }
        float[][] images = images(d, size);
        return new Call<List<List<String>>>(
                () -> {
                    ProjectorExport.Builder builder = ProjectorExport.builder().setVectors(vectors);
                    columns.forEach(builder::addColumn);
                    if (images != null) {
                        builder.optImages(images, 2);
                    }
                    Path folder = Files.createTempDirectory("fuzz");
                    try {
                        builder.build().write(folder);
                        return read(folder);
                    } finally {
                        delete(folder);
                    }
                },
                found -> {
                    check(
                            found.get(2).size() == (images == null ? 3 : 4),
                            "files %s",
                            found.get(2));
                    judge(found.get(0), vectors);
                    judge(found.get(1), columns);
                });
    }

    private static void addColumn(Draw d, Map<String, List<String>> columns, int c, int size) {
        String base = d.chance(0.05) ? d.of("a\tb", " ", null) : d.of("digit", "a b", "ü");
        boolean blank = base == null || base.isBlank();
        String name = d.note("name " + c, blank ? base : base + c);
        d.fault("name", blank || name.contains("\t"));
        List<String> values = new ArrayList<>();
        int count = d.chance(0.05) ? size + 1 : size;
        boolean strange = d.chance(0.3);
        IntStream.range(0, count).forEach(i -> values.add(strange ? cell(d) : "v" + i));
        d.note("values " + c, values);
        for (String value : values) {
            d.doubt("column " + name, value == null); // empty, or refused
            d.fault("column " + name, value != null && value.matches("(?s).*[\t\n\r].*"));
        }
        d.fault("column " + name, count != size);
        columns.put(name, values);
    }

    private static boolean isBlank(List<String> values, int row) {
        return row >= values.size() || values.get(row) == null || values.get(row).isBlank();
    }

    private static void judge(List<String> lines, float[][] vectors) {
        for (int i = 0; i < vectors.length; i++) {
            String[] parts = lines.get(i).split("\t", -1);
            check(parts.length == vectors[i].length, "%s numbers", parts.length);
            for (int k = 0; k < parts.length; k++) {
                float read = Float.parseFloat(parts[k]);
                check(Float.compare(read, vectors[i][k]) == 0, "%s, not %s", read, vectors[i][k]);
            }
        }
    }

    private static void judge(List<String> lines, Map<String, List<String>> columns) {
        List<String> expected = new ArrayList<>();
        if (columns.size() > 1) {
            expected.add(String.join("\t", columns.keySet()));
        }
        int size = columns.values().iterator().next().size();
        for (int i = 0; i < size; i++) {
            List<String> row = new ArrayList<>();
            for (List<String> values : columns.values()) {
                row.add(values.get(i) == null ? "" : values.get(i));
            }
            expected.add(String.join("\t", row));
        }
        check(lines.equals(expected), "metadata %s, not %s", lines, expected);
    }

    private static float[][] images(Draw d, int size) {
        if (d.chance(0.6)) {
            return null;
        }
        float[][] images = new float[d.chance(0.05) ? size + 1 : size][d.chance(0.05) ? 3 : 4];
        d.fault("images", images.length != size || images.length > 0 && images[0].length % 2 > 0);
        if (d.chance(0.1) && size > 0) {
            images[0][0] = d.of(Float.NaN, 1.5f, -0.1f, 1f);
            d.fault("images", !(images[0][0] >= 0 && images[0][0] <= 1));
        }
        d.fault("width", d.faults().contains("images"));
        return d.note("images", images);
    }

    /** The lines of the vectors and of the metadata, and the names of all files. */
    private static List<List<String>> read(Path folder) throws java.io.IOException {
        List<List<String>> all = new ArrayList<>();
        for (String name : List.of(ProjectorExport.VECTORS, ProjectorExport.METADATA)) {
            String text = Files.readString(folder.resolve(name));
            all.add(List.of(text.substring(0, text.length() - 1).split("\n", -1)));
        }
        try (Stream<Path> files = Files.list(folder)) {
            all.add(files.map(file -> file.getFileName().toString()).toList());
        }
        return all;
    }

    private static void delete(Path folder) throws java.io.IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
