package tripletlab.notebook.live;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tripletlab.notebook.Numbers;

/**
 * A still picture of a figure's lines and markers in the plane, as SVG, for while a training runs.
 * Titles and names are escaped already.
 */
final class SvgFigure {
    private static final int LEFT = 80; // pixels around the plot
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

    /** Values between two edges of the picture. */
    record Scale(double low, double high, double from, double to) {
        /** The pixel of a value. */
        double at(double value) {
            return from + (value - low) / (high - low) * (to - from);
        }

        /** Five values at equal steps. */
        double[] ticks() {
            return IntStream.rangeClosed(0, 4)
                    .mapToDouble(i -> low + i * (high - low) / 4)
                    .toArray();
        }
    }

    /** A figure that has a width, a height and at least one finite point. */
    SvgFigure(Map<String, Object> plotly) {
        layout = map(plotly.get("layout"));
        traces = list(plotly.get("data")).stream().<Map<?, ?>>map(SvgFigure::map).toList();
        width = number(layout.get("width"));
        height = number(layout.get("height"));
        x = scale("x", LEFT, width - LEGEND);
        y = scale("y", height - BOTTOM, TOP);
    }

    /** From the range of an axis if it has one, else from that of the points. */
    private Scale scale(String axis, double from, double to) {
        List<?> range = list(map(layout.get(axis + "axis")).get("range"));
        Stream<?> points =
                range.isEmpty()
                        ? traces.stream().flatMap(trace -> list(trace.get(axis)).stream())
                        : range.stream();
        double[] values =
                points.filter(Objects::nonNull).mapToDouble(SvgFigure::number).sorted().toArray();
        double low = values[0];
        double high = values[values.length - 1];
        return new Scale(low, high > low ? high : low + 1, from, to);
    }

    String draw() {
        add(
                """
                <svg xmlns='http://www.w3.org/2000/svg' width='%.0f' height='%.0f' \
                style='display:block;margin:0;background:#fff' \
                font-family='Open Sans, verdana, arial, sans-serif' font-size='12' fill='#444'>""",
                width, height);
        text(LEFT, 33, "font-size='17'", title(layout));
        axes();
        for (int i = 0; i < traces.size(); i++) {
            trace(traces.get(i), TOP + 14 + 19 * i);
        }
        return svg.append("</svg>").toString();
    }

    private void axes() {
        String line = "<path d='M%.1f %.1fL%.1f %.1f' stroke='#eee'/>";
        for (double tick : x.ticks()) {
            double at = x.at(tick);
            add(line, at, y.from(), at, y.to());
            text(at, y.from() + 18, "text-anchor='middle'", Numbers.text(tick));
        }
        for (double tick : y.ticks()) {
            double at = y.at(tick);
            add(line, x.from(), at, x.to(), at);
            text(x.from() - 6, at + 4, "text-anchor='end'", Numbers.text(tick));
        }
        String centred = "font-size='14' text-anchor='middle'";
        double middle = (x.from() + x.to()) / 2;
        text(middle, height - 15, centred, title(map(layout.get("xaxis"))));
        double centre = (y.from() + y.to()) / 2;
        String turned = " transform='rotate(-90 22 " + centre + ")'";
        text(22, centre, centred + turned, title(map(layout.get("yaxis"))));
    }

    /** Draws a trace and its line of the legend. */
    private void trace(Map<?, ?> trace, double legendY) {
        boolean lines = String.valueOf(trace.get("mode")).contains("lines");
        Object color = map(trace.get(lines ? "line" : "marker")).get("color");
        String dot = "<circle cx='%.1f' cy='%.1f' r='4.5' fill='%s'/>";
        List<?> xs = list(trace.get("x"));
        List<?> ys = list(trace.get("y"));
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
                add(dot, px, py, color);
            }
        }
        double left = width - LEGEND + 10;
        if (lines) {
            String drawn = "<path d='%s' fill='none' stroke='%s' stroke-width='%.1f'/>";
            add(drawn, path, color, number(map(trace.get("line")).get("width")));
            String sample = "<rect x='%.1f' y='%.1f' width='24' height='3' fill='%s'/>";
            add(sample, left, legendY - 1.5, color);
        } else {
            add(dot, left + 12, legendY, color);
        }
        text(left + 32, legendY + 4, "", String.valueOf(trace.get("name")));
    }

    private void text(double atX, double atY, String attributes, String text) {
        String oneLine = text.replace("<br>", " ");
        add("<text x='%.1f' y='%.1f' %s>%s</text>", atX, atY, attributes, oneLine);
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
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
