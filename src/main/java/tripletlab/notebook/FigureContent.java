package tripletlab.notebook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.plot.parts.FigureJson;
import tripletlab.plot.parts.Json;

/**
 * What a notebook shows of a figure: an object for JupyterLab's plotly extension, and a sentence
 * for where nothing is drawn.
 */
public final class FigureContent {
    /** The MIME type of the object. */
    public static final String PLOTLY = "application/vnd.plotly.v1+json";

    private FigureContent() {}

    /** Both by MIME type. */
    public static Map<String, Object> of(Figure figure) {
        Map<String, Object> plotly = plotly(figure);
        return Map.of(PLOTLY, plotly, "text/plain", sentence(plotly));
    }

    /** The figure as maps, lists, strings, numbers and booleans, with no NaN among them. */
    static Map<String, Object> plotly(Figure figure) {
        Map<String, Object> json = FigureJson.of(figure);
        // the second would ask the network; with the third, $…$ would be a formula; the others
        // would lie on the title
        json.put(
                "config",
                Json.of(
                        """
                        {displaylogo: false, showSendToCloud: false, typesetMath: false,
                         modeBarButtonsToRemove: ['select2d', 'lasso2d', 'zoomIn2d', 'zoomOut2d',
                         'autoScale2d', 'orbitRotation', 'resetCameraLastSave3d']}
                        """));
        return json;
    }

    /** Title, and each name with its points; of a drawing without points, what is written in it. */
    private static String sentence(Map<String, Object> plotly) {
        Map<String, Object> layout = Json.map(plotly.get("layout"));
        Map<String, Integer> points = new LinkedHashMap<>();
        for (Object one : Json.list(plotly.get("data"))) {
            Map<String, Object> trace = Json.map(one);
            Object name = trace.get("name");
            String called = name == null || "".equals(name) ? trace.get("type") + "" : plain(name);
            int size = Json.list(trace.get(trace.get("x") == null ? "z" : "x")).size();
            points.merge(called, size, Integer::sum);
        }
        StringJoiner parts = new StringJoiner(", ", ": ", "").setEmptyValue("");
        points.forEach((name, n) -> parts.add(name + " (" + n + (n == 1 ? " point)" : " points)")));
        if (points.isEmpty()) {
            Json.list(layout.get("annotations")).stream()
                    .map(one -> Json.map(one).get("text"))
                    .filter(text -> text != null && !text.toString().isBlank()) // an arrow's
                    .forEach(text -> parts.add(plain(text)));
        }
        Object title = Json.map(layout.get("title")).get("text");
        return "Figure" + (title == null ? "" : " \"" + plain(title) + "\"") + parts;
    }

    /** A text of plotly.js, which is a little HTML, on one line. */
    private static String plain(Object text) {
        return text.toString()
                .replace("<br>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
