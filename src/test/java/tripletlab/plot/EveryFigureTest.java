package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.PublicMethods;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.evaluation.ConfusionMatrix;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.Neighbor;
import tripletlab.evaluation.Pca;
import tripletlab.evaluation.Roc;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.MiningStats;
import tripletlab.mining.TripletMean;
import tripletlab.mining.Triplets;
import tripletlab.model.Networks;
import tripletlab.plot.parts.FigureJson;
import tripletlab.training.TrainingHistory;

/** What holds for every public method of this package; reflection finds them. */
class EveryFigureTest {
    private static final List<String> NASTY =
            List.of(
                    "C:\\users\\ana",
                    "ends with \\",
                    "$\\mu$",
                    "run\\new",
                    "\"",
                    "'",
                    "</script>",
                    "<b>",
                    "a<b",
                    "&amp;",
                    "&quot;",
                    "&#39;",
                    "&",
                    "😀",
                    "\n",
                    "\r\n",
                    "{",
                    "}",
                    "%{x}",
                    "`",
                    "<!--",
                    "<script>",
                    "\\u0041",
                    "\t",
                    "null",
                    "true",
                    "7",
                    "NaN",
                    "",
                    " ",
                    "ß",
                    "<br>",
                    ",",
                    "//",
                    "/*",
                    "${x}",
                    "{{x}}",
                    "{% x %}");

    private static final double[][] POINTS = {{0, 1}, {1, 0}, {3, 3}, {4, 1}};
    private static final int[] LABELS = {0, 0, 1, 1};
    private static final List<float[][]> SNAPSHOTS =
            List.of(
                    new float[][] {{0, 1, 2, 4}, {1, 0, 3, 1}, {5, 3, 0, 2}, {7, 5, 1, 3}},
                    new float[][] {{0, 1, 2, 4}, {1, 0, 5, 1}, {5, 8, 0, 2}, {7, 5, 2, 3}});
    private static final MiningBatch BATCH =
            MiningBatch.of(
                    EmbeddingBatch.of(
                            Distance.EUCLIDEAN, new float[][] {{0, 1}, {1, 0}, {3, 3}, {4, 1}}),
                    LABELS);
    private static final TripletMean MEAN =
            new TripletMean(new float[16], new MiningStats(8, 4, 2, 0.5, 0.25, 0.75));

    private static final ConfusionMatrix CONFUSION =
            new ConfusionMatrix(new int[] {0, 1}, new int[][] {{3, 1}, {0, 2}});
    private static final Roc ROC = Roc.of(new float[] {1, 3}, new float[] {2, 4});

    private static NDManager manager;
    private static TrainingHistory history;
    private static final Shape DIGIT = new Shape(1, 1, 28, 28);

    private static Map<String, Object> samples;

