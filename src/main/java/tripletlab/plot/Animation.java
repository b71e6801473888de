package tripletlab.plot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.internal.Arguments;

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
    private static final List<String> COORDINATES = List.of("x", "y", "z");

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
        requireFrames(names, figures);
        List<Map<String, Object>> all = figures.stream().map(FigureJson::of).toList();
        List<List<Map<String, Object>>> traces = all.stream().map(Animation::traces).toList();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).containsKey("frames")) {
                throw new IllegalArgumentException("figure %d has frames of its own".formatted(i));
            }
            Arguments.requireSameLength(
                    "traces of figure " + i,
                    traces.get(i).size(),
                    "figure 0",
                    traces.get(0).size());
        }
        boolean smooth =
                traces.get(0).stream().allMatch(trace -> "scatter".equals(trace.get("type")));
        Map<String, Object> layout = Json.map(all.get(0).get("layout"));
        Map<String, Object> more = fixedAxes(all, traces);
        more.putAll(controls(layout, names, smooth));
        Trace[] first = traces.get(0).stream().map(JsonTrace::new).toArray(Trace[]::new);
        return new PlotlyFigure(
                figures.get(0).getLayout(), withOwn(layout, more), frames(names, traces), first);
    }

    private static void requireFrames(List<String> names, List<Figure> figures) {
        Arguments.requireNoNulls("names", names);
        if (Arguments.requireNoNulls("figures", figures).isEmpty()) {
            throw new IllegalArgumentException("figures is empty, expected at least one");
        }
        Arguments.requireSameLength("names", names.size(), "figures", figures.size());
        Set<String> known = new HashSet<>();
        for (String name : names) {
            if (!known.add(name)) {
                throw new IllegalArgumentException(
                        "names has \"%s\" twice, expected distinct names".formatted(name));
            }
        }
    }

    private static List<Map<String, Object>> traces(Map<String, Object> figure) {
        return Json.list(figure.get("data")).stream().map(Json::map).toList();
    }

    /** The whole layout of the first figure, which need not be one of Tablesaw's. */
    private static Map<String, Object> withOwn(
            Map<String, Object> layout, Map<String, Object> more) {
        Map<String, Object> whole = Json.plainObject(layout);
        Json.merge(whole, more);
        return whole;
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
                Map<String, Object> changed = Json.object();
                for (String key : moving.get(t)) {
                    changed.put(key, traces.get(i).get(t).get(key));
                }
                data.add(changed);
            }
            frames.add(Json.object("name", String.valueOf(i), "data", data, "traces", indices));
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

    private static Map<String, Object> fixedAxes(
            List<Map<String, Object>> figures, List<List<Map<String, Object>>> traces) {
        List<Map<String, Object>> layouts =
                figures.stream().map(figure -> Json.map(figure.get("layout"))).toList();
        Map<String, Object> first = layouts.get(0);
        boolean space = first.containsKey("scene");
        Map<String, Object> fixed = Json.object();
        for (String coordinate : space ? COORDINATES : COORDINATES.subList(0, 2)) {
            String axis = coordinate + "axis";
            List<Double> range =
                    Ranges.union(
                            layouts.stream()
                                    .map(layout -> space ? Json.map(layout.get("scene")) : layout)
                                    .map(parent -> Json.map(parent.get(axis)))
                                    .toList());
            boolean linear = !"log".equals(Json.map(first.get(axis)).get("type"));
            if (range == null && linear) {
                range =
                        Ranges.ofData(
                                traces.stream()
                                        .flatMap(List::stream)
                                        .flatMap(t -> Json.list(t.get(coordinate)).stream()));
            }
            if (range != null) {
                fixed.put(axis, Json.object("range", range, "autorange", false));
            }
        }
        return space ? Json.object("scene", fixed) : fixed;
    }

    private static Map<String, Object> controls(
            Map<String, Object> layout, List<String> names, boolean smooth) {
        int height = layout.get("height") instanceof Number number ? number.intValue() : 450;
        int bottom = (int) Json.map(layout.get("margin")).getOrDefault("b", 60);
        int below = bottom - 10; // the axis and its title are between
        return Json.object(
                "height",
                height + CONTROLS,
                "margin",
                Json.object("b", bottom + CONTROLS),
                "updatemenus",
                List.of(buttons(below, smooth)),
                "sliders",
                List.of(slider(below, names, smooth)));
    }

    private static Map<String, Object> buttons(int below, boolean smooth) {
        Map<String, Object> play = timing(FRAME_MILLIS, smooth);
        play.put("fromcurrent", true);
        Map<String, Object> pause = timing(0, smooth);
        pause.put("mode", "immediate");
        Object[] all = {null, play};
        Object[] none = {new Object[] {null}, pause};
        return Json.object(
                "type",
                "buttons",
                "direction",
                "left",
                "showactive",
                false,
                "x",
                0,
                "xanchor",
                "left",
                "y",
                0,
                "yanchor",
                "top",
                "pad",
                Json.object("t", below + 28, "r", 10),
                "buttons",
                List.of(
                        Json.object("label", "Play", "method", "animate", "args", all),
                        Json.object("label", "Pause", "method", "animate", "args", none)));
    }

    private static Map<String, Object> slider(int below, List<String> names, boolean smooth) {
        List<Object> steps = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String label = PlotlyText.of("names", names.get(i));
            Map<String, Object> jump = timing(0, smooth);
            jump.put("mode", "immediate");
            Object[] args = {List.of(String.valueOf(i)), jump};
            steps.add(Json.object("label", label, "method", "animate", "args", args));
        }
        return Json.object(
                "active",
                0,
                "x",
                0.22,
                "len",
                0.78,
                "y",
                0,
                "yanchor",
                "top",
                "pad",
                Json.object("t", below),
                "currentvalue",
                Json.object("xanchor", "left", "font", Json.object("size", 15)),
                "steps",
                steps);
    }

    /** Maps of points glide from frame to frame; other traces are drawn anew. */
    private static Map<String, Object> timing(int frameMillis, boolean smooth) {
        int move = smooth ? MOVE_MILLIS : 0;
        return Json.object(
                "frame", Json.object("duration", frameMillis, "redraw", !smooth),
                "transition", Json.object("duration", move, "easing", "linear"));
    }
}
