package tripletlab.plot;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.plot.parts.FigureJson;
import tripletlab.plot.parts.Json;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * Curves one above the other over one x axis, for numbers that must be read together: loss and
 * norm, loss and active fraction. Each keeps its y axis with a scale of its own.
 *
 * <pre>{@code
 * StackedPlot.of("The loss falls, the norm grows",
 *         List.of(Curves.loss(history), Curves.meanNorm(history)));
 * }</pre>
 *
 * <p>The titles of their y axes say which is which; their own titles are left out. A name is in the
 * legend once and has the colour of its first curve everywhere. {@link SmallMultiples} is for
 * figures that share a scale.
 */
public final class StackedPlot {
    private static final int TOP = 110; // pixels, for the title and the legend below it
    private static final int BOTTOM = 60;
    private static final int CURVE = 190; // pixels, the height of one
    private static final int GAP = 30;

    private StackedPlot() {}

    /**
     * Stacks figures, the first one at the top.
     *
     * @param title of all together
     * @param figures curves in the plane over the same x
     * @return a figure of 800 pixels width
     * @throws IllegalArgumentException if there is no figure, or one is in space or moves
     */
    public static Figure of(String title, List<Figure> figures) {
        List<Map<String, Object>> all = FigureJson.ofStill(figures);
        int count = all.size();
        double height = count * (CURVE + GAP) - GAP; // of all curves
        PlotlyFigure stack =
                new PlotlyFigure(title, TOP + (int) height + BOTTOM)
                        .titleOnTop()
                        .with(
                                """
                                {margin: {l: 80, r: 30, t: %s, b: %s},
                                 legend: {itemsizing: 'constant', tracegroupgap: 0,
                                          orientation: 'h', x: 0, y: 1.01, yanchor: 'bottom'}}
                                """,
                                TOP, BOTTOM);
        Map<Object, Map<String, Object>> named = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Map<String, Object> layout = Json.map(all.get(i).get("layout"));
            boolean plane = !layout.containsKey("scene");
            Arguments.require(plane, "figure %d is in space, expected one in the plane", i);
            String suffix = i == 0 ? "" : String.valueOf(i + 1);
            Map<String, Object> y = new LinkedHashMap<>(Json.map(layout.get("yaxis")));
            double top = 1 - i * (CURVE + GAP) / height;
            double bottom = Math.max(0, top - CURVE / height);
            y.putAll(Json.of("{domain: [%s, %s], nticks: 6}", bottom, top));
            stack.with("{%s: %s}", "yaxis" + suffix, y);
            Map<String, Object> x = new LinkedHashMap<>(Json.map(layout.get("xaxis")));
            x.putAll(Json.of("{anchor: %s}", "y" + suffix));
            stack.with("{xaxis: %s}", x); // the last one's, at the bottom
            addTraces(stack, all.get(i), suffix, named);
        }
        return stack;
    }

    /** Adds curves to the y axis of their figure. */
    private static void addTraces(
            PlotlyFigure stack,
            Map<String, Object> figure,
            String suffix,
            Map<Object, Map<String, Object>> named) {
        Map<Object, Integer> counts = new HashMap<>();
        for (Object value : Json.list(figure.get("data"))) {
            Map<String, Object> trace = Json.map(value);
            Object name = trace.getOrDefault("name", "");
            String group = legendGroup(name, counts);
            Map<String, Object> first = named.putIfAbsent(group, new LinkedHashMap<>(trace));
            boolean shown = first == null && !Boolean.FALSE.equals(trace.get("showlegend"));
            if (first != null) {
                first.keySet().retainAll(List.of("line", "marker"));
                trace.putAll(first);
            }
            trace.putAll(
                    Json.of(
                            "{xaxis: 'x', yaxis: %s, legendgroup: %s, showlegend: %s}",
                            "y" + suffix, group, shown));
            stack.trace(trace);
        }
    }

    /**
     * The legend group of a trace, the same in all figures: its name, with a number if an earlier
     * trace of its figure has it too.
     *
     * @param counts of the names seen in this figure, which is kept up to date
     */
    static String legendGroup(Object name, Map<Object, Integer> counts) {
        int earlier = counts.merge(name, 1, Integer::sum) - 1;
        return name + (earlier == 0 ? "" : " #" + earlier);
    }
}
