package tripletlab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.internal.Arguments;

/**
 * A figure as the JSON that plotly.js draws: {@code data}, {@code layout} and, if it moves, {@code
 * frames}.
 */
public final class FigureJson {
    private static final Map<String, Object> MARGIN =
            Json.object("l", 80, "r", 30, "t", 60, "b", 60);

    private FigureJson() {}

    /**
     * Reads a figure.
     *
     * @param figure one of this package or of Tablesaw's own
     * @return maps, lists, strings, numbers and booleans, with no NaN among them
     * @throws IllegalArgumentException if Tablesaw wrote what is no JavaScript
     */
    public static Map<String, Object> of(Figure figure) {
        Arguments.requireNonNull("figure", figure);
        List<Object> data = new ArrayList<>();
        Trace[] traces = figure.getTraces();
        for (int i = 0; i < traces.length; i++) {
            data.add(
                    traces[i] instanceof JsonTrace trace
                            ? trace.json()
                            : TablesawScript.read(traces[i].asJavascript(i)));
        }
        Map<String, Object> layout = layout(figure);
        Map<String, Object> json = Json.object("data", data, "layout", layout);
        if (figure instanceof PlotlyFigure own) {
            Json.merge(layout, own.more());
            if (!own.frames().isEmpty()) {
                json.put("frames", own.frames());
            }
        }
        return json;
    }

    private static Map<String, Object> layout(Figure figure) {
        // small markers, but a readable legend
        Map<String, Object> legend = Json.object("itemsizing", "constant");
        Map<String, Object> hover = Json.object("namelength", -1); // cut names may end in "&l"
        Map<String, Object> layout =
                Json.object("margin", MARGIN, "legend", legend, "hoverlabel", hover);
        if (figure.getLayout() != null) {
            layout.putAll(TablesawScript.read(figure.getLayout().asJavascript()));
        }
        equalScale(layout);
        titleAtLeft(layout);
        return layout;
    }

    /** In the middle it would run into plotly.js's buttons. */
    private static void titleAtLeft(Map<String, Object> layout) {
        if (layout.get("title") instanceof Map<?, ?> title) {
            Map<String, Object> placed = Json.object("x", 0, "xref", "paper");
            Json.merge(placed, Json.map(title));
            layout.put("title", placed);
        }
    }

    /** An axis that Tablesaw constrains is anchored, which Tablesaw itself cannot say. */
    private static void equalScale(Map<String, Object> layout) {
        Map<String, Object> axis = Json.map(layout.get("yaxis"));
        if (axis.containsKey("constraintoward") || axis.containsKey("scaleratio")) {
            axis.put("scaleanchor", "x");
        }
    }
}
