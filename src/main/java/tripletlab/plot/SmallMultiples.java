package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.plot.parts.FigureJson;
import tripletlab.plot.parts.Json;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * Several figures of one kind side by side as one, to compare them: maps of embeddings for some
 * margins, loss curves of some miners.
 *
 * <p>Each keeps its title above it. All have the same scale, so that lengths can be compared, and
 * zooming one zooms all. A name is in the legend once; switching it off there switches it off
 * everywhere.
 */
public final class SmallMultiples {
    private static final int LEFT = 70;
    private static final int TOP = 80;
    private static final int BOTTOM = 60;
    private static final int NARROW_GAP = 24;
    private static final int WIDE_GAP = 70;
    private static final int TITLE_GAP = 46;
    private static final double HEIGHT_PER_WIDTH = 0.8; // of a cell's width
    private static final int MAX_HEIGHT = 320;

    private final List<Map<String, Object>> figures;
    private final List<Map<String, Object>> layouts;
    private final int columns;
    private final boolean matrices;
    private final Set<Object> named = new HashSet<>();

    private SmallMultiples(List<Map<String, Object>> figures, int columns) {
        this.figures = figures;
        this.columns = columns;
        layouts = figures.stream().map(figure -> Json.map(figure.get("layout"))).toList();
        matrices = axes("xaxis").stream().allMatch(a -> "category".equals(a.get("type")));
    }

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

    /** Joins figures, so many in a row. */
    static Figure of(String title, List<Figure> figures, int columns) {
        List<Map<String, Object>> all = FigureJson.ofStill(figures);
        for (int i = 0; i < all.size(); i++) {
            boolean plane = !Json.map(all.get(i).get("layout")).containsKey("scene");
            Arguments.require(plane, "figure %d is in space, expected one in the plane", i);
        }
        return new SmallMultiples(all, Math.min(columns, all.size())).joined(title);
    }

    private Figure joined(String title) {
        int rows = (figures.size() + columns - 1) / columns;
        Set<String> names =
                figures.stream()
                        .flatMap(figure -> Json.list(figure.get("data")).stream())
                        .map(Json::map)
                        .filter(trace -> !Boolean.FALSE.equals(trace.get("showlegend")))
                        .map(trace -> trace.getOrDefault("name", "").toString())
                        .collect(Collectors.toSet());
        // A legend is as wide as its longest name; a colour scale has short ones.
        int legend = matrices ? 110 : 70 + 7 * letters(names);
        int legendHeight = matrices ? 0 : 20 * names.size() + 10;
        int gapX = sameTitles("yaxis") ? NARROW_GAP : WIDE_GAP;
        int gapY = TITLE_GAP + (sameTitles("xaxis") ? 0 : NARROW_GAP);
        int width = (PlotlyFigure.WIDTH - LEFT - legend - (columns - 1) * gapX) / columns;
        boolean square =
                matrices || axes("yaxis").stream().allMatch(a -> a.containsKey("scaleanchor"));
        int height = square ? width : Math.min(MAX_HEIGHT, (int) (HEIGHT_PER_WIDTH * width));
        height = Math.max(height, (legendHeight - (rows - 1) * gapY) / rows + 1);
        double shareX = (double) gapX / (width + gapX); // of a cell with its gap
        double shareY = (double) gapY / (height + gapY);
        PlotlyFigure all =
                new PlotlyFigure(title, TOP + BOTTOM + rows * height + (rows - 1) * gapY)
                        .titleOnTop()
                        .with(
                                """
                                {margin: {l: %s, r: %s, t: %s, b: %s}, showlegend: %s,
                                 legend: {itemsizing: 'constant', tracegroupgap: 0},
                                 grid: {rows: %s, columns: %s, pattern: 'independent',
                                        xgap: %s, ygap: %s}}
                                """,
                                LEFT, legend, TOP, BOTTOM, !matrices, rows, columns, shareX,
                                shareY);
        List<Object> annotations = new ArrayList<>();
        List<Object> shapes = new ArrayList<>();
        for (int i = 0; i < figures.size(); i++) {
            addTraces(all, i);
            addAxis(all, i, "x", i + columns >= figures.size());
            addAxis(all, i, "y", i % columns == 0);
            annotations.add(title(i));
            annotations.addAll(moved(i, "annotations"));
            shapes.addAll(moved(i, "shapes"));
        }
        return all.with("{annotations: %s, shapes: %s}", annotations, shapes);
    }

