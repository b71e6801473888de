package tripletlab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The classes of a matrix's items, as a strip of colours along its left and its upper side, and
 * lines between the classes where each has several items side by side.
 */
final class ClassStrip {
    private static final double SHARE = 0.05; // of the matrix's side
    private static final double LEAST_TEXT = 0.025; // the shortest run that has room for its class

    private final int[] labels;
    private final String border;
    private final boolean bordered;
    private final List<Object> shapes = new ArrayList<>();
    private final List<Object> annotations = new ArrayList<>();

    /** The strip for items in the order of the matrix. */
    ClassStrip(int[] labels, String border) {
        this.labels = labels.clone();
        this.border = border;
        // lines around single items would hide the matrix
        bordered = 2 * runs(labels) <= labels.length;
        for (int from = 0; from < labels.length; ) {
            int to = from + 1;
            while (to < labels.length && labels[to] == labels[from]) {
                to++;
            }
            add(from - 0.5, to - 0.5, labels[from]);
            from = to;
        }
    }

    /** The width of the strip, in cells; 0 if there are no labels. */
    double width() {
        return SHARE * labels.length;
    }

    List<Object> shapes() {
        return shapes;
    }

    List<Object> annotations() {
        return annotations;
    }

    private static long runs(int[] labels) {
        return IntStream.range(0, labels.length)
                .filter(i -> i == 0 || labels[i] != labels[i - 1])
                .count();
    }

    private void add(double from, double to, int label) {
        String color = DigitColors.of(label);
        double outer = -0.5 - width();
        shapes.add(rectangle(outer, -0.5, from, to, color));
        shapes.add(rectangle(from, to, outer, -0.5, color));
        if (from > 0 && bordered) {
            shapes.add(line(from, from, -0.5, labels.length - 0.5));
            shapes.add(line(-0.5, labels.length - 0.5, from, from));
        }
        if (to - from >= LEAST_TEXT * labels.length) {
            double middle = (from + to) / 2;
            annotations.add(text((outer - 0.5) / 2, middle, label));
            annotations.add(text(middle, (outer - 0.5) / 2, label));
        }
    }

    private static Map<String, Object> rectangle(
            double x0, double x1, double y0, double y1, String color) {
        Map<String, Object> edge = Json.object("color", "#ffffff", "width", 1);
        Map<String, Object> shape = shape("rect", x0, x1, y0, y1);
        shape.putAll(Json.object("fillcolor", color, "line", edge));
        return shape;
    }

    private Map<String, Object> line(double x0, double x1, double y0, double y1) {
        Map<String, Object> shape = shape("line", x0, x1, y0, y1);
        shape.put("line", Json.object("color", border, "width", 1.5));
        return shape;
    }

    private static Map<String, Object> shape(
            String type, double x0, double x1, double y0, double y1) {
        return Json.object(
                "type", type, "xref", "x", "yref", "y", "x0", x0, "x1", x1, "y0", y0, "y1", y1);
    }

    private static Map<String, Object> text(double x, double y, int label) {
        String ink = Colors.inkOn(DigitColors.of(label));
        return Json.object(
                "x",
                x,
                "y",
                y,
                "xref",
                "x",
                "yref",
                "y",
                "text",
                String.valueOf(label),
                "showarrow",
                false,
                "font",
                Json.object("size", 12, "color", ink));
    }
}
