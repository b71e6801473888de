package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.evaluation.Embeddings;

class PcaPlotTest {
    private static final double[] RATIOS = {0.75, 0.2};

    @Test
    void oneTraceAClassInOrderWithItsColor() {
        double[][] points = {{1.23456, 2}, {3, 4}, {5, 6}};
        JsonNode figure =
                FigureReader.json(PcaPlot.of(points, new int[] {7, 2, 7}, "Digits", RATIOS));
        assertEquals(List.of("2", "7"), FigureReader.names(figure));
        JsonNode seven = figure.at("/data/1");
        assertEquals(Colors.digit(7), seven.at("/marker/color").asText());
        assertArrayEquals(new double[] {1.235, 5}, FigureReader.numbers(seven.get("x")));
        assertArrayEquals(new double[] {2, 6}, FigureReader.numbers(seven.get("y")));
    }

    @Test
    void classesMayHaveNames() {
        int[] labels = IntStream.range(0, 30).map(i -> i % 2 * 2).toArray(); // 0 and 2
        List<String> names = List.of("Trouser", "Bag", "Coat");
        JsonNode json = FigureReader.json(PcaPlot.in2d(gaussian(30, 5), labels, names, "Clothes"));
        assertEquals(List.of("Trouser", "Coat"), FigureReader.names(json));
        assertEquals(Colors.digit(2), json.at("/data/1/marker/color").asText());
        assertNames(
                () -> PcaPlot.in2d(gaussian(30, 5), labels, names.subList(0, 2), "Clothes"),
                "classNames is [Trouser, Bag], expected a name for label 2 too");
    }

    @Test
    void axesTellTheExplainedVariance() {
        double[][] points = {{1, 2}, {3, 4}};
        JsonNode json = FigureReader.json(PcaPlot.of(points, new int[2], "Digits", RATIOS));
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
        JsonNode json =
                FigureReader.json(PcaPlot.of(new double[points][2], labels, "Digits", RATIOS));
        int shown = json.get("data").findValues("x").stream().mapToInt(JsonNode::size).sum();
        assertEquals(drawn, shown);
        assertEquals(title, FigureReader.title(json));
    }

    @Test
    void badShapesAreNamed() {
        double[][] points = {{1, 2}, {3, 4, 5}};
        assertMessage("points has 3 numbers in row 1, expected 2", points, new int[2], RATIOS);
        assertMessage(
                "labels has length 1, expected 2, one for each point", points, new int[1], RATIOS);
        assertMessage(
                "explainedVarianceRatio has length 1, expected 2 or 3",
                points,
                new int[2],
                new double[1]);
        assertMessage("label is -3, expected 0 or more", new double[1][2], new int[] {-3}, RATIOS);
        assertMessage(
                "labels is empty, expected at least one", new double[0][], new int[0], RATIOS);
    }

    private static void assertMessage(
            String message, double[][] points, int[] labels, double[] ratios) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> PcaPlot.of(points, labels, "Digits", ratios));
        assertEquals(message, e.getMessage());
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