    @BeforeAll
    static void open() {
        manager = NDManager.newBaseManager();
        history = TinyTraining.history(2, 1, 2, 3);
        samples = samples();
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    private static List<Executable> methods() {
        List<Executable> all = new ArrayList<>(PublicMethods.beside(Curves.class));
        PublicMethods.beside(FigureJson.class).stream()
                .filter(call -> call.getDeclaringClass() == FigureJson.class)
                .forEach(all::add);
        return all;
    }

    private static List<Executable> methodsWithTexts() {
        return methods().stream()
                .filter(call -> Arrays.stream(call.getParameters()).anyMatch(p -> isText(p)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nullIsRefusedByItsName(Executable call) {
        PublicMethods.assertNone(
                PublicMethods.takingNull(call, builder(call), p -> sample(call, p)));
    }

    @Test
    void textsAreSought() {
        assertTrue(methodsWithTexts().size() >= 21, methodsWithTexts().toString());
    }

    @ParameterizedTest
    @MethodSource("methodsWithTexts")
    void textsAreShownAsGiven(Executable call) throws Throwable {
        for (String text : List.of("ends with \\", "$\\mu$", "null", "true", "7", "NaN", "")) {
            assertShown(call, text, new Random(1));
        }
        Random random = new Random(7);
        for (int i = 0; i < 6; i++) {
            assertShown(call, nasty(random), random);
        }
    }

    /** Methods that take numbers; some numbers that are hard to draw. */
    private static Stream<Arguments> numbers() {
        return methods().stream()
                .filter(call -> call.toGenericString().matches(".*(double|float|NDArr|Neighbor).*"))
                .flatMap(
                        call ->
                                DoubleStream.of(0 / 0.0, 1 / 0.0, -1 / 0.0, 1e308, -1e308, 1e-320)
                                        .mapToObj(number -> Arguments.of(call, number)));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void whatIsNoNumberIsDrawnAsAWordOrRefused(Executable call, double number) throws Throwable {
        Parameter[] parameters = call.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            Object[] arguments = Arrays.stream(parameters).map(p -> sample(call, p)).toArray();
            arguments[i] = with(number, arguments[i]);
            Object drawn;
            try {
                drawn = drawn(PublicMethods.call(call, builder(call), arguments));
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().contains("expected"), e.getMessage());
                continue;
            }
            if (drawn instanceof Figure figure) {
                assertDrawable(FigureJson.of(figure));
            }
        }
    }

    /** A copy with such a number in its first and its last place. */
    private static Object with(double number, Object value) {
        if (value instanceof Double) {
            return number;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list);
            copy.set(0, with(number, copy.get(0)));
            return copy;
        }
        if (value instanceof NDArray array && array.getDataType() == DataType.FLOAT32) {
            return array.mul((float) number);
        }
        if (value instanceof Neighbor) {
            return new Neighbor(2, 1, number);
        }
        boolean array =
                value.getClass().isArray() && value.getClass().toString().matches(".*[DF]$");
        return array ? copyWith(number, value) : value;
    }

    private static Object copyWith(double number, Object array) {
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        for (int i : new int[] {0, length - 1}) {
            if (array instanceof float[]) {
                ((float[]) copy)[i] = (float) number;
            } else {
                boolean last = array instanceof double[];
                Array.set(copy, i, last ? (Object) number : with(number, Array.get(array, i)));
            }
        }
        return copy;
    }

    /** JupyterLab drops a message with NaN or Infinity among its numbers. */
    private static void assertDrawable(Object json) {
        if (json instanceof Map<?, ?> map) {
            map.values().forEach(EveryFigureTest::assertDrawable);
        } else if (json instanceof List<?> list) {
            list.forEach(EveryFigureTest::assertDrawable);
        } else if (json instanceof String text) {
            assertFalse(text.contains("Infinity"), text);
        } else if (json instanceof Number number) {
            assertTrue(Double.isFinite(number.doubleValue()), json + " is a number");
        } else {
            assertTrue(json == null || json instanceof Boolean, json + " is no JSON");
        }
    }

    /** The figure, should a builder have been returned. */
    private static Object drawn(Object made) throws Throwable {
        return made == null
                        || made instanceof Figure
                        || made instanceof Image
                        || made instanceof Map
                ? made
                : PublicMethods.call(made.getClass().getMethod("build"), made);
    }

    private static void assertShown(Executable call, String first, Random random) throws Throwable {
        List<String> texts = new ArrayList<>();
        Object[] arguments =
                Arrays.stream(call.getParameters())
                        .map(p -> isText(p) ? texts(p, first, random, texts) : sample(call, p))
                        .toArray();
        Object builder = builder(call);
        Object made = PublicMethods.call(call, builder, arguments);
        Figure figure = (Figure) drawn(made);
        List<String> shown = new ArrayList<>();
        addShown(FigureReader.json(figure), "", shown);
        for (String text : texts) {
            String lines = text.replace("\r\n", "\n").replace("\r", "\n");
            assertTrue(
                    shown.stream().anyMatch(s -> s.equals(lines) || s.startsWith(lines + " "))
                            || lines.isEmpty(),
                    () -> call + " is to show: " + lines + "\nshows: " + shown);
        }
    }

    /** Some texts for an argument, the first as asked for; they are added to a list as well. */
    private static Object texts(
            Parameter parameter, String first, Random random, List<String> all) {
        if (parameter.getType() == String.class) {
            String text = all.isEmpty() ? first : nasty(random);
            all.add(text);
            return text;
        }
        String[] texts = {"1" + first, "2" + nasty(random)};
        all.addAll(List.of(texts));
        return parameter.getType() == List.class ? List.of(texts) : texts;
    }

    private static String nasty(Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(2 + random.nextInt(9), 0, NASTY.size())
                .forEach(i -> text.append(NASTY.get(i)).append(random.nextBoolean() ? "x" : ""));
        return text.toString();
    }

    /** All that plotly.js draws of these texts. */
    private static void addShown(JsonNode json, String key, List<String> all) {
        if (json.isTextual() && Set.of("text", "name", "ticktext", "label").contains(key)) {
            all.add(drawn(json.asText()));
        }
        json.properties().forEach(field -> addShown(field.getValue(), field.getKey(), all));
        if (json.isArray()) {
            json.forEach(element -> addShown(element, key, all));
        }
    }

    /** As plotly.js's svg_text_utils.js draws a text. */
    private static String drawn(String text) {
        String oneLine = text.replaceAll("[\r\n]", " ").replaceAll("<br>", "\n");
        assertTrue(!oneLine.matches("(?s).*<[^<>]*>.*"), "would be a tag: " + text);
        Map<String, String> known =
                Map.of("mu", "μ", "amp", "&", "lt", "<", "gt", ">", "nbsp", " ", "times", "×");
        Matcher entities = Pattern.compile("&(#\\d+|#x[\\da-fA-F]+|[a-z]+);").matcher(oneLine);
        return entities.replaceAll(
                found -> Matcher.quoteReplacement(known.getOrDefault(found.group(1), "?")));
    }

    private static boolean isText(Parameter parameter) {
        return parameter.getType() == String.class
                || parameter.getType() == String[].class
                || parameter
                        .getParameterizedType()
                        .getTypeName()
                        .endsWith("List<java.lang.String>");
    }

    /** A builder that lacks nothing; null for a static method. */
    private static Object builder(Executable call) {
        if (Modifier.isStatic(call.getModifiers())) {
            return null;
        }
        boolean any = call.getDeclaringClass() == FigureBuilder.class;
        return builders()
                .filter(builder -> any || builder.getClass() == call.getDeclaringClass())
                .findFirst()
                .orElseThrow(() -> new AssertionError("a builder for " + call));
    }

    private static Stream<FigureBuilder<?>> builders() {
        double[] one = new double[1];
        List<List<Neighbor>> found =
                List.of(List.of(new Neighbor(2, 1, 0.5)), List.of(new Neighbor(3, 1, 0.5)));
        return Stream.of(
                SeriesPlot.builder().addSeries("s", one),
                DistanceHistogram.builder().setPairs(new float[1], new float[1]),
                GapHistogram.builder().addGaps("g", one),
                MatrixPlot.builder().setMatrix(new float[4][4]),
                NeighborPlot.builder()
                        .setGallery(new float[4][4], 2, LABELS)
                        .setNeighbors(new int[] {0, 1}, found),
                RocPlot.builder().addCurve("r", ROC),
                TripletPlane.builder().setPoints(POINTS, LABELS).setPair(0, 1),
                TripletPictures.builder()
                        .setImages(new float[4][4], 2)
                        .addRow("t", 0, 1, 2)
                        .addStage("s", BATCH));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void titlesOfEveryFigureAreShownAsGiven(FigureBuilder<?> builder) {
        String nasty = String.join("x", NASTY).replaceAll("\r\n|\n", " ");
        builder.optTitle(nasty + 1);
        builder.optXTitle(nasty + 2);
        builder.optYTitle(nasty + 3);
        JsonNode json = FigureReader.json(builder.build());
        assertEquals(nasty + 1, drawn(FigureReader.title(json)));
        assertEquals(
                List.of(nasty + 2, nasty + 3),
                FigureReader.axes(json).stream().map(EveryFigureTest::drawn).toList());
    }

    /** An argument with which a method draws. */
    private static Object sample(Executable call, Parameter parameter) {
        String name = parameter.getName();
        String type = parameter.getParameterizedType().getTypeName();
        String simple = type.replaceAll("\\w+\\.(?=[\\w.$]*)", "");
        return switch (simple) {
            case "int" ->
                    List.of("columns", "pixels").contains(name)
                            ? 2
                            : "positive".equals(name) ? 1 : "negative".equals(name) ? 2 : 0;
            case "int[]" -> "items".equals(name) ? new int[] {0, 1} : LABELS;
            case "NDArray" -> array(name);
            case "TripletMean" -> MEAN;
            default -> {
                assertTrue(samples.containsKey(simple), "an example of " + simple + " for " + call);
                yield samples.get(simple);
            }
        };
    }

    private static Block network() {
        Block network = Networks.mlp();
        network.initialize(NDManager.newBaseManager(), DataType.FLOAT32, DIGIT);
        return network;
    }

    private static Map<String, Object> samples() {
        return Map.ofEntries(
                Map.entry("double", 0.5),
                Map.entry("Block", network()),
                Map.entry("Shape", DIGIT),
                Map.entry("ConfusionMatrix", CONFUSION),
                Map.entry("Roc", ROC),
                Map.entry(
                        "Pca",
                        Pca.fit(new float[][] {{0, 1, 2, 4}, {1, 0, 3, 2}, {5, 3, 0, 1}}, 2)),
                Map.entry("double[]", new double[] {0.25, 0.5}),
                Map.entry("double[][]", POINTS),
                Map.entry("float[]", new float[] {1, 2}),
                Map.entry(
                        "float[][]",
                        new float[][] {{0, 1, 2, 4}, {1, 0, 3, 2}, {5, 3, 0, 1}, {3, 2, 1, 0}}),
                Map.entry("boolean[][]", new boolean[4][4]),
                Map.entry("boolean[][][]", new boolean[4][4][4]),
                Map.entry("String", "text"),
                Map.entry("String[]", new String[] {"one", "two"}),
                Map.entry("List<String>", List.of("one", "two")),
                Map.entry(
                        "List<Figure>",
                        List.of(ConfusionPlot.of(CONFUSION), ConfusionPlot.of(CONFUSION))),
                Map.entry("List<float[][]>", SNAPSHOTS),
                Map.entry(
                        "List<List<Neighbor>>",
                        List.of(
                                List.of(new Neighbor(2, 1, 0.5)),
                                List.of(new Neighbor(3, 1, 0.5)))),
                Map.entry("TrainingHistory", history),
                Map.entry("Figure", ConfusionPlot.of(CONFUSION)),
                Map.entry(
                        "Embeddings",
                        new Embeddings(new float[][] {{0, 1}, {1, 0}, {3, 3}, {4, 1}}, LABELS)),
                Map.entry("Distance", Distance.EUCLIDEAN),
                Map.entry("MiningBatch", BATCH),
                Map.entry("Triplets", new Triplets(new int[] {0}, new int[] {1}, new int[] {2})));
    }

    private static NDArray array(String name) {
        return switch (name) {
            case "labels", "classes" -> manager.create(LABELS);
            case "images" -> manager.ones(new Shape(4, 1, 2, 2));
            case "mask" -> manager.ones(new Shape(4, 4, 4));
            default -> manager.ones(new Shape(4, 4));
        };
    }

    @Test
    void twoEqualClassNamesAreTwoClasses() {
        List<String> names = List.of("a", "a");
        JsonNode confusion = FigureReader.json(ConfusionPlot.of(CONFUSION, names, "t"));
        assertEquals("[\"0\",\"1\"]", confusion.at("/data/0/x").toString());
        assertEquals("[0,1]", confusion.at("/layout/yaxis/tickvals").toString());
        assertEquals("[\"a\",\"a\"]", confusion.at("/layout/yaxis/ticktext").toString());
        float[][] rows = {{0, 1}, {1, 0}, {3, 3}, {4, 1}};
        Figure map = PcaPlot.in2d(rows, LABELS, List.of("a", "a"), "t");
        JsonNode both = FigureReader.json(SmallMultiples.of("two", List.of(map, map)));
        String written = "classes, each at its median";
        assertEquals(List.of("a", "a", written, "a", "a", written), FigureReader.names(both));
        List<String> groups = both.get("data").findValuesAsText("legendgroup");
        assertEquals(3, Set.copyOf(groups).size(), groups.toString());
        assertEquals(groups.subList(0, 3), groups.subList(3, 6));
        assertEquals(
                List.of("true", "true", "false", "false", "false", "false"),
                both.get("data").findValuesAsText("showlegend"));
    }
}
