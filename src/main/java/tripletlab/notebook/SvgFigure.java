package tripletlab.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A still picture of a figure's lines and markers in the plane, as SVG, for while a training runs.
 * Titles and names are escaped already.
 */
final class SvgFigure {
    private static final int LEFT = 80;
    private static final int TOP = 60;
    private static final int BOTTOM = 60;
    private static final int LEGEND = 190;

    private final Map<?, ?> layout;
    private final List<Map<?, ?>> traces;
    private final double width;
    private final double height;
    private final Scale x;
    private final Scale y;
    private final StringBuilder svg = new StringBuilder();

    private SvgFigure(Map<String, Object> plotly) {
        layout = map(plotly.get("layout"));
        traces = list(plotly.get("data")).stream().<Map<?, ?>>map(SvgFigure::map).toList();
        width = number(layout.get("width"));
        height = number(layout.get("height"));
        x = new Scale(limits("x"), LEFT, width - LEGEND);
        y = new Scale(limits("y"), height - BOTTOM, TOP);
    }

    /** Draws a figure that has a width, a height and at least one finite point. */
    static String of(Map<String, Object> plotly) {
        return new SvgFigure(plotly).draw();
    }

    private String draw() {
        add(
                "<svg xmlns='http://www.w3.org/2000/svg' width='%.0f' height='%.0f'"
                        + " style='display:block;margin:0;background:#fff' font-family='Open Sans,"
                        + " verdana, arial, sans-serif' font-size='12' fill='#444'>",
                width, height);
        text(LEFT, 33, "font-size='17'", title(layout));
        grid();
        for (int i = 0; i < traces.size(); i++) {
            trace(traces.get(i));
            legend(traces.get(i), TOP + 14 + 19 * i);
        }
        return svg.append("</svg>").toString();
    }

    private void grid() {
        for (double tick : x.ticks()) {
            double at = x.at(tick);
            line(at, y.from(), at, y.to());
            text(at, y.from() + 18, "text-anchor='middle'", Numbers.text(tick));
        }
        for (double tick : y.ticks()) {
            double at = y.at(tick);
            line(x.from(), at, x.to(), at);
            text(x.from() - 6, at + 4, "text-anchor='end'", Numbers.text(tick));
        }
        double middle = (x.from() + x.to()) / 2;
        String centred = "font-size='14' text-anchor='middle'";
        text(middle, height - 15, centred, title(map(layout.get("xaxis"))));
        double centre = (y.from() + y.to()) / 2;
        String turned =
                String.format(Locale.ROOT, "%s transform='rotate(-90 22 %.1f)'", centred, centre);
        text(22, centre, turned, title(map(layout.get("yaxis"))));
    }

    private void trace(Map<?, ?> trace) {
        List<?> xs = list(trace.get("x"));
        List<?> ys = list(trace.get("y"));
        boolean lines = String.valueOf(trace.get("mode")).contains("lines");
        StringBuilder path = new StringBuilder();
        char step = 'M';
        for (int i = 0; i < xs.size(); i++) {
            if (xs.get(i) == null || ys.get(i) == null) {
                step = 'M'; // a gap
                continue;
            }
            double px = x.at(number(xs.get(i)));
            double py = y.at(number(ys.get(i)));
            if (lines) {
                path.append(String.format(Locale.ROOT, "%c%.1f %.1f", step, px, py));
                step = 'L';
            } else {
                add("<circle cx='%.1f' cy='%.1f' r='4.5' fill='%s'/>", px, py, color(trace));
            }
        }
        if (lines) {
            add(
                    "<path d='%s' fill='none' stroke='%s' stroke-width='%.1f'/>",
                    path, color(trace), number(map(trace.get("line")).get("width")));
        }
    }

    private void legend(Map<?, ?> trace, double at) {
        double left = width - LEGEND + 10;
        boolean lines = String.valueOf(trace.get("mode")).contains("lines");
        String sample =
                lines
                        ? "<rect x='%.1f' y='%.1f' width='24' height='3' fill='%s'/>"
                        : "<circle cx='%.1f' cy='%.1f' r='4.5' fill='%s'/>";
        add(sample, lines ? left : left + 12, lines ? at - 1.5 : at, color(trace));
        text(left + 32, at + 4, "", String.valueOf(trace.get("name")));
    }

    private void line(double x1, double y1, double x2, double y2) {
        add("<path d='M%.1f %.1fL%.1f %.1f' stroke='#eee'/>", x1, y1, x2, y2);
    }

    private void text(double atX, double atY, String attributes, String text) {
        String oneLine = text.replace("<br>", " ");
        add("<text x='%.1f' y='%.1f' %s>%s</text>", atX, atY, attributes, oneLine);
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }

    /** The range of an axis if it has one, else that of the points. */
    private double[] limits(String axis) {
        Object range = map(layout.get(axis + "axis")).get("range");
        List<Double> values = new ArrayList<>();
        Stream<?> points =
                range instanceof List<?> given
                        ? given.stream()
                        : traces.stream().flatMap(trace -> list(trace.get(axis)).stream());
        points.filter(value -> value != null).forEach(value -> values.add(number(value)));
        double low = values.stream().min(Double::compare).orElseThrow();
        double high = values.stream().max(Double::compare).orElseThrow();
        return new double[] {low, high > low ? high : low + 1};
    }

    private static String color(Map<?, ?> trace) {
        Object style = trace.get("line") == null ? trace.get("marker") : trace.get("line");
        return String.valueOf(map(style).get("color"));
    }

    private static String title(Map<?, ?> parent) {
        return String.valueOf(map(parent.get("title")).get("text"));
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of("text", "");
    }

    private static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
