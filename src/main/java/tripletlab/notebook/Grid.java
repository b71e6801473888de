package tripletlab.notebook;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * The first rows of a table or an array, as text and as an HTML table.
 *
 * @param caption what it is
 * @param lines the names of the columns, then the rows that are shown
 * @param numeric whether a column holds numbers, which stand to the right
 * @param more how many rows are left out
 */
record Grid(String caption, List<List<String>> lines, List<Boolean> numeric, int more) {
    private static final int MAX_TABLE_ROWS = 20;
    private static final int MAX_ARRAY_ROWS = 10; // and columns

    static Grid of(Table table) {
        int shown = Math.min(MAX_TABLE_ROWS, table.rowCount());
        List<List<String>> columns = table.columns().stream().map(c -> texts(c, shown)).toList();
        List<List<String>> lines = new ArrayList<>(List.of(table.columnNames()));
        IntStream.range(0, shown)
                .mapToObj(i -> columns.stream().map(column -> column.get(i)).toList())
                .forEach(lines::add);
        List<Boolean> numeric =
                table.columns().stream().map(c -> c instanceof NumericColumn<?>).toList();
        String caption = table.name() == null ? "" : table.name();
        return new Grid(caption, lines, numeric, table.rowCount() - shown);
    }

    private static List<String> texts(Column<?> column, int shown) {
        if (column instanceof NumericColumn<?> numbers) {
            double[] values = IntStream.range(0, shown).mapToDouble(numbers::getDouble).toArray();
            List<String> texts = new ArrayList<>(NumberText.aligned(values));
            texts.replaceAll(text -> text.equals("NaN") ? "" : text); // a missing number is NaN
            return texts;
        }
        return IntStream.range(0, shown).mapToObj(column::getString).toList();
    }

    /**
     * Of {@code float[][]} or {@code double[][]}; NaN where a row is shorter than the first, or
     * null.
     */
    static Grid ofMatrix(Object matrix) {
        int rows = Array.getLength(matrix);
        int width = rows == 0 ? 0 : length(Array.get(matrix, 0));
        DoubleStream.Builder corner = DoubleStream.builder();
        for (int i = 0; i < Math.min(rows, MAX_ARRAY_ROWS); i++) {
            Object row = Array.get(matrix, i);
            for (int j = 0; j < Math.min(width, MAX_ARRAY_ROWS); j++) {
                corner.add(j < length(row) ? Array.getDouble(row, j) : Double.NaN);
            }
        }
        String type = matrix instanceof float[][] ? "float" : "double";
        String caption = "%s[%d][%d]".formatted(type, rows, width);
        return ofCorner(caption, rows, width, NumberText.aligned(corner.build().toArray()));
    }

    private static int length(Object row) {
        return row == null ? 0 : Array.getLength(row);
    }

    /** An array of numbers or booleans; of more than two dimensions the first matrix. */
    static Grid of(NDArray array) {
        Shape shape = array.getShape();
        int dimensions = shape.dimension();
        int width = dimensions == 0 ? 1 : (int) shape.getLastDimension();
        int rows = dimensions < 2 ? 1 : (int) shape.get(dimensions - 2);
        String type = array.getDataType().name().toLowerCase(Locale.ROOT);
        String caption = "NDArray %s %s".formatted(shape, type);
        if (shape.size() == 0) {
            return ofCorner(caption, 0, width, List.of());
        }
        if (dimensions > 2) {
            caption += ", of which [" + "0, ".repeat(dimensions - 2) + "…]";
        }
        // Cut in the engine, or an array of gigabytes would be copied for ten rows.
        NDIndex corner = new NDIndex();
        for (int axis = 0; axis < dimensions; axis++) {
            long most = axis < dimensions - 2 ? 1 : MAX_ARRAY_ROWS;
            corner.addSliceDim(0, Math.min(most, shape.get(axis)));
        }
        try (NDArray part = dimensions == 0 ? array.duplicate() : array.get(corner)) {
            Values values = Values.of("array", part);
            List<String> cells =
                    values.logical()
                            ? DoubleStream.of(values.all()).mapToObj(values::text).toList()
                            : NumberText.aligned(values.all());
            return ofCorner(caption, rows, width, cells);
        }
    }

    /** The cells of the corner are given row by row. */
    private static Grid ofCorner(String caption, int rows, int width, List<String> cells) {
        int shown = Math.min(width, MAX_ARRAY_ROWS);
        List<String> header = new ArrayList<>(List.of(""));
        IntStream.range(0, shown).mapToObj(String::valueOf).forEach(header::add);
        if (width > shown) {
            header.add("… " + (width - 1));
        }
        List<List<String>> lines = new ArrayList<>(List.of(header));
        int shownRows = Math.min(rows, MAX_ARRAY_ROWS);
        for (int i = 0; i < shownRows; i++) {
            List<String> line = new ArrayList<>(List.of(i + ""));
            line.addAll(cells.subList(i * shown, (i + 1) * shown));
            if (width > shown) {
                line.add("…");
            }
            lines.add(line);
        }
        List<Boolean> numeric = Collections.nCopies(header.size(), true);
        return new Grid(caption, lines, numeric, rows - shownRows);
    }

    private String footer() {
        return more == 0 ? "" : "… and %d more rows".formatted(more);
    }

    /** Columns padded with spaces. */
    String text() {
        int[] widths = IntStream.range(0, numeric.size()).map(this::width).toArray();
        StringBuilder text = new StringBuilder(caption).append('\n');
        for (List<String> line : lines) {
            StringBuilder padded = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String spaces = " ".repeat(widths[c] - line.get(c).length());
                String cell = numeric.get(c) ? spaces + line.get(c) : line.get(c) + spaces;
                padded.append(c == 0 ? "" : "  ").append(cell);
            }
            text.append(padded.toString().stripTrailing()).append('\n');
        }
        return text.append(footer()).toString().stripTrailing();
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElseThrow();
    }

    /** A table in JupyterLab's own style, in which $…$ is no formula. */
    String html() {
        StringBuilder rows = new StringBuilder("<thead>");
        appendRow(rows, "th", lines.get(0));
        rows.append("</thead><tbody>");
        lines.stream().skip(1).forEach(line -> appendRow(rows, "td", line));
        return "<div class=\"mathjax_ignore\">%s<table>%s</tbody></table>%s</div>"
                .formatted(Display.escape(caption), rows, Display.escape(footer()));
    }

    private void appendRow(StringBuilder html, String tag, List<String> cells) {
        html.append("<tr>");
        for (int c = 0; c < cells.size(); c++) {
            String side = numeric.get(c) ? "right" : "left";
            String cell = Display.escape(cells.get(c));
            html.append("<%s style=\"text-align:%s\">%s</%s>".formatted(tag, side, cell, tag));
        }
        html.append("</tr>");
    }
}
