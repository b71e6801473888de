package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
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
        assertEquals("y2", json.at("/layout/xaxis2/anchor").asText());
        double end = json.at("/layout/xaxis/domain/1").asDouble();
        assertTrue(end < json.at("/layout/xaxis2/domain/0").asDouble());
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
    void whatAFigureKeepsOutOfItsLegendStaysOut() {
        double[][] points = {{0, 0}, {1, 0}, {2, 0}};
        Figure plane = TripletPlane.of(points, new int[] {0, 0, 1}, 0, 1, 1);
        JsonNode json = FigureReader.json(SmallMultiples.of("All", List.of(plane, plane)));
        for (JsonNode trace : json.get("data")) {
            boolean named = !trace.path("name").asText().isEmpty();
            assertTrue(named || !trace.path("showlegend").asBoolean(true), trace.toString());
        }
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
        Figure map = PcaPlot.of(points, new int[] {3, 5}, "Map", new double[] {0.7, 0.3});
        JsonNode layout =
                FigureReader.json(SmallMultiples.of("All", List.of(map, map))).get("layout");
        assertEquals("x", layout.at("/yaxis/scaleanchor").asText());
        assertEquals("y", layout.at("/yaxis2/matches").asText());
    }

    @Test
    void rangesAreJoined() {
        double[] far = {3};
        Figure one = DistanceHistogram.of(new double[] {1}, far); // all in one bin: 1
        Figure two = DistanceHistogram.of(new double[] {1, 2}, new double[] {3, 1});
        JsonNode layout =
                FigureReader.json(SmallMultiples.of("All", List.of(two, one))).get("layout");
        assertEquals("[0,1.05]", layout.at("/yaxis/range").toString());
        assertEquals("[0,1.05]", layout.at("/yaxis2/range").toString());
    }

    @Test
    void shapesMoveWithTheirFigure() {
        Figure mask = MatrixPlot.of(new boolean[2][2], new int[] {3, 3});
        JsonNode json = FigureReader.json(SmallMultiples.of("All", List.of(mask, mask)));
        assertEquals(
                List.of("x", "x", "x2", "x2"), json.at("/layout/shapes").findValuesAsText("xref"));
        assertEquals(List.of("true", "false"), json.get("data").findValuesAsText("showscale"));
    }

    @Test
    void badInputIsNamed() {
        assertNames(() -> SmallMultiples.of("x", List.of()), "figures is empty");
        List<Figure> one = List.of(curves("a", 1));
        assertNames(() -> SmallMultiples.of("x", one, 0), "columns is 0, expected 1 or more");
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
