package tripletlab.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Colour scales, axes and texts of matrices. */
final class Heatmaps {
    private static final String OFF = "#eeeeee";
    private static final String ON = "#1f5f9f";

    private Heatmaps() {}

    /** From the smallest to the largest value, and from 0 if none is below. */
    static Map<String, Object> distances(double[][] values, String title) {
        double[] known =
                Arrays.stream(values)
                        .flatMapToDouble(Arrays::stream)
                        .filter(Double::isFinite)
                        .toArray();
        double low = Math.min(0, Arrays.stream(known).min().orElse(0));
        double high = Arrays.stream(known).max().orElse(1);
        Map<String, Object> scale = Json.object("colorscale", "Viridis", "zmin", low);
        scale.put("zmax", high > low ? high : low + 1);
        scale.put("colorbar", Json.object("title", title(title), "len", 0.9));
        return scale;
    }

    /** Two colours, named beside the matrix. */
    static Map<String, Object> twoColors() {
        Object[][] colors = {{0, OFF}, {0.5, OFF}, {0.5, ON}, {1, ON}};
        Map<String, Object> bar =
                Json.object(
                        "tickvals",
                        List.of(0.25, 0.75),
                        "ticktext",
                        List.of("no", "yes"),
                        "len",
                        0.3,
                        "y",
                        0.98,
                        "yanchor",
                        "top");
        return Json.object("colorscale", colors, "zmin", 0, "zmax", 1, "colorbar", bar);
    }

    /** Nearly white to dark blue, for shares of 0 to 1. */
    static Map<String, Object> shares(String title) {
        Object[][] colors = {
            {0, "#f3f5f8"}, {0.02, "#dce9f6"}, {0.2, "#a9cbe8"}, {0.6, "#4a90c8"}, {1, "#0b3c6f"}
        };
        Map<String, Object> beside = Json.object("text", title, "side", "right");
        Map<String, Object> bar = Json.object("title", beside, "tickformat", ".0%", "len", 0.9);
        return Json.object("colorscale", colors, "zmin", 0, "zmax", 1, "colorbar", bar);
    }

    /** An axis of items, the first one at the left or at the top. */
    static Map<String, Object> axis(String title, boolean down, double first, double last) {
        return Json.object(
                "title",
                Json.object("text", PlotlyText.of("axis title", title), "standoff", 12),
                "ticklabelstandoff",
                4,
                "type",
                "category",
                "range",
                down ? List.of(last, first) : List.of(first, last),
                "showgrid",
                false,
                "zeroline",
                false,
                "ticks",
                "");
    }

    /** A text in the middle of a cell. */
    static Map<String, Object> text(int column, int row, String text) {
        return Json.object(
                "x", column, "y", row, "xref", "x", "yref", "y", "text", text, "showarrow", false);
    }

    private static Map<String, Object> title(String text) {
        return Json.object("text", PlotlyText.of("value title", text));
    }
}
