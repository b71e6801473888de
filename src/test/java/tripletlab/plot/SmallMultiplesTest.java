package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.plotly.components.Figure;

class SmallMultiplesTest {

    @Test
    void eachFigureHasAxesAndATitleOfItsOwn() {
        JsonNode json =
                FigureReader.json(
                        SmallMultiples.of("All", List.of(curves("a", 1), curves("b", 2, 5))));
        assertEquals("All", FigureReader.title(json));
        assertEquals("x", json.at("/data/0/xaxis").asText());
        assertEquals("y2", json.at("/data/2/yaxis").asText());
        assertEquals("[2,5]", json.at("/data/2/y").toString());
        assertEquals(List.of("a", "b"), json.at("/layout/annotations").findValuesAsText("text"));
        assertEquals(2, json.at("/layout/grid/columns").asInt());
        assertEquals(1, json.at("/layout/grid/rows").asInt());
        assertEquals("x2 domain", json.at("/layout/annotations/1/xref").asText());
    }

    @Test
    void scalesAreSharedAndNamesInTheLegendOnce() {
        JsonNode json =
                FigureReader.json(SmallMultiples.of("All", Collections.nCopies(3, curves("a", 1))));
        assertEquals("x", json.at("/layout/xaxis3/matches").asText());
        assertEquals("y", json.at("/layout/yaxis2/matches").asText());
        assertFalse(json.at("/layout/yaxis").has("matches"));
        assertEquals(
                List.of("true", "true", "false", "false", "false", "false"),
                json.get("data").findValuesAsText("showlegend"));
        assertEquals("loss", json.at("/data/4/legendgroup").asText());
    }

    @Test
    void aColorMeansOneNumberInAllMatrices() {
        Figure near = MatrixPlot.builder().setMatrix(new float[][] {{0, 1}, {1, 0}}).build();
        Figure far = MatrixPlot.builder().setMatrix(new float[][] {{-2, 5}, {5, 0}}).build();
        JsonNode json = FigureReader.json(SmallMultiples.of("Both", List.of(near, far)));
        for (JsonNode trace : json.get("data")) {
            assertEquals(-2, trace.get("zmin").asDouble());
            assertEquals(5, trace.get("zmax").asDouble());
        }
    }

    @Test
    void whatAFigureKeepsOutOfItsLegendStaysOut() {
        double[][] points = {{0, 0}, {1, 0}, {2, 0}};
        Figure plane =
                TripletPlane.builder().setPoints(points, new int[] {0, 0, 1}).setPair(0, 1).build();
        JsonNode json = FigureReader.json(SmallMultiples.of("All", List.of(plane, plane)));
        for (JsonNode trace : json.get("data")) {
            boolean named = !trace.path("name").asText().isEmpty();
            assertTrue(named || !trace.path("showlegend").asBoolean(true), trace.toString());
        }
    }

    @Test
    void aNameOutsideTheLegendTakesNoWidthFromTheFigures() {
        float[][] points = {{0, 0}, {1, 0}, {2, 0}};
        Figure map = PcaPlot.in2d(points, new int[] {0, 1, 2}, "map"); // names its classes' medians
        JsonNode json = FigureReader.json(SmallMultiples.of("All", List.of(map, map)));
        assertEquals(77, json.at("/layout/margin/r").asInt()); // of one digit
    }

    @Test
    void sameAxisTitlesStandOutsideOnly() {
        JsonNode layout =
                FigureReader.json(
                                SmallMultiples.of("All", Collections.nCopies(4, curves("a", 1)), 2))
                        .get("layout");
        assertEquals("value", layout.at("/yaxis/title/text").asText());
        assertTrue(layout.at("/yaxis2/title").isMissingNode());
        assertTrue(layout.at("/xaxis/title").isMissingNode());
        assertEquals("step", layout.at("/xaxis4/title/text").asText());
    }

