package tripletlab.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.internal.Arguments;

/**
 * Several figures of one kind side by side as one, to compare them: maps of embeddings for some
 * margins, loss curves of some miners.
 *
 * <p>Each keeps its title above it. All have the same scale, so that lengths can be compared, and
 * zooming one zooms all. A name is in the legend once; switching it off there switches it off
 * everywhere.
 */
public final class SmallMultiples {
    private SmallMultiples() {}

    /**
     * Joins figures, up to three in a row.
     *
     * @param title of all together
     * @param figures in the plane, each with a title of its own
     * @return a figure of 800 pixels width
     * @throws IllegalArgumentException if there is no figure, or one is in space or moves
     */
    public static Figure of(String title, List<Figure> figures) {
        Arguments.requireNonNull("figures", figures);
        return of(title, figures, figures.size() == 4 ? 2 : 3);
    }

    /**
     * Joins figures.
     *
     * @param title of all together
     * @param figures in the plane, each with a title of its own
     * @param columns how many in a row, 1 or more
     * @return a figure of 800 pixels width
     * @throws IllegalArgumentException if there is no figure, one is in space or moves, or {@code
     *     columns} is below 1
     */
    public static Figure of(String title, List<Figure> figures, int columns) {
        Arguments.requireNonNull("title", title);
        if (Arguments.requireNoNulls("figures", figures).isEmpty()) {
            throw new IllegalArgumentException("figures is empty, expected at least one");
        }
        Arguments.requireAtLeast("columns", columns, 1);
        List<Map<String, Object>> all = figures.stream().map(FigureJson::of).toList();
        for (int i = 0; i < all.size(); i++) {
            boolean space = Json.map(all.get(i).get("layout")).containsKey("scene");
            if (space || all.get(i).containsKey("frames")) {
                throw new IllegalArgumentException(
                        "figure %d is %s, expected a still figure in the plane"
                                .formatted(i, space ? "in space" : "moving"));
            }
        }
        return new Joined(all, columns).figure(title);
    }

    /** The figures on their way to be one. */
    private static final class Joined {
        private final List<Map<String, Object>> layouts;
        private final List<Map<String, Object>> figures;
        private final CellGrid grid;
        private final boolean matrices;
        private final Map<String, Object> more = Json.object();
        private final List<Object> annotations = new ArrayList<>();
        private final List<Object> shapes = new ArrayList<>();
        private final List<Trace> traces = new ArrayList<>();
        private final Set<Object> named = new HashSet<>();

        Joined(List<Map<String, Object>> figures, int columns) {
            this.figures = figures;
            layouts = figures.stream().map(figure -> Json.map(figure.get("layout"))).toList();
            matrices = axes("xaxis").stream().allMatch(a -> "category".equals(a.get("type")));
            boolean square = axes("yaxis").stream().allMatch(a -> a.containsKey("scaleanchor"));
            grid =
                    new CellGrid(
                            figures.size(),
                            Math.min(columns, figures.size()),
                            !sameTitles("xaxis"),
                            !sameTitles("yaxis"),
                            matrices || square,
                            legendWidth(),
                            legendHeight());
        }

        Figure figure(String title) {
            for (int i = 0; i < figures.size(); i++) {
                addTraces(i);
                addAxis(i, "x");
                addAxis(i, "y");
                addTitle(i);
                addAll(i, "shapes", shapes);
                addAll(i, "annotations", annotations);
            }
            more.put("annotations", annotations);
            more.put("shapes", shapes);
            more.put("legend", Json.object("tracegroupgap", 0));
            more.put("title", Json.object("y", 1 - 28.0 / grid.height(), "yanchor", "middle"));
            Layout layout =
                    Layouts.titled(
                                    title,
                                    grid.height(),
                                    CellGrid.LEFT,
                                    grid.legend(),
                                    CellGrid.TOP,
                                    CellGrid.BOTTOM)
                            .showLegend(!matrices)
                            .build();
            return new PlotlyFigure(layout, more, traces.toArray(new Trace[0]));
        }

        /** By the longest name; a colour scale has short ones. */
        private int legendWidth() {
            int letters = names().stream().mapToInt(PlotlyText::width).max().orElse(0);
            return matrices ? 110 : 70 + 7 * letters;
        }

