package tripletlab.plot.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Font;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.threeD.Scene;
import tech.tablesaw.plotly.traces.HeatmapTrace;
import tech.tablesaw.plotly.traces.Scatter3DTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tripletlab.plot.FigureReader;

/** Reads the figures back with a strict JSON parser, as a browser would. */
class FigureJsonTest {
    private static final double[] X = {1, 2.5, -3e-7};

    @Test
    void numbersAreNumbersAndUnknownOnesNull() {
        ScatterTrace trace =
                ScatterTrace.builder(X, new double[] {Double.NaN, 1e300, 1 / 0.0}).build();
        JsonNode data = json(new Figure(trace)).at("/data/0");
        assertEquals("[1,2.5,-3.0E-7]", data.get("x").toString());
        assertEquals("[null,1.0E300,null]", data.get("y").toString());
        assertEquals("scatter", data.get("type").asText());
    }

    @Test
    void namesAndTextsStayText() {
        ScatterTrace trace =
                ScatterTrace.builder(X, X).name("7").text(new String[] {"1", "true", "x"}).build();
        JsonNode data = json(new Figure(trace)).at("/data/0");
        assertEquals("\"7\"", data.get("name").toString());
        assertEquals("[\"1\",\"true\",\"x\"]", data.get("text").toString());
    }

    @Test
    void titlesAreObjects() {
        Layout layout =
                Layout.builder("It's a \"title\"", "x & y")
                        .titleFont(Font.builder().size(20).build())
                        .build();
        JsonNode json = json(new Figure(layout, ScatterTrace.builder(X, X).build())).get("layout");
        assertEquals("It's a \"title\"", json.at("/title/text").asText());
        assertEquals(20, json.at("/title/font/size").asInt());
        assertEquals("x &amp; y", json.at("/xaxis/title/text").asText());
        assertFalse(json.has("titlefont"));
    }

    @Test
    void emptyTitlesAreLeftOut() {
        Layout layout = Layout.builder().yAxis(Axis.builder().build()).build();
        JsonNode json = json(new Figure(layout, ScatterTrace.builder(X, X).build())).get("layout");
        assertFalse(json.has("title"));
        assertFalse(json.get("yaxis").has("title"));
    }

    @Test
    void axesInSpaceHaveTitles() {
        Scene scene = Scene.sceneBuilder().zAxis(Axis.builder().title("depth").build()).build();
        Layout layout = Layout.builder("Space").scene(scene).build();
        JsonNode json = json(new Figure(layout, Scatter3DTrace.builder(X, X, X).build()));
        assertEquals("depth", json.at("/layout/scene/zaxis/title/text").asText());
        assertEquals("[1,2.5,-3.0E-7]", json.at("/data/0/z").toString());
    }

    @Test
    void matricesAreRead() {
        String[] names = {"a", "b"};
        HeatmapTrace trace =
                HeatmapTrace.builder(names, names, new double[][] {{1, 2}, {3, Double.NaN}})
                        .build();
        JsonNode data = json(new Figure(trace)).at("/data/0");
        assertEquals("[[1,2],[3,null]]", data.get("z").toString());
        assertEquals("[\"a\",\"b\"]", data.get("x").toString());
    }

    @Test
    void tablesawsOwnPagesGetTheWholeFigure() {
        Map<String, Object> trace = Json.of("{name: %s, z: %s}", "</script>", List.of(0));
        PlotlyFigure figure =
                new PlotlyFigure(Map.of(), List.of(trace), List.of(Map.of("name", "one")));
        String script = figure.asJavascript("here");
        assertTrue(script.contains("Plotly.newPlot(target_here, figure);"), script);
        assertTrue(script.contains("\"frames\":[{\"name\":\"one\"}]"), script);
        assertTrue(script.contains("\"z\":[0]"), script);
        assertTrue(script.contains("\\u003c/script>"), script);
        assertEquals(2, script.split("</script>", -1).length, script); // the page's own
    }

    private static JsonNode json(Figure figure) {
        return FigureReader.json(figure);
    }
}