    @Test
    void equalScalesStayEqual() {
        double[][] points = {{1, 2}, {3, 4}};
        Figure map =
                PcaPlot.drawn(points, new int[] {3, 5}, null, "Map", new double[] {0.7, 0.3}, 2);
        JsonNode layout =
                FigureReader.json(SmallMultiples.of("All", List.of(map, map))).get("layout");
        assertEquals("x", layout.at("/yaxis/scaleanchor").asText());
        assertEquals("y", layout.at("/yaxis2/matches").asText());
    }

    @Test
    void rangesAreJoined() {
        float[] far = {3};
        DistanceHistogram histogram = DistanceHistogram.builder();
        Figure one = histogram.setPairs(new float[] {1}, far).build(); // all in one bin: 1
        Figure two = histogram.setPairs(new float[] {1, 2}, new float[] {3, 1}).build();
        JsonNode layout =
                FigureReader.json(SmallMultiples.of("All", List.of(two, one))).get("layout");
        assertEquals("[0,1.05]", layout.at("/yaxis/range").toString());
        assertEquals("[0,1.05]", layout.at("/yaxis2/range").toString());
    }

    @Test
    void shapesMoveWithTheirFigure() {
        Figure mask =
                MatrixPlot.builder().setMatrix(new float[2][2]).optLabels(new int[] {3, 3}).build();
        JsonNode json = FigureReader.json(SmallMultiples.of("All", List.of(mask, mask)));
        assertEquals(
                List.of("x", "x", "x2", "x2"), json.at("/layout/shapes").findValuesAsText("xref"));
        assertEquals(List.of("true", "false"), json.get("data").findValuesAsText("showscale"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 16})
    void cellsOfMatricesAreSquareAndFillTheFigure(int count) {
        Figure one = MatrixPlot.builder().setMatrix(new float[2][2]).build();
        for (int columns = 1; columns <= Math.min(count, 5); columns++) {
            List<Figure> all = Collections.nCopies(count, one);
            JsonNode layout =
                    FigureReader.json(SmallMultiples.of("All", all, columns)).get("layout");
            double wide =
                    cell(layout, "width", "l", "r", layout.at("/grid/columns").asInt(), "xgap");
            double high = cell(layout, "height", "t", "b", layout.at("/grid/rows").asInt(), "ygap");
            assertEquals(wide, high, 1.5, count + " in " + columns);
        }
    }

    /** As plotly.js's grid divides the room; a gap is a part of a cell with its gap. */
    private static double cell(
            JsonNode layout, String side, String from, String to, int cells, String gapKey) {
        JsonNode margin = layout.get("margin");
        double room = layout.get(side).asInt() - margin.get(from).asInt() - margin.get(to).asInt();
        double gap = layout.at("/grid/" + gapKey).asDouble();
        return room / (cells - gap) * (1 - gap);
    }

    @Test
    void oneRowGrowsWithItsLegend() {
        SeriesPlot many = SeriesPlot.builder();
        for (int i = 0; i < 20; i++) {
            many.addSeries("line " + i, new double[1]);
        }
        List<Figure> three = Collections.nCopies(3, many.optTitle("many").build());
        JsonNode layout = FigureReader.json(SmallMultiples.of("All", three)).get("layout");
        assertTrue(layout.get("height").asInt() - 80 - 60 >= 20 * 20, layout.get("height") + "");
    }

    @Test
    void badInputIsNamed() {
        assertNames(() -> SmallMultiples.of("x", List.of()), "figures is empty");
        List<Figure> one = List.of(curves("a", 1));
        Figure moving = Animation.of(List.of("a"), one);
        assertNames(() -> SmallMultiples.of("x", List.of(moving)), "figure 0 is moving");
        float[][] rows = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        Figure space = PcaPlot.in3d(rows, new int[3], "x");
        assertNames(() -> SmallMultiples.of("x", List.of(space)), "figure 0 is in space");
    }

    private static Figure curves(String title, double... values) {
        return SeriesPlot.builder()
                .addSeries("loss", values)
                .addSeries("norm", new double[] {1, 2})
                .optTitle(title)
                .build();
    }
}
