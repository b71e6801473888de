package tripletlab.plot.parts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;

/**
 * A figure in plotly.js's own words. Title, axes, margins and coordinates are set here, so that all
 * figures look alike; each figure says only what is its own, as a JavaScript object.
 *
 * <p>Tablesaw has no words for shapes, frames or equal scales, and compiles a template anew for
 * each trace, line and marker, by which a slider would be felt to lag.
 */
public final class PlotlyFigure extends Figure {
    public static final int WIDTH = 800;

    private static final int X_DIGITS = 7; // of batch 123456.5
    private static final int Y_DIGITS = 5;
    private static final int FEW_TICKS = 8;
    private static final int TICK_DIGITS = 4;
    private static final double DECADES = 30; // least ratio for which powers of ten will do

    private final Map<String, Object> layout;
    private final List<Object> data = new ArrayList<>();
    private final List<Object> frames = new ArrayList<>();

    /** A figure without axes and traces, with room for the titles of two axes. */
    public PlotlyFigure(String title, int height) {
        this(
                Json.of(
                        """
                        {title: {text: %s, x: 0, xref: 'paper'}, width: %s, height: %s,
                         margin: {l: 80, r: 30, t: 60, b: 60}, showlegend: true,
                         legend: {itemsizing: 'constant'}, hoverlabel: {namelength: -1}}
                        """,
                        Json.text(Arguments.requireNonNull("title", title)), WIDTH, height),
                List.of(),
                List.of());
    }

    /** A figure whose parts are known. */
    public PlotlyFigure(Map<String, Object> layout, List<?> data, List<?> frames) {
        this.layout = layout;
        this.data.addAll(data);
        this.frames.addAll(frames);
    }

    /** A title that says how many are drawn of points, items or anchors, unless all are. */
    public static String title(String title, int drawn, int all, String what) {
        return drawn == all ? title : "%s (%d of %d %s)".formatted(title, drawn, all, what);
    }

    /** Puts the title 28 pixels below the upper side, in line with what is beside it. */
    public PlotlyFigure titleOnTop() {
        double below = 28.0 / ((Number) layout.get("height")).doubleValue();
        Json.map(layout.get("title")).putAll(Json.of("{y: %s, yanchor: 'middle'}", 1 - below));
        return this;
    }

    /** Sets what else is to be said of the layout; each %s is a value in turn. */
    public PlotlyFigure with(String more, Object... values) {
        layout.putAll(Json.of(more, values));
        return this;
    }

    /** Leaves a square for a matrix, and room for the scale of its colours. */
    public PlotlyFigure square() {
        return with("{showlegend: false, margin: {l: 80, r: 180, t: 60, b: 60}}");
    }

    /** Sets an axis, such as "xaxis", with a faint line at 0, and what else is to be said of it. */
    public PlotlyFigure axis(String axis, String title, Map<String, Object> more) {
        layout.put(axis, axis(title, more));
        return this;
    }

    /** An axis with a faint line at 0, and what else is to be said of it. */
    public static Map<String, Object> axis(String title, Map<String, Object> more) {
        Map<String, Object> axis =
                Json.of("{title: {text: %s}, zerolinecolor: '#cccccc'}", Json.text(title));
        axis.putAll(more);
        return axis;
    }

    /** Gives both axes one scale, so that a circle is round. */
    public PlotlyFigure equalScales() {
        Json.map(layout.get("yaxis"))
                .putAll(Json.of("{constraintoward: 'middle', scaleanchor: 'x'}"));
        return this;
    }

    /** What an axis says of its ends. */
    public static Map<String, Object> range(double low, double high) {
        return Json.of("{range: [%s, %s]}", low, high);
    }

    /**
     * A logarithmic axis. Its ticks are the values if they are few and short, such as batch sizes
     * but not measured times, otherwise powers of ten.
     */
    public static Map<String, Object> logarithmic(Stream<double[]> values) {
        double[] all =
                values.flatMapToDouble(DoubleStream::of)
                        .filter(value -> value > 0 && Double.isFinite(value))
                        .distinct()
                        .sorted()
                        .toArray();
        if (all.length <= FEW_TICKS && Arrays.equals(all, Numbers.rounded(all, TICK_DIGITS))) {
            return Json.of("{type: 'log', tickmode: 'array', tickvals: %s}", all);
        }
        return all[all.length - 1] / all[0] > DECADES
                ? Json.of("{type: 'log', exponentformat: 'power', dtick: 1}")
                : Json.of("{type: 'log', exponentformat: 'power'}");
    }

    /**
     * An axis of a matrix's items, the first one at the left or at the top.
     *
     * @param before cells that are left free before the first item
     * @param texts what the first ticks say
     */
    public PlotlyFigure items(
            String axis, String title, int items, double before, List<String> texts) {
        double first = -0.5 - before;
        double last = items - 0.5;
        boolean down = "yaxis".equals(axis);
        int[] places = IntStream.range(0, texts.size()).toArray();
        Map<String, Object> ticks = ticks(places, texts, down ? last : first, down ? first : last);
        String more = "{title: {text: %s, standoff: 12}, ticklabelstandoff: 4, type: 'category'}";
        ticks.putAll(Json.of(more, Json.text(title)));
        layout.put(axis, ticks);
        return this;
    }

    /** Ticks that say something at some places, between the ends of an axis without a grid. */
    public static Map<String, Object> ticks(
            Object places, List<String> texts, double from, double to) {
        return Json.of(
                """
                {tickmode: 'array', tickvals: %s, ticktext: %s, ticks: '', range: [%s, %s],
                 showgrid: false, zeroline: false}
                """,
                places, Json.texts(texts), from, to);
    }

    /** Adds points or lines, and what else is to be said of them; each %s is a value in turn. */
    public PlotlyFigure scatter(
            String name, String mode, double[] x, double[] y, String more, Object... values) {
        Map<String, Object> trace =
                Json.of(
                        "{type: 'scatter', mode: %s, name: %s, x: %s, y: %s}",
                        mode,
                        Json.text(name),
                        Numbers.rounded(x, X_DIGITS),
                        Numbers.rounded(y, Y_DIGITS));
        trace.putAll(Json.of(more, values));
        return trace(trace);
    }

    /** Adds points of one colour, symbol and size. */
    public PlotlyFigure marks(
            String name, double[] x, double[] y, String color, String symbol, int size) {
        String marker = "{marker: {color: %s, size: %s, symbol: %s}}";
        return scatter(name, "markers", x, y, marker, color, size, symbol);
    }

    /** Adds an outlined area with a faint fill. */
    public PlotlyFigure area(String name, double[] x, double[] y, String color, double width) {
        String style = "{line: {color: %s, width: %s}, fill: 'toself', fillcolor: %s}";
        return scatter(name, "lines", x, y, style, color, width, Colors.translucent(color, 0.14));
    }

    /** Adds a trace. */
    public PlotlyFigure trace(Map<String, Object> trace) {
        data.add(trace);
        return this;
    }

    /** A copy of all that plotly.js is to know. */
    Map<String, Object> json() {
        Map<String, Object> json = Json.of("{data: %s, layout: %s}", data, layout);
        if (!frames.isEmpty()) {
            json.putAll(Json.of("{frames: %s}", frames));
        }
        return json;
    }

    /** For Tablesaw's own pages. */
    @Override
    protected void buildContext(String divName) {
        super.buildContext(divName);
        getContext().put("figure", "var figure = %s;".formatted(Json.script(json())));
    }

    @Override
    protected String plotFunction(String divName) {
        return "Plotly.newPlot(%s, figure);".formatted(divName);
    }
}
