package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.Pca;
import tripletlab.plot.parts.Colors;

class PcaPlotTest {
    private static final String WRITTEN = "classes, each at its median";
    private static final double[] RATIOS = {0.75, 0.2};

    @Test
    void oneTraceAClassInOrderWithItsColor() {
        double[][] points = {{1.23456, 2}, {3, 4}, {5, 6}};
        JsonNode figure = FigureReader.json(drawn(points, new int[] {7, 2, 7}));
        assertEquals(List.of("2", "7", WRITTEN), FigureReader.names(figure));
        JsonNode seven = figure.at("/data/1");
        assertEquals(Colors.digit(7), seven.at("/marker/color").asText());
        assertArrayEquals(new double[] {1.235, 5}, FigureReader.numbers(seven.get("x")));
        assertArrayEquals(new double[] {2, 6}, FigureReader.numbers(seven.get("y")));
    }

    @Test
    void eachClassIsWrittenAtItsMedian() {
        double[][] points = {{1, 2}, {30, 4}, {5, 60}, {4, 33}};
        JsonNode text = FigureReader.json(drawn(points, new int[] {7, 7, 7, 2})).at("/data/2");
        assertEquals("text", text.get("mode").asText());
        assertEquals("[\"2\",\"7\"]", text.get("text").toString());
        assertArrayEquals(new double[] {4, 5}, FigureReader.numbers(text.get("x")));
        assertArrayEquals(new double[] {33, 4}, FigureReader.numbers(text.get("y")));
    }

    @ParameterizedTest
    @CsvSource({"'3,4,5', 9, 3 … 5", "'2,4,5', 3, '2, 4, 5'", "'4,5', 9, '4, 5'"})
    void classesAtOnePlaceAreWrittenTogether(String together, int other, String written) {
        int[] labels = {other, other};
        int[] close = Stream.of(together.split(",")).mapToInt(Integer::parseInt).toArray();
        double[][] points = new double[2 + close.length][];
        points[0] = new double[] {10, 0};
        points[1] = new double[] {10, 1};
        for (int i = 0; i < close.length; i++) {
            points[2 + i] = new double[] {-5 + 0.1 * i, 3}; // 0.1 is 1 % of the largest number
        }
        int[] all = IntStream.concat(IntStream.of(labels), IntStream.of(close)).toArray();
        JsonNode json = FigureReader.json(drawn(points, all));
        JsonNode text = json.at("/data/" + (1 + close.length));
        assertEquals("[\"%s\",\"%d\"]".formatted(written, other), text.get("text").toString());
        assertArrayEquals(new double[] {-5, 10}, FigureReader.numbers(text.get("x")));
    }

    @Test
    void classesMayHaveNames() {
        int[] labels = IntStream.range(0, 30).map(i -> i % 2 * 2).toArray(); // 0 and 2
        List<String> names = List.of("Trouser", "Bag", "Coat");
        JsonNode json = FigureReader.json(PcaPlot.in2d(gaussian(30, 5), labels, names, "Clothes"));
        assertEquals(List.of("Trouser", "Coat", WRITTEN), FigureReader.names(json));
        assertEquals(Colors.digit(2), json.at("/data/1/marker/color").asText());
        assertNames(
                () -> PcaPlot.in2d(gaussian(30, 5), labels, names.subList(0, 2), "Clothes"),
                "classNames is [Trouser, Bag], expected a name for label 2 too");
    }

    @Test
    void axesTellTheExplainedVariance() {
        double[][] points = {{1, 2}, {3, 4}};
        JsonNode json = FigureReader.json(drawn(points, new int[2]));
        assertEquals(
                List.of("component 1 (75 % of variance)", "component 2 (20 % of variance)"),
                FigureReader.axes(json));
        assertEquals("Digits", FigureReader.title(json));
    }

    @Test
    void spaceHasThreeAxes() {
        float[][] embeddings = gaussian(30, 5);
        JsonNode json = FigureReader.json(PcaPlot.in3d(embeddings, new int[30], "Digits"));
        String third = json.at("/layout/scene/zaxis/title/text").asText();
        assertTrue(third.startsWith("component 3 ("), third);
        JsonNode trace = json.at("/data/0");
        assertEquals("scatter3d", trace.get("type").asText());
        assertEquals(30, trace.get("z").size());
    }

    @Test
    void fittedComponentsFindTheSpreadOfTheData() {
        float[][] embeddings = gaussian(500, 6);
        for (float[] row : embeddings) {
            row[4] *= 10; // so nearly all variance lies along one axis: 100 / (100 + 5)
        }
        Figure figure = PcaPlot.in2d(embeddings, new int[500], "Digits");
        Figure same = PcaPlot.in2d(new Embeddings(embeddings, new int[500]), "Digits");
        assertEquals(FigureReader.json(figure), FigureReader.json(same));
        String first = FigureReader.axes(FigureReader.json(figure)).get(0);
        assertTrue(first.matches("component 1 \\(9[456] % of variance\\)"), first);
    }

    @ParameterizedTest
    @CsvSource({"2000, 2000, Digits", "2001, 1001, Digits (1001 of 2001 points)"})
    void manyPointsAreThinned(int points, int drawn, String title) {
        int[] labels = IntStream.range(0, points).map(i -> i % 3).toArray();
        JsonNode json = FigureReader.json(drawn(new double[points][2], labels));
        int shown = json.get("data").findValues("x").stream().mapToInt(JsonNode::size).sum();
        assertEquals(drawn + 1, shown); // three classes, written at one place
        assertEquals(title, FigureReader.title(json));
    }

    @Test
    void otherComponentsMayBeShown() {
        float[][] embeddings = gaussian(40, 5);
        int[] labels = new int[40];
        Pca own = Pca.fit(embeddings, 2);
        JsonNode same = FigureReader.json(PcaPlot.of(own, embeddings, labels, "Digits"));
        assertEquals(FigureReader.json(PcaPlot.in2d(embeddings, labels, "Digits")), same);
        Pca space = Pca.fit(embeddings, 3);
        JsonNode three = FigureReader.json(PcaPlot.of(space, embeddings, labels, "Digits"));
        assertEquals(FigureReader.json(PcaPlot.in3d(embeddings, labels, "Digits")), three);
    }

    @Test
    void badInputIsNamed() {
        float[][] rows = gaussian(2, 5);
        Pca pca = Pca.fit(gaussian(9, 5), 2);
        Pca one = Pca.fit(gaussian(9, 5), 1);
        assertNames(
                () -> PcaPlot.of(pca, new float[][] {{1, 2}, {3, 4, 5}}, new int[2], "x"),
                "rows has 3 numbers in row 1, expected 2");
        assertNames(
                () -> PcaPlot.of(pca, rows, new int[1], "x"),
                "labels has length 1, expected 2: one for each point");
        assertNames(
                () -> PcaPlot.of(one, rows, new int[2], "x"), "pca has 1 components, expected 2");
        assertNames(
                () -> PcaPlot.of(pca, rows, new int[] {0, -3}, "x"),
                "label is -3, expected 0 or more");
        assertNames(() -> PcaPlot.in2d(new float[0][], new int[0], "x"), "labels is empty");
    }

    private static Figure drawn(double[][] points, int[] labels) {
        return PcaPlot.drawn(points, labels, null, "Digits", RATIOS, 2000);
    }

    private static float[][] gaussian(int rows, int columns) {
        Random random = new Random(1);
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) random.nextGaussian();
            }
        }
        return values;
    }
}
