package tripletlab.plot;

import java.util.Map;

/**
 * A scatter trace in plotly.js's own words. Tablesaw's compiles a template anew for itself, its
 * line and its markers; for a figure of ten traces a slider would be felt to lag by that.
 */
final class Scatter {
    private Scatter() {}

    /** A trace of points, and what else plotly.js is to know. */
    static JsonTrace of(
            String name, String mode, double[] x, double[] y, Map<String, Object> more) {
        Map<String, Object> trace =
                Json.object(
                        "type",
                        "scatter",
                        "mode",
                        mode,
                        "x",
                        x,
                        "y",
                        y,
                        "name",
                        PlotlyText.of("name", name));
        trace.putAll(more);
        return new JsonTrace(trace);
    }

    /** A line with its keys and values in turn. */
    static JsonTrace line(String name, double[] x, double[] y, Object... line) {
        return of(name, "lines", x, y, Json.object("line", Json.object(line)));
    }

    /** A filled area; the line around it has keys and values in turn. */
    static JsonTrace area(
            String name, double[] x, double[] y, String fill, String fillColor, Object... line) {
        Map<String, Object> lineAndFill =
                Json.object("line", Json.object(line), "fill", fill, "fillcolor", fillColor);
        return of(name, "lines", x, y, lineAndFill);
    }

    /** Markers with their keys and values in turn. */
    static JsonTrace markers(String name, double[] x, double[] y, Object... marker) {
        return of(name, "markers", x, y, Json.object("marker", Json.object(marker)));
    }
}
