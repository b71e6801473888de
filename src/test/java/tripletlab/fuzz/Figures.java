package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.concurrent.Callable;
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
        int other = d.chance(0.05) ? size + 1 : size;
        return switch (kind) {
            case SERIES -> series(d, size, name, title);
            case MATRIX -> matrix(d, size, other, title);
            case CONFUSION -> confusion(d, size, other, name, title);
            case ROC -> roc(d, size, other, name, title);
            case DISTANCES -> {
                double[] near = numbers(d, "positives", size, false);
                double[] far = numbers(d, "negatives", other, false);
                yield () -> DistanceHistogram.builder().setPairs(near, far).optTitle(title).build();
            }
            case GAPS -> {
                double[] gaps = numbers(d, "gaps of \"" + name + "\"", size, false);
                yield () -> GapHistogram.builder().addGaps(name, gaps).optTitle(title).build();
            }
            case PCA -> pca(d, size, title);
            case MASK -> mask(d, size, other);
        };
    }

    private static Callable<Figure> series(Draw d, int size, String name, String title) {
        double[] y = numbers(d, "y of \"" + name + "\"", size, true);
        return () -> SeriesPlot.builder().addSeries(name, y).optTitle(title).build();
    }

    private static Callable<Figure> roc(Draw d, int size, int other, String name, String title) {
        double[] far = rates(d, "falseAcceptRate", size);
        double[] tar = rates(d, "trueAcceptRate", other);
        d.fault("trueAcceptRate", far != null && tar != null && size != other);
        return () -> RocPlot.builder().addCurve(name, far, tar).optTitle(title).build();
    }

    private static Callable<Figure> matrix(Draw d, int size, int other, String title) {
        float[][] rows = d.rows("distances", size, other);
        boolean square = rows != null && rows.length > 0;
        for (int i = 0; square && i < rows.length; i++) {
            square = rows[i] != null && rows[i].length == rows.length;
        }
        d.faults().clear(); // NaN makes an empty cell
        d.doubt("matrix", !Draw.finite(rows));
        d.doubt("distances", !Draw.finite(rows));
        d.fault("matrix", !square);
        d.fault("distances", !square);
        int[] labels = d.labels("labels", rows == null ? 3 : rows.length);
        d.doubt("labels", labels != null && labels.length == 0);
        MatrixPlot plot = MatrixPlot.builder();
        return () -> plot.setMatrix(rows).optLabels(labels).optTitle(title).build();
    }

    private static Callable<Figure> confusion(
            Draw d, int size, int other, String name, String title) {
        int[][] counts = new int[size][other];
        for (int[] row : counts) {
            Arrays.setAll(row, i -> d.from(d.chance(0.01) ? -1 : 0, 5));
        }
        double[] all = Plain.flat(Plain.doubles(d.note("counts", counts)));
        d.fault("counts", size != other || Plain.largest(all) == 0);
        d.fault("counts", Arrays.stream(all).anyMatch(count -> count < 0));
        String[] names = new String[size];
        Arrays.setAll(names, i -> i < 2 ? name : name + i); // two may have one name
        return () -> ConfusionPlot.of(counts, names, title);
    }

    private static Callable<Figure> mask(Draw d, int size, int other) {
        NDArray mask = d.manager.zeros(new Shape(size, size, other), DataType.BOOLEAN);
        d.fault("mask", size != other);
        int[] labels = d.labels("labels", size);
        NDArray classes = labels == null ? null : d.manager.create(labels);
        return () -> TripletMaskPlot.of(mask, classes);
    }

    private static Callable<Figure> pca(Draw d, int size, String title) {
        float[][] rows = d.rows("embeddings", size, d.from(1, 4));
        boolean small = Draw.finite(rows) && (rows.length < 2 || rows[0].length < 2);
        d.fault("embeddings", small);
        d.fault("rows", !d.good()); // the name that Pca has for them
        d.fault("components", small);
        int[] labels = d.labels("labels", rows == null ? 3 : rows.length);
        d.doubt("labels", labels != null && labels.length == 0);
        return () -> PcaPlot.in2d(rows, labels, title);
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
        d.fault("values", values == null); // as the argument is called
        d.fault("y", values == null);
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
        String own = kind == Kind.MASK ? "Triplets of each anchor" : title;
        check(plain.startsWith(own), "the title is \"%s\"", shown);
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
