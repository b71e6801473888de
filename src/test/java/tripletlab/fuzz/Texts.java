package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tripletlab.evaluation.ProjectorExport;
import tripletlab.notebook.Settings;

/** What is read from texts and written to files: settings and exports. */
final class Texts {

    private static final String[] NUMBERS = "1|0.5|-2| 3 |1e1|+2|.5|7|1.0".split("\\|");
    private static final String[] OTHERS =
            ("| |NaN|Infinity|1f|0x1p3|1,5|1e|--1|1e999|2147483648|1_000|e|-|\u00a01|1 2|NULL"
                            + "|1e-999")
                    .split("\\|");

    private Texts() {}

    // ---- settings

    static Call<?> settings(Draw d) {
        boolean whole = d.note("whole", d.chance(0.5));
        int low = d.note("low", d.from(-3, 1));
        int high = d.note("high", d.from(1, 8));
        String given =
                Stream.generate(() -> d.chance(0.5) ? d.of(NUMBERS) : d.of(OTHERS))
                        .limit(d.chance(0.5) ? 1 : d.from(1, 3))
                        .collect(Collectors.joining(","));
        String text = d.note("standard", d.or(given, 0.03, (String) null));
        String called = d.of("k", "margin of \"one\"", "ü", "%s");
        String name = d.note("name", d.or(called, 0.03, (String) null));
        d.fault("name", name == null);
        d.fault("standard", text == null);
        double[] expected = text == null ? null : values(text, whole, low, high);
        String prefix = "setting \"" + name + "\" is \"" + text + "\"";
        d.fault(prefix, text != null && expected == null);
        return new Call<>(
                () -> {
                    if (whole) {
                        int[] found = Settings.integers(name, text, low, high);
                        return Arrays.stream(found).asDoubleStream().toArray();
                    }
                    return Settings.numbers(name, text, low, high);
                },
                found -> Plain.close("value", found, expected, 0));
    }

    /** As a person reads them: decimal digits, a sign, a point, an exponent; null if not so. */
    private static double[] values(String text, boolean whole, int low, int high) {
        String form = whole ? "[-+]?[0-9]+" : "[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?";
        String[] parts = text.strip().split(",", -1);
        double[] values = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].strip();
            values[i] = part.matches(form) ? new BigDecimal(part).doubleValue() : Double.NaN;
            if (!(values[i] >= low && values[i] <= high)) {
                return null;
            }
        }
        return values;
    }

    // ---- exports

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
            d.fault("row " + i, columns.values().stream().allMatch(v -> cell(v, row).isBlank()));
        }
        float[][] images = images(d, size);
        return new Call<>(
                () -> {
                    ProjectorExport export = new ProjectorExport(vectors);
                    columns.forEach(export::addColumn);
                    if (images != null) {
                        export.addImages(images, 2);
                    }
                    Path folder = Files.createTempDirectory("fuzz");
                    try {
                        export.write(folder);
                        return read(folder);
                    } finally {
                        for (Path file : files(folder)) {
                            Files.delete(file);
                        }
                        Files.delete(folder);
                    }
                },
                found -> {
                    List<String> names = found.get(2);
                    check(names.size() == (images == null ? 3 : 4), "files %s", names);
                    judge(found.get(0), vectors);
                    judge(found.get(1), columns);
                });
    }

    private static void addColumn(Draw d, Map<String, List<String>> columns, int c, int size) {
        String base = d.or(d.of("digit", "a b", "ü"), 0.05, "a\tb", " ", null);
        boolean blank = base == null || base.isBlank();
        String name = d.note("name " + c, blank ? base : base + c);
        d.fault("name", blank || name.contains("\t"));
        boolean strange = d.chance(0.3);
        int count = d.or(size, 0.05, size + 1);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String cell = d.of("seven", "7", "", "a b", "\"", "\\", "é", "😀", "<b>", "'");
            values.add(strange ? d.or(cell, 0.2, "a\tb", "a\nb", "\r", null, " ") : "v" + i);
        }
        d.note("values " + c, values);
        d.doubt("column " + name, values.contains(null)); // empty, or refused
        d.fault("column " + name, count != size || values.toString().matches("(?s).*[\t\n\r].*"));
        columns.put(name, values);
    }

    private static String cell(List<String> values, int row) {
        return row < values.size() && values.get(row) != null ? values.get(row) : "";
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
        for (int i = 0; i < columns.values().iterator().next().size(); i++) {
            int row = i;
            expected.add(
                    String.join("\t", columns.values().stream().map(v -> cell(v, row)).toList()));
        }
        check(lines.equals(expected), "metadata %s, not %s", lines, expected);
    }

    private static float[][] images(Draw d, int size) {
        if (d.chance(0.6)) {
            return null;
        }
        float[][] images = new float[d.or(size, 0.05, size + 1)][d.or(4, 0.05, 3)];
        d.fault("images", images.length != size || images.length > 0 && images[0].length % 2 > 0);
        if (size > 0) {
            images[0][0] = d.or(0f, 0.1, Float.NaN, 1.5f, -0.1f, 1f);
            d.fault("images", !(images[0][0] >= 0 && images[0][0] <= 1));
        }
        d.alias("images", "width");
        return d.note("images", images);
    }

    /** The lines of the vectors and of the metadata, and the names of all files. */
    private static List<List<String>> read(Path folder) throws IOException {
        List<List<String>> all = new ArrayList<>();
        for (String name : List.of(ProjectorExport.VECTORS, ProjectorExport.METADATA)) {
            String text = Files.readString(folder.resolve(name));
            all.add(List.of(text.substring(0, text.length() - 1).split("\n", -1)));
        }
        all.add(files(folder).stream().map(file -> file.getFileName().toString()).toList());
        return all;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
