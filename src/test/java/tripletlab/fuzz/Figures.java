package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.evaluation.ConfusionMatrix;
import tripletlab.evaluation.Roc;
import tripletlab.plot.ConfusionPlot;
import tripletlab.plot.DistanceHistogram;
import tripletlab.plot.GapHistogram;
import tripletlab.plot.MatrixPlot;
import tripletlab.plot.PcaPlot;
import tripletlab.plot.RocPlot;
import tripletlab.plot.SeriesPlot;
import tripletlab.plot.TripletMaskPlot;
import tripletlab.plot.parts.FigureJson;

/** Figures: JSON that a browser reads, with texts as they were given and numbers only. */
final class Figures {

    private static final String[] TITLES =
            ("C:\\users\\ana|ends with \\|$\\mu$|run\\new|\"q\"|'|</script>|😀|a\nb|a < b & c"
                            + "|\\u0041||\u2028|{{x}}|`${x}`|-0|null")
                    .split("\\|");
    private static final String[] NAMES = "hard|a'b|\\n|\"|</script>|NaN".split("\\|");

    private Figures() {}

    /** Draws the inputs of one kind of figure, of so many items, or of one more where that fits. */
    private interface Kind {
        Callable<Figure> draw(Draw d, int size, int other, String title);
    }

    static Call<?> draw(Draw d) {
        String title = d.note("title", d.chance(0.5) ? "Loss" : d.of(TITLES));
        String given = d.or(title, 0.03, (String) null);
        d.doubt("title", given == null); // or one by default
        int size = d.from(1, 8);
        Callable<Figure> figure =
                d.<Kind>of(
                                Figures::series,
                                Figures::matrix,
                                Figures::confusion,
                                Figures::roc,
                                Figures::distances,
                                Figures::gaps,
                                Figures::pca,
                                Figures::mask,
                                Drawings::plane,
                                Drawings::neighbors,
                                Drawings::triplets,
                                Drawings::passes,
                                Drawings::joined)
                        .draw(d, size, d.or(size, 0.05, size + 1), given);
        ObjectMapper strict = new ObjectMapper();
        return new Call<>(
                () -> strict.readTree(strict.writeValueAsString(FigureJson.of(figure.call()))),
                found -> judge(found, title));
    }

    private static Callable<Figure> series(Draw d, int size, int other, String title) {
        String name = d.note("name", d.of(NAMES));
        double[] y = numbers(d, "y of \"" + name + "\"", size, true);
        return () -> SeriesPlot.builder().addSeries(name, y).optTitle(title).build();
    }

    private static Callable<Figure> gaps(Draw d, int size, int other, String title) {
        String name = d.note("name", d.of(NAMES));
        double[] gaps = numbers(d, "gaps of \"" + name + "\"", size, false);
        return () -> GapHistogram.builder().addGaps(name, gaps).optTitle(title).build();
    }

    private static Callable<Figure> distances(Draw d, int size, int other, String title) {
        float[] near = floats(numbers(d, "positives", size, false));
        float[] far = floats(numbers(d, "negatives", other, false));
        return () -> DistanceHistogram.builder().setPairs(near, far).optTitle(title).build();
    }

    private static Callable<Figure> roc(Draw d, int size, int other, String title) {
        String name = d.note("name", d.of(NAMES));
        float[] near = floats(d.note("positives", d.random.doubles(size).toArray()));
        float[] far = floats(d.note("negatives", d.random.doubles(other).toArray()));
        Roc roc = Roc.of(near, far);
        return () -> RocPlot.builder().addCurve(name, roc).optTitle(title).build();
    }

