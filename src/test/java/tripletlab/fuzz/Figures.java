package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.plot.ConfusionPlot;
import tripletlab.plot.DistanceHistogram;
import tripletlab.plot.FigureJson;
import tripletlab.plot.GapHistogram;
import tripletlab.plot.MatrixPlot;
import tripletlab.plot.PcaPlot;
import tripletlab.plot.RocPlot;
import tripletlab.plot.SeriesPlot;
import tripletlab.plot.TripletMaskPlot;

/** Figures: JSON that a browser reads, with texts as they were given and numbers only. */
final class Figures {

    private Figures() {}

    private enum Kind {
        SERIES,
        MATRIX,
        CONFUSION,
        ROC,
        DISTANCES,
        GAPS,
        PCA,
        MASK
    }

    static Call<?> draw(Draw d) {
        String title =
                d.note(
                        "title",
                        d.chance(0.5)
                                ? "Loss"
                                : d.of(
                                        "C:\\users\\ana",
                                        "ends with \\",
                                        "$\\mu$",
                                        "run\\new",
                                        "\"q\"",
                                        "'",
                                        "</script>",
                                        "😀",
                                        "a\nb",
                                        "a < b & c",
                                        "\\u0041",
                                        "",
                                        "\u2028",
                                        "{{x}}",
                                        "`${x}`",
                                        "-0",
                                        "null"));
        String name = d.note("name", d.of("hard", "a'b", "\\n", "\"", "</script>", "NaN"));
        Kind kind = d.of(Kind.values());
        Callable<Figure> figure = figure(d, kind, d.chance(0.03) ? null : title, name);
        return new Call<JsonNode>(() -> json(figure.call()), found -> judge(found, kind, title));
    }

    private static Callable<Figure> figure(Draw d, Kind kind, String title, String name) {
        d.doubt("title", title == null); // or one by default
        int size = d.from(1, 8);
        return switch (kind) {
            case SERIES -> {
                double[] y = numbers(d, "y of \"" + name + "\"", size, true);
                yield () -> SeriesPlot.builder().addSeries(name, y).optTitle(title).build();
            }
            case MATRIX -> {
                float[][] rows = d.rows("distances", size, d.chance(0.05) ? size + 1 : size);
                d.faults().remove("distances");
                boolean square =
                        rows != null
                                && rows.length > 0
                                && Arrays.stream(rows)
                                        .allMatch(row -> row != null && row.length == rows.length);
                d.fault("matrix", !square);
                d.fault("distances", !square);
                d.doubt("matrix", !Draw.finite(rows));
                int[] labels = d.labels("labels", rows == null ? 3 : rows.length);
                d.doubt("labels", rows != null && rows.length == 0);
                yield () ->
                        MatrixPlot.builder()
                                .setMatrix(rows)
                                .optLabels(labels)
                                .optTitle(title)
                                .build();
            }
            case CONFUSION -> {
                int[][] counts = new int[size][d.chance(0.05) ? size + 1 : size];
                for (int[] row : counts) {
                    Arrays.setAll(row, i -> d.from(d.chance(0.01) ? -1 : 0, 5));
                }
                int[] all = Arrays.stream(counts).flatMapToInt(Arrays::stream).toArray();
                d.fault("counts", counts[0].length != size);
                d.fault(
                        "counts",
                        Arrays.stream(all).anyMatch(c -> c < 0)
                                || Arrays.stream(all).allMatch(c -> c == 0));
                String[] names =
                        IntStream.range(0, size)
                                .mapToObj(i -> i < 2 ? name : name + i)
                                .toArray(String[]::new);
                d.doubt("names", size > 1); // two have one name
                d.note("counts", counts);
                yield () -> ConfusionPlot.of(counts, names, title);
            }
            case ROC -> {
                double[] far = rates(d, "falseAcceptRate", size);
                double[] tar = rates(d, "trueAcceptRate", d.chance(0.05) ? size + 1 : size);
                d.fault("trueAcceptRate", far != null && tar != null && far.length != tar.length);
                yield () -> RocPlot.builder().addCurve(name, far, tar).optTitle(title).build();
            }
            case DISTANCES -> {
                double[] positives = numbers(d, "positives", size, false);
                double[] negatives = numbers(d, "negatives", d.from(1, 5), false);
                yield () ->
                        DistanceHistogram.builder()
                                .setPairs(positives, negatives)
                                .optTitle(title)
                                .build();
            }
            case GAPS -> {
                double[] gaps = numbers(d, "gaps of \"" + name + "\"", size, false);
                double margin = d.margin();
                yield () ->
                        GapHistogram.builder()
                                .addGaps(name, gaps)
                                .optMargin(margin)
                                .optTitle(title)
                                .build();
            }
            case PCA -> {
                float[][] rows = d.rows("embeddings", size, d.from(1, 4));
                d.fault("embeddings", Draw.finite(rows) && (rows.length < 2 || rows[0].length < 2));
                d.fault("rows", !d.good());
                d.fault("components", Draw.finite(rows) && rows[0].length < 2);
                int[] labels = d.labels("labels", rows == null ? 3 : rows.length);
                d.doubt("labels", rows != null && rows.length == 0);
                yield () -> PcaPlot.in2d(rows, labels, title);
            }
            case MASK -> {
                boolean[][][] mask = new boolean[size][size][d.chance(0.05) ? size + 1 : size];
                d.fault("mask", mask[0][0].length != size);
                int[] labels = d.labels("labels", size);
                yield () -> TripletMaskPlot.of(mask, labels, title);
            }
        };
    }

