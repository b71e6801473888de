package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.plotly.components.Figure;

class StackedPlotTest {

    @Test
    void eachCurveHasItsScaleAndAllShareX() {
        JsonNode json =
                FigureReader.json(
                        StackedPlot.of("All", List.of(curve("loss", 1), curve("norm", 500))));
        assertEquals("All", FigureReader.title(json));
        assertEquals("loss", json.at("/layout/yaxis/title/text").asText());
        assertEquals("norm", json.at("/layout/yaxis2/title/text").asText());
        assertTrue(json.at("/layout/yaxis2/matches").isMissingNode());
        assertEquals(List.of("x", "x"), json.get("data").findValuesAsText("xaxis"));
        assertEquals(List.of("y", "y2"), json.get("data").findValuesAsText("yaxis"));
        assertEquals("epoch", json.at("/layout/xaxis/title/text").asText());
        assertEquals("y2", json.at("/layout/xaxis/anchor").asText());
        assertTrue(json.at("/layout/xaxis2").isMissingNode());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void theyFillTheFigureFromTopToBottomWithoutOverlap(int count) {
        List<Figure> all = Collections.nCopies(count, curve("loss", 1));
        JsonNode layout = FigureReader.json(StackedPlot.of("All", all)).get("layout");
        double above = 1;
        for (int i = 1; i <= count; i++) {
            JsonNode domain = layout.at("/yaxis" + (i == 1 ? "" : i) + "/domain");
            double low = domain.get(0).asDouble();
            double high = domain.get(1).asDouble();
            assertTrue(low < high && high <= above, domain + " below " + above);
            assertEquals(190, (high - low) * (layout.get("height").asInt() - 170), 0.5);
            above = low;
        }
        assertEquals(0, above, 1e-9);
    }

    @Test
    void aNameIsInTheLegendOnceAndSwitchesAll() {
        JsonNode data =
                FigureReader.json(
                                StackedPlot.of(
                                        "All", List.of(curve("loss", 1), curve("norm", 500))))
                        .get("data");
        assertEquals(List.of("true", "false"), data.findValuesAsText("showlegend"));
        assertEquals(List.of("run", "run"), data.findValuesAsText("legendgroup"));
    }

    @Test
    void aNameHasOneColour() {
        Figure both =
                SeriesPlot.builder()
                        .addSeries("one", new double[] {1, 2})
                        .addSeries("run", new double[] {3, 4})
                        .build();
        JsonNode data =
                FigureReader.json(StackedPlot.of("All", List.of(both, curve("norm", 5))))
                        .get("data");
        List<String> colours =
                data.findValues("line").stream().map(l -> l.get("color").asText()).toList();
        assertEquals(colours.get(1), colours.get(2));
        assertFalse(colours.get(0).equals(colours.get(2)), colours.toString());
        assertEquals("[5,10]", data.at("/2/y").toString());
    }

    @Test
    void curvesOfOneNameInOneFigureAreToldApart() {
        Figure twins =
                SeriesPlot.builder()
                        .addSeries("run", new double[] {1, 2})
                        .addSeries("run", new double[] {3, 4})
                        .build();
        JsonNode data = FigureReader.json(StackedPlot.of("All", List.of(twins))).get("data");
        assertEquals(2, Set.copyOf(data.findValuesAsText("legendgroup")).size());
        assertEquals(List.of("true", "true"), data.findValuesAsText("showlegend"));
        assertFalse(data.at("/0/line/color").equals(data.at("/1/line/color")));
    }

    @Test
    void theFiguresThemselvesStayAsTheyWere() {
        Figure one = curve("loss", 1);
        StackedPlot.of("All", List.of(one, one));
        assertFalse(FigureReader.json(one).at("/data/0").has("legendgroup"));
    }

    @Test
    void badInputIsNamed() {
        assertNames(() -> StackedPlot.of("x", List.of()), "figures is empty");
        List<Figure> one = List.of(curve("loss", 1));
        Figure moving = Animation.of(List.of("a"), one);
        assertNames(() -> StackedPlot.of("x", List.of(moving)), "figure 0 is moving");
        float[][] rows = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        Figure space = PcaPlot.in3d(rows, new int[3], "x");
        assertNames(() -> StackedPlot.of("x", List.of(space)), "figure 0 is in space");
    }

    private static Figure curve(String quantity, double value) {
        return SeriesPlot.builder()
                .addSeries("run", new double[] {value, 2 * value})
                .optXTitle("epoch")
                .optYTitle(quantity)
                .build();
    }
}
