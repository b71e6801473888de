package tripletlab.plot.parts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is drawn over a matrix: the classes of its items as a strip of colours along the left and
 * the upper side, lines between classes that have several items side by side, and words in cells.
 */
public final class MatrixMarks {
    private static final double WIDTH = 0.07; // of the side: room for a name, in three of a row too
    private static final double LEAST_TEXT = 0.025; // the shortest run of a class that is named

    private static final String RECTANGLE =
            """
            {type: 'rect', xref: 'x', yref: 'y', x0: %s, x1: %s, y0: %s, y1: %s, fillcolor: %s,
             line: {color: '#ffffff', width: 1}}
            """;
    private static final String LINE =
            """
            {type: 'line', xref: 'x', yref: 'y', x0: %s, x1: %s, y0: %s, y1: %s,
             line: {color: %s, width: 1.5}}
            """;

    public final List<Object> shapes = new ArrayList<>();
    public final List<Object> texts = new ArrayList<>();
    private final int[] classes;

    /** The strip of items, none if there are no classes, with their names or without. */
    public MatrixMarks(int[] classes, String lineColor, boolean named) {
        this.classes = classes;
        int size = classes.length;
        int[] starts =
                IntStream.range(0, size)
                        .filter(i -> i == 0 || classes[i] != classes[i - 1])
                        .toArray();
        boolean bordered = 2 * starts.length <= size; // or lines would hide the matrix
        for (int run = 0; run < starts.length; run++) {
            double from = starts[run] - 0.5;
            double to = (run + 1 < starts.length ? starts[run + 1] : size) - 0.5;
            String color = Colors.digit(classes[starts[run]]);
            addShapes(RECTANGLE, -0.5 - width(), -0.5, from, to, color);
            if (run > 0 && bordered) {
                addShapes(LINE, from, from, -0.5, size - 0.5, lineColor);
            }
            if (to - from >= LEAST_TEXT * size && named) {
                addNames(classes[starts[run]], (from + to) / 2, Colors.inkOn(color));
            }
        }
    }

    /** In cells of the matrix. */
    public double width() {
        return WIDTH * classes.length;
    }

    /** A shape, and the same with x and y exchanged. */
    private void addShapes(String shape, double x0, double x1, double y0, double y1, String color) {
        shapes.add(Json.of(shape, x0, x1, y0, y1, color));
        shapes.add(Json.of(shape, y0, y1, x0, x1, color));
    }

    private void addNames(int label, double middle, String color) {
        double beside = -0.5 - width() / 2;
        for (Map<String, Object> text :
                List.of(text(beside, middle, label), text(middle, beside, label))) {
            text.putAll(Json.of("{font: {size: 12, color: %s}}", color));
            texts.add(text);
        }
    }

    /** Writes the numbers that a heat map leaves out: NaN and infinities. */
    public void addWords(double[][] values) {
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                if (!Double.isFinite(values[i][j])) {
                    texts.add(text(j, i, Numbers.text("", values[i][j])));
                }
            }
        }
    }

    /** A text that stands in a cell. */
    private static Map<String, Object> text(double column, double row, Object text) {
        return Json.of(
                "{x: %s, y: %s, xref: 'x', yref: 'y', text: %s, showarrow: false}",
                column, row, text.toString());
    }
}