    private static double[] numbers(Draw d, String name, int size, boolean gaps) {
        double[] values = d.random.doubles(size, -1, 3).toArray();
        if (d.chance(0.2)) {
            values[d.from(0, size - 1)] =
                    d.of(Double.NaN, Double.POSITIVE_INFINITY, 1e300, -1e-320, -0.0, 1e-40);
        }
        if (d.chance(0.03)) {
            values = d.of(null, new double[0]);
        }
        long finite = values == null ? 0 : Arrays.stream(values).filter(Double::isFinite).count();
        d.fault(name, values == null || finite == 0 || !gaps && finite < values.length);
        d.doubt(name, values != null && Plain.largest(values) > 1e30);
        return d.note(name, values);
    }

    private static double[] rates(Draw d, String name, int size) {
        double[] values = d.random.doubles(size).sorted().toArray();
        if (d.chance(0.1)) {
            values[d.from(0, size - 1)] = d.of(Double.NaN, 1.5, -0.1, 0.0, 1.0);
        }
        values = d.chance(0.03) ? null : values;
        d.fault(name, values == null || !Arrays.stream(values).allMatch(x -> x >= 0 && x <= 1));
        for (int i = 1; values != null && i < size; i++) {
            d.doubt(name, values[i] < values[i - 1]);
        }
        return d.note(name, values);
    }

    private static JsonNode json(Figure figure) throws JsonProcessingException {
        ObjectMapper strict = new ObjectMapper();
        return strict.readTree(strict.writeValueAsString(FigureJson.of(figure)));
    }

    private static void judge(JsonNode found, Kind kind, String title) {
        check(!found.get("data").isEmpty(), "there are no data");
        String shown = found.at("/layout/title/text").asText();
        String plain =
                shown.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("<br>", "\n")
                        .replace("&amp;", "&");
        check(plain.startsWith(title), "the title is \"%s\"", shown);
        for (JsonNode trace : found.get("data")) {
            for (String axis : new String[] {"x", "y", "z"}) {
                numbers(kind + " " + axis, trace.path(axis));
            }
        }
    }

    /** No number is written as a word. */
    private static void numbers(String where, JsonNode node) {
        node.forEach(child -> numbers(where, child));
        String text = node.isTextual() ? node.asText() : "";
        check(!text.matches("-?Infinity|Inf"), "%s has \"%s\"", where, text);
    }
}