    /** How many letters the longest line has on the screen. */
    private static int letters(Set<String> names) {
        return names.stream()
                .map(name -> name.replaceAll("&\\w+;", "&"))
                .flatMap(name -> Arrays.stream(name.split("<br>")))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    private void addTraces(PlotlyFigure all, int index) {
        Map<Object, Integer> counts = new HashMap<>();
        for (Object value : Json.list(figures.get(index).get("data"))) {
            Map<String, Object> trace = Json.map(value);
            trace.put("xaxis", "x" + suffix(index));
            trace.put("yaxis", "y" + suffix(index));
            Object name = trace.get("name");
            if (name != null) {
                boolean shown = !Boolean.FALSE.equals(trace.get("showlegend"));
                String group = StackedPlot.legendGroup(name, counts);
                trace.put("legendgroup", group);
                trace.put("showlegend", shown && named.add(group));
            }
            if ("heatmap".equals(trace.get("type"))) {
                trace.put("showscale", index == 0);
                if (trace.containsKey("zmin")) {
                    trace.putAll(scale(trace));
                }
            }
            all.trace(trace);
        }
    }

    /** One scale for all heat maps of the same colours, so that a colour means one number. */
    private Map<String, Object> scale(Map<String, Object> heatmap) {
        Object colors = heatmap.get("colorscale");
        List<Map<String, Object>> alike =
                figures.stream()
                        .flatMap(figure -> Json.list(figure.get("data")).stream())
                        .map(Json::map)
                        .filter(trace -> trace.containsKey("zmin"))
                        .filter(trace -> colors.equals(trace.get("colorscale")))
                        .toList();
        return Json.of("{zmin: %s, zmax: %s}", end(alike, "zmin", -1), end(alike, "zmax", 1));
    }

    /** The largest value of a key if the sign is 1, the smallest if it is −1. */
    private static double end(List<Map<String, Object>> traces, String key, int sign) {
        return sign
                * traces.stream()
                        .mapToDouble(trace -> sign * ((Number) trace.get(key)).doubleValue())
                        .max()
                        .orElseThrow();
    }

    private void addAxis(PlotlyFigure all, int index, String letter, boolean outer) {
        String key = letter + "axis";
        Map<String, Object> axis = Json.of("%s", axes(key).get(index)); // a copy
        if (sameTitles(key) && !outer) {
            axis.remove("title");
        } else {
            Json.map(axis.get("title")).putAll(Json.of("{font: {size: 11}, standoff: 6}"));
        }
        if (!matrices) { // their items are names, which have no scale to share
            List<Double> range = Numbers.union(axes(key));
            axis.compute("range", (old, own) -> range); // none if it is null
            if (index > 0) {
                axis.put("matches", letter);
                axis.remove("scaleanchor");
            }
            axis.put("showticklabels", outer || !sameTitles(key));
            axis.put("nticks", 6);
        }
        all.with("{%s: %s}", key + suffix(index), axis);
    }

    private Map<String, Object> title(int index) {
        return Json.of(
                """
                {text: %s, x: 0.5, y: 1, xref: %s, yref: %s, xanchor: 'center', yanchor: 'bottom',
                 showarrow: false, font: {size: 13}}
                """,
                Json.map(layouts.get(index).get("title")).getOrDefault("text", ""),
                "x" + suffix(index) + " domain",
                "y" + suffix(index) + " domain");
    }

    /** The shapes or annotations of a figure, on its new axes. */
    private List<?> moved(int index, String key) {
        List<?> marks = Json.list(layouts.get(index).get(key));
        for (Object mark : marks) {
            Json.map(mark).replace("xref", "x", "x" + suffix(index));
            Json.map(mark).replace("yref", "y", "y" + suffix(index));
        }
        return marks;
    }

    private List<Map<String, Object>> axes(String key) {
        return layouts.stream().map(layout -> Json.map(layout.get(key))).toList();
    }

    private boolean sameTitles(String key) {
        return axes(key).stream().map(axis -> axis.get("title")).distinct().count() == 1;
    }

    private static String suffix(int index) {
        return index == 0 ? "" : String.valueOf(index + 1);
    }
}