    private static Callable<Figure> matrix(Draw d, int size, int other, String title) {
        float[][] rows = d.rows("distances", size, other);
        boolean square =
                rows != null
                        && rows.length > 0
                        && Stream.of(rows)
                                .allMatch(row -> row != null && row.length == rows.length);
        d.faults.clear(); // NaN makes an empty cell
        d.doubt("distances", !Draw.finite(rows));
        d.fault("distances", !square);
        d.alias("distances", "matrix");
        int[] labels = labels(d, rows);
        MatrixPlot plot = MatrixPlot.builder();
        return () -> plot.setMatrix(rows).optLabels(labels).optTitle(title).build();
    }

    private static Callable<Figure> confusion(Draw d, int size, int other, String title) {
        int[] answers = IntStream.range(0, size).toArray(); // each class at least once
        int[] guesses = d.note("guesses", d.random.ints(size, 0, size).toArray());
        ConfusionMatrix confusion = ConfusionMatrix.of(answers, guesses);
        String name = d.note("name", d.of(NAMES));
        String[] names = new String[other];
        Arrays.setAll(names, i -> i < 2 ? name : name + i); // two may have one name
        d.fault("names", size != other);
        return () -> ConfusionPlot.of(confusion, List.of(names), title);
    }

    private static Callable<Figure> pca(Draw d, int size, int other, String title) {
        float[][] rows = d.rows("embeddings", size, d.from(1, 4));
        boolean small = Draw.finite(rows) && (rows.length < 2 || rows[0].length < 2);
        d.fault("embeddings", small);
        d.alias("embeddings", "rows"); // the name that Pca has for them
        d.fault("components", small);
        int[] labels = labels(d, rows);
        return () -> PcaPlot.in2d(rows, labels, title);
    }

    private static Callable<Figure> mask(Draw d, int size, int other, String title) {
        NDArray mask = d.manager.zeros(new Shape(size, size, other), DataType.BOOLEAN);
        d.fault("mask", size != other);
        int[] labels = d.labels("labels", size);
        NDArray classes = labels == null ? null : d.manager.create(labels);
        return () -> TripletMaskPlot.of(mask, classes); // with a title of its own
    }

    private static int[] labels(Draw d, float[][] rows) {
        int[] labels = d.labels("labels", rows == null ? 3 : rows.length);
        d.doubt("labels", labels != null && labels.length == 0);
        return labels;
    }

    private static double[] numbers(Draw d, String name, int size, boolean gaps) {
        double[] values = d.random.doubles(size, -1, 3).toArray();
        int i = d.from(0, size - 1);
        double infinite = Double.POSITIVE_INFINITY;
        values[i] = d.or(values[i], 0.2, Double.NaN, infinite, 1e300, -1e-320, -0.0, 1e-40);
        values = d.or(values, 0.03, null, new double[0]);
        long finite = values == null ? 0 : Arrays.stream(values).filter(Double::isFinite).count();
        d.fault("values", values == null); // as the argument is called
        d.fault("y", values == null);
        d.fault(name, values == null || finite == 0 || !gaps && finite < values.length);
        d.doubt(name, values != null && Plain.largest(values) > 1e30);
        return d.note(name, values);
    }

    private static float[] floats(double[] values) {
        if (values == null) {
            return null;
        }
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static void judge(JsonNode found, String title) {
        boolean drawn = !found.get("data").isEmpty() || found.at("/layout/images").size() > 0;
        check(drawn, "there are no data and no images");
        String shown = found.at("/layout/title/text").asText();
        String plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("<br>", "\n");
        boolean own = plain.matches("[\\d,]+ of [\\d,]+ triplets, a slice for each anchor.*");
        check(own || plain.replace("&amp;", "&").startsWith(title), "the title is \"%s\"", shown);
        for (JsonNode trace : found.get("data")) {
            for (String axis : new String[] {"x", "y", "z"}) {
                numbers(axis, trace.path(axis));
            }
        }
    }

    /** No number is written as a word. */
    private static void numbers(String axis, JsonNode node) {
        node.forEach(child -> numbers(axis, child));
        String text = node.isTextual() ? node.asText() : "";
        check(!text.matches("-?Infinity|Inf"), "%s has \"%s\"", axis, text);
    }
}
