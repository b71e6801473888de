package tripletlab.notebook;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The first rows and columns of an array: its shape and type, then numbers. */
final class ArrayGrid {
    private static final int MOST = 10;

    private ArrayGrid() {}

    /** An array of numbers or booleans; of more than two dimensions the first matrix. */
    static ValueGrid of(NDArray array) {
        Shape shape = array.getShape();
        int dimensions = shape.dimension();
        int columns = dimensions == 0 ? 1 : (int) shape.get(dimensions - 1);
        int rows = dimensions < 2 ? 1 : (int) shape.get(dimensions - 2);
        if (shape.size() == 0) {
            rows = 0;
        }
        String caption =
                "NDArray %s %s"
                        .formatted(shape, array.getDataType().name().toLowerCase(Locale.ROOT));
        if (dimensions > 2 && rows > 0) {
            caption += ", of which [" + "0, ".repeat(dimensions - 2) + "…]";
        }
        return grid(caption, rows, columns, rows == 0 ? List.of() : texts(array, dimensions));
    }

    /** Read in the engine first, or an array of gigabytes would be copied for ten rows. */
    private static List<String> texts(NDArray array, int dimensions) {
        NDIndex corner = new NDIndex();
        for (int axis = 0; axis < dimensions; axis++) {
            boolean shown = axis >= dimensions - 2;
            corner.addSliceDim(0, shown ? Math.min(MOST, array.getShape().get(axis)) : 1);
        }
        try (NDArray part = dimensions == 0 ? array.duplicate() : array.get(corner)) {
            Values values = Values.of("array", part);
            return values.logical()
                    ? Arrays.stream(values.flat()).mapToObj(values::text).toList()
                    : Numbers.aligned(values.flat());
        }
    }

    static ValueGrid of(float[][] rows) {
        return ofRows("float", rows.length, i -> doubles(rows[i]));
    }

    static ValueGrid of(double[][] rows) {
        return ofRows("double", rows.length, i -> rows[i]);
    }

    private static ValueGrid ofRows(String type, int rows, IntFunction<double[]> row) {
        int columns = rows == 0 ? 0 : row.apply(0).length;
        String caption = "%s[%d][%d]".formatted(type, rows, columns);
        double[] shown =
                IntStream.range(0, Math.min(rows, MOST))
                        .mapToObj(row)
                        .flatMapToDouble(
                                values ->
                                        IntStream.range(0, Math.min(columns, MOST))
                                                .mapToDouble(
                                                        j ->
                                                                j < values.length
                                                                        ? values[j]
                                                                        : Double.NaN))
                        .toArray();
        return grid(caption, rows, columns, Numbers.aligned(shown));
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /** The cells in the corner are given row by row. */
    private static ValueGrid grid(String caption, int rows, int columns, List<String> cells) {
        List<String> header = new ArrayList<>(List.of(""));
        int shownColumns = Math.min(columns, MOST);
        IntStream.range(0, shownColumns).mapToObj(String::valueOf).forEach(header::add);
        if (columns > MOST) {
            header.add("… " + (columns - 1));
        }
        List<List<String>> lines = new ArrayList<>();
        for (int i = 0; i < Math.min(rows, MOST); i++) {
            List<String> line = new ArrayList<>(List.of(String.valueOf(i)));
            line.addAll(cells.subList(i * shownColumns, (i + 1) * shownColumns));
            if (columns > MOST) {
                line.add("…");
            }
            lines.add(line);
        }
        int more = rows - lines.size();
        String footer = more == 0 ? "" : "… and %d more rows".formatted(more);
        return ValueGrid.ofNumbers(caption, header, lines, footer);
    }
}