        private int legendHeight() {
            return matrices ? 0 : 20 * names().size() + 10;
        }

        private Set<String> names() {
            Set<String> names = new HashSet<>();
            for (Map<String, Object> figure : figures) {
                for (Object trace : Json.list(figure.get("data"))) {
                    names.add(Json.map(trace).getOrDefault("name", "").toString());
                }
            }
            return names;
        }

        private void addTraces(int index) {
            Map<Object, Integer> of = new HashMap<>();
            for (Object value : Json.list(figures.get(index).get("data"))) {
                Map<String, Object> trace = Json.map(value);
                trace.put("xaxis", "x" + suffix(index));
                trace.put("yaxis", "y" + suffix(index));
                Object name = trace.get("name");
                if (name != null) {
                    boolean shown = !Boolean.FALSE.equals(trace.get("showlegend"));
                    int earlier = of.merge(name, 1, Integer::sum) - 1; // of two equal names
                    String group = name + (earlier == 0 ? "" : " #" + earlier);
                    trace.put("legendgroup", group);
                    trace.put("showlegend", shown && named.add(group));
                }
                if ("heatmap".equals(trace.get("type"))) {
                    trace.put("showscale", index == 0);
                }
                traces.add(new JsonTrace(trace));
            }
        }

        private void addAxis(int index, String letter) {
            String key = letter + "axis";
            boolean across = "x".equals(letter);
            boolean outer = across ? grid.isLowest(index) : grid.isLeftmost(index);
            Map<String, Object> axis = Json.plainObject(Json.map(layouts.get(index).get(key)));
            axis.put("domain", across ? grid.x(index) : grid.y(index));
            axis.put("anchor", (across ? "y" : "x") + suffix(index));
            if (sameTitles(key) && !outer) {
                axis.remove("title");
            }
            if (axis.get("title") instanceof Map<?, ?> title) {
                Map<String, Object> small = Json.plainObject(title);
                small.putAll(Json.object("font", Json.object("size", 11), "standoff", 6));
                axis.put("title", small);
            }
            if (!matrices) { // their items are names, which have no scale to share
                share(axis, index, letter);
                axis.put("showticklabels", outer || !sameTitles(key));
                axis.put("nticks", 6);
            }
            more.put(key + suffix(index), axis);
        }

        private void share(Map<String, Object> axis, int index, String letter) {
            List<Double> range = Ranges.union(axes(letter + "axis"));
            if (range == null) {
                axis.remove("range");
            } else {
                axis.put("range", range);
            }
            if (index > 0) {
                axis.put("matches", letter);
                axis.remove("scaleanchor");
            }
        }

        private void addTitle(int index) {
            Map<String, Object> title = Json.map(layouts.get(index).get("title"));
            List<Double> x = grid.x(index);
            annotations.add(
                    Json.object(
                            "text",
                            title.getOrDefault("text", ""),
                            "x",
                            (x.get(0) + x.get(1)) / 2,
                            "y",
                            grid.y(index).get(1),
                            "xref",
                            "paper",
                            "yref",
                            "paper",
                            "xanchor",
                            "center",
                            "yanchor",
                            "bottom",
                            "showarrow",
                            false,
                            "font",
                            Json.object("size", 13)));
        }

        private void addAll(int index, String key, List<Object> to) {
            for (Object value : Json.list(layouts.get(index).get(key))) {
                Map<String, Object> moved = Json.plainObject(Json.map(value));
                moved.computeIfPresent(
                        "xref", (k, ref) -> "x".equals(ref) ? "x" + suffix(index) : ref);
                moved.computeIfPresent(
                        "yref", (k, ref) -> "y".equals(ref) ? "y" + suffix(index) : ref);
                to.add(moved);
            }
        }

        private List<Map<String, Object>> axes(String key) {
            return layouts.stream().map(layout -> Json.map(layout.get(key))).toList();
        }

        private boolean sameTitles(String key) {
            return axes(key).stream().map(axis -> axis.getOrDefault("title", "")).distinct().count()
                    == 1;
        }

        private static String suffix(int index) {
            return index == 0 ? "" : String.valueOf(index + 1);
        }
    }
}
