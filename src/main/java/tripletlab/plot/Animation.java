package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;
import tripletlab.plot.parts.FigureJson;
import tripletlab.plot.parts.Json;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * One figure out of several, with a slider and the buttons Play and Pause: the same curves,
 * histograms, matrices or maps after each epoch.
 *
 * <p>Title, axes and legend are those of the first figure. Axes in the plane keep one range, which
 * holds the points of all frames, so that what seems to move does move; so do those in space. Of
 * each frame only what changes is stored.
 */
public final class Animation {
    private static final int CONTROLS = 90; // pixels below the figure
    private static final int FRAME_MILLIS = 700;
    private static final int MOVE_MILLIS = 350;
    private static final double PADDING = 0.05; // beside the outermost points, of the range

    private Animation() {}

    /**
     * Joins figures.
     *
     * @param names what each figure is called on the slider, such as "epoch 3"; no two the same
     * @param figures as many, of the same traces in the same order
     * @return a figure that is 90 pixels higher than the first
     * @throws IllegalArgumentException if there is no figure, the names are not as many or not
     *     distinct, the traces are not as many in each figure, or a figure moves already
     */
    public static Figure of(List<String> names, List<Figure> figures) {
        Tables.requireNoNulls("names", names);
        List<Map<String, Object>> all = FigureJson.ofStill(figures);
        Arguments.requireSameLength("names", names.size(), "figures", all.size());
        List<List<Map<String, Object>>> traces =
                all.stream()
                        .map(json -> Json.list(json.get("data")).stream().map(Json::map).toList())
                        .toList();
        for (int i = 0; i < all.size(); i++) {
            boolean first = names.indexOf(names.get(i)) == i;
            Arguments.require(
                    first, "names has \"%s\" twice, expected distinct names", names.get(i));
            int count = traces.get(i).size();
            String what = "traces of figure " + i;
            Arguments.requireSameLength(what, count, "figure 0", traces.get(0).size());
        }
        List<Map<String, Object>> layouts =
                all.stream().map(json -> Json.map(json.get("layout"))).toList();
        fixAxes(layouts, traces);
        boolean smooth =
                traces.get(0).stream().allMatch(trace -> "scatter".equals(trace.get("type")));
        addControls(layouts.get(0), names, smooth);
        return new PlotlyFigure(layouts.get(0), traces.get(0), frames(names, traces));
    }

    private static List<Object> frames(List<String> names, List<List<Map<String, Object>>> traces) {
        int count = traces.get(0).size();
        List<Set<String>> moving =
                IntStream.range(0, count).mapToObj(t -> changing(traces, t)).toList();
        int[] indices = IntStream.range(0, count).toArray();
        List<Object> frames = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            List<Object> data = new ArrayList<>();
            for (int t = 0; t < count; t++) {
                Map<String, Object> changed = new LinkedHashMap<>(traces.get(i).get(t));
                changed.keySet().retainAll(moving.get(t));
                data.add(changed);
            }
            frames.add(Json.of("{name: '%s', data: %s, traces: %s}", i, data, indices));
        }
        return frames;
    }

    /** The keys of a trace that are not the same in all frames. */
    private static Set<String> changing(List<List<Map<String, Object>>> traces, int index) {
        Map<String, Object> first = traces.get(0).get(index);
        Set<String> keys = new LinkedHashSet<>();
        for (List<Map<String, Object>> frame : traces) {
            frame.get(index).keySet().stream()
                    .filter(key -> !Objects.equals(first.get(key), frame.get(index).get(key)))
                    .forEach(keys::add);
        }
        return keys;
    }

    /** Gives the axes of the first layout ranges that hold all frames. */
    private static void fixAxes(
            List<Map<String, Object>> layouts, List<List<Map<String, Object>>> traces) {
        boolean space = layouts.get(0).containsKey("scene");
        for (String coordinate : space ? List.of("x", "y", "z") : List.of("x", "y")) {
            List<Map<String, Object>> axes =
                    layouts.stream()
                            .map(layout -> space ? Json.map(layout.get("scene")) : layout)
                            .map(parent -> Json.map(parent.get(coordinate + "axis")))
                            .toList();
            List<?> range = Numbers.union(axes);
            double[] all =
                    traces.stream()
                            .flatMap(List::stream)
                            .map(trace -> Numbers.known(Json.list(trace.get(coordinate))))
                            .flatMapToDouble(Arrays::stream)
                            .toArray();
            boolean linear = !"log".equals(axes.get(0).get("type"));
            if (range == null && linear && all.length > 0) {
                range = Numbers.range(all, PADDING);
            }
            if (range != null) {
                axes.get(0).putAll(Json.of("{range: %s, autorange: false}", range));
            }
        }
    }

    private static void addControls(
            Map<String, Object> layout, List<String> names, boolean smooth) {
        Map<String, Object> margin = Json.map(layout.get("margin"));
        int bottom = (int) margin.get("b");
        int below = bottom - 10; // the axis and its title are between
        margin.put("b", bottom + CONTROLS);
        layout.put("height", (int) layout.get("height") + CONTROLS);
        Map<String, Object> play = timing(FRAME_MILLIS, smooth, "fromcurrent: true");
        Map<String, Object> jump = timing(0, smooth, "mode: 'immediate'");
        List<Object> steps = new ArrayList<>();
        for (String name : names) {
            String step = "{label: %s, method: 'animate', args: [['%s'], %s]}";
            steps.add(Json.of(step, Json.text(name), steps.size(), jump));
        }
        layout.putAll(
                Json.of(
                        """
                        {updatemenus: [{
                           type: 'buttons', direction: 'left', showactive: false,
                           x: 0, xanchor: 'left', y: 0, yanchor: 'top', pad: {t: %s, r: 10},
                           buttons: [{label: 'Play', method: 'animate', args: [null, %s]},
                                     {label: 'Pause', method: 'animate', args: [[null], %s]}]}],
                         sliders: [{
                           active: 0, x: 0.22, len: 0.78, y: 0, yanchor: 'top', pad: {t: %s},
                           currentvalue: {xanchor: 'left', font: {size: 15}}, steps: %s}]}
                        """,
                        below + 28, play, jump, below, steps));
    }

    /** Maps of points glide from frame to frame; other traces are drawn anew. */
    private static Map<String, Object> timing(int frameMillis, boolean smooth, String more) {
        String timing =
                """
                {frame: {duration: %s, redraw: %s}, transition: {duration: %s, easing: 'linear'},
                """;
        return Json.of(timing + more + "}", frameMillis, !smooth, smooth ? MOVE_MILLIS : 0);
    }
}
