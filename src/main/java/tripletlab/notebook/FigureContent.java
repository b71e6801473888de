package tripletlab.notebook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.plot.parts.FigureJson;

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
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("displaylogo", false);
        config.put("showSendToCloud", false); // it would ask the network
        config.put("typesetMath", false); // or plotly.js would take $…$ for a formula
        Map<String, Object> json = FigureJson.of(figure);
        json.put("config", config);
        return json;
    }

    /** Title, traces and their points. */
    private static String sentence(Map<String, Object> plotly) {
        String title = "";
        if (plotly.get("layout") instanceof Map<?, ?> layout
                && layout.get("title") instanceof Map<?, ?> map) {
            title = " \"" + plain(map.get("text")) + "\"";
        }
        StringJoiner traces = new StringJoiner(", ", "Figure" + title + ": ", "");
        for (Object one : (List<?>) plotly.get("data")) {
            Map<?, ?> trace = (Map<?, ?>) one;
            Object name = trace.get("name");
            String called = name == null || "".equals(name) ? trace.get("type") + "" : plain(name);
            Object points = trace.get("x") == null ? trace.get("z") : trace.get("x");
            int size = points instanceof List<?> list ? list.size() : 0;
            traces.add("%s (%d points)".formatted(called, size));
        }
        return traces.toString();
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
