package tripletlab.notebook;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
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
        if (array.getDataType() == DataType.BOOLEAN) {
            boolean[] flat = array.toBooleanArray();
            return grid(caption, rows, columns, i -> String.valueOf(flat[i]));
        }
        Number[] flat = array.toArray();
        return numbers(caption, rows, columns, i -> flat[i].doubleValue());
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
        return numbers(
                caption,
                rows,
                columns,
                i -> {
                    double[] values = row.apply(i / columns);
                    return i % columns < values.length ? values[i % columns] : Double.NaN;
                });
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private interface Values {
        double at(int index);
    }

    private static ValueGrid numbers(String caption, int rows, int columns, Values values) {
        int[] shown =
                IntStream.range(0, Math.min(rows, MOST))
                        .flatMap(
                                i ->
                                        IntStream.range(0, Math.min(columns, MOST))
                                                .map(j -> i * columns + j))
                        .toArray();
        List<String> texts =
                Numbers.aligned(Arrays.stream(shown).mapToDouble(values::at).toArray());
        int width = Math.min(columns, MOST);
        return grid(caption, rows, columns, i -> texts.get(i / columns * width + i % columns));
    }

    private static ValueGrid grid(String caption, int rows, int columns, IntFunction<String> cell) {
        List<String> header = new ArrayList<>(List.of(""));
        int shownColumns = Math.min(columns, MOST);
        IntStream.range(0, shownColumns).mapToObj(String::valueOf).forEach(header::add);
        if (columns > MOST) {
            header.add("… " + (columns - 1));
        }
        List<List<String>> lines = new ArrayList<>();
        for (int i = 0; i < Math.min(rows, MOST); i++) {
            List<String> line = new ArrayList<>(List.of(String.valueOf(i)));
            int start = i * columns;
            IntStream.range(start, start + shownColumns).mapToObj(cell).forEach(line::add);
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
