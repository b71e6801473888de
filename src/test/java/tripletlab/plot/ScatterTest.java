package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScatterTest {
    private static final double[] X = {1, 2.5};
    private static final double[] Y = {3, Double.NaN};

    @Test
    void aLineIsSaidInTheWordsOfPlotly() {
        Map<String, Object> json = Scatter.line("loss", X, Y, "color", "#222222").json();
        assertEquals("scatter", json.get("type"));
        assertEquals("lines", json.get("mode"));
        assertEquals("loss", json.get("name"));
        assertEquals(List.of(1, 2.5), json.get("x"));
        assertEquals(Json.list(Json.plain(Y)), json.get("y"));
        assertEquals(Map.of("color", "#222222"), json.get("line"));
    }

    @Test
    void anAreaHasALineToo() {
        Map<String, Object> json = Scatter.area("", X, X, "toself", "red", "width", 2).json();
        assertEquals(List.of("toself", "red"), List.of(json.get("fill"), json.get("fillcolor")));
        assertEquals(Map.of("width", 2), json.get("line"));
    }

    @Test
    void aNameIsNoHtml() {
        Map<String, Object> json = Scatter.markers("d_ap < d_an & <b>", X, Y).json();
        assertEquals("d_ap &lt; d_an &amp; &lt;b&gt;", json.get("name"));
    }
}
