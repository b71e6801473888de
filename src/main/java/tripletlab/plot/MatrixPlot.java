package tripletlab.plot;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;

/**
 * Matrices of a batch, a square cell for each pair of items: distances, or masks that tell which
 * pairs are valid.
 *
 * <pre>{@code
 * Figure mask = MatrixPlot.builder()
 *         .setMatrix(TripletMasks.anchorPositive(labels))
 *         .optLabels(labels)
 *         .optSorted()
 *         .optTitle("Anchor-positive pairs")
 *         .build();
 * }</pre>
 *
 * <p>A strip of the digits' colours marks the class of each item. Matrices of up to 12 items have
 * their values in the cells, whole numbers without decimals; of more than 128 items every second,
 * third and so on is drawn, and the title says so. Distances go from dark violet (near) to yellow
 * (far): the scale Viridis, which grows lighter evenly, so that colour-blind readers and grey
 * prints keep its order.
 */
public final class MatrixPlot extends FigureBuilder<MatrixPlot> {
    private static final int MAX_ITEMS = 128;
    private static final int MAX_TEXTS = 12;
    private static final int MAX_TICKS = 20;
    private static final int MAX_GAPS = 40;
    private static final int DIGITS = 4;
    private static final double STRIP = 0.05; // of the matrix's side
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

    private double[][] matrix = {};
    private boolean mask;
    private int[] labels;
    private boolean sorted;
    private boolean compact;
    private String valueTitle = "distance";

    private MatrixPlot() {
        super(null, "other item", "anchor");
    }

    /**
     * Begins a figure.
     *
     * @return a builder without a matrix
     */
    public static MatrixPlot builder() {
        return new MatrixPlot();
    }

    /**
     * Sets distances or a mask.
     *
     * @param values (B, B), numbers for distances or boolean for a mask
     * @throws IllegalArgumentException if the array has not two dimensions
     */
    public MatrixPlot setMatrix(NDArray values) {
        matrix = Numbers.rows("matrix", values);
        mask = values.getDataType().isBoolean();
        return this;
    }

    /**
     * Sets distances.
     *
     * @param distances (B, B); NaN makes an empty cell
     */
    public MatrixPlot setMatrix(float[][] distances) {
        matrix = Numbers.rows("distances", distances);
        mask = false;
        return this;
    }

    /**
     * Sets the classes of the items, which are then marked.
     *
     * @param classes (B), 0 or more
     */
    public MatrixPlot optLabels(int[] classes) {
        labels = Arguments.requireNonNull("labels", classes).clone();
        return this;
    }

    /**
     * Sets the classes of the items.
     *
     * @param classes (B) or (B, 1), of any integer or floating-point type, whole numbers
     * @throws IllegalArgumentException if the array is not as said
     */
    public MatrixPlot optLabels(NDArray classes) {
        return optLabels(Numbers.labels(classes));
    }

    /** Puts the items of one class side by side; within a class their order stays. */
    public MatrixPlot optSorted() {
        sorted = true;
        return this;
    }

    /**
     * Sets the title of the colour scale of distances.
     *
     * @param value which distance it is, such as "Euclidean distance"; "distance" by default
     */
    public MatrixPlot optValueTitle(String value) {
        valueTitle = Arguments.requireNonNull("valueTitle", value);
        return this;
    }

    /** Leaves out what small multiples have no room for. */
    MatrixPlot compact() {
        compact = true;
        return this;
    }

    @Override
    public Figure build() {
        Tables.requireSquare("matrix", matrix);
        if (labels != null) {
            Colors.requireLabels(labels, matrix.length);
        } else if (sorted) {
            throw new IllegalArgumentException("labels is null, expected one for each row");
        }
        int[] items = items();
        int size = items.length;
        double[][] values =
                Arrays.stream(items)
                        .mapToObj(i -> Arrays.stream(items).mapToDouble(j -> matrix[i][j]))
                        .map(row -> Numbers.rounded(row.toArray(), DIGITS))
                        .toArray(double[][]::new);
        double strip = labels == null ? 0 : STRIP * size;
        List<Object> shapes = new ArrayList<>();
        List<Object> texts = new ArrayList<>();
        if (labels != null) {
            addStrip(Arrays.stream(items).map(i -> labels[i]).toArray(), strip, shapes, texts);
        }
        if (size <= MAX_TEXTS) {
            addWords(values, texts);
        }
        int ticks = size <= (compact ? MAX_TICKS / 2 : MAX_TICKS) ? size : 0;
        List<String> numbers = Arrays.stream(items).limit(ticks).mapToObj(String::valueOf).toList();
        return new PlotlyFigure(titleFor(size), 660)
                .square()
                .items("xaxis", xTitle, size, strip, numbers)
                .items("yaxis", yTitle, size, strip, numbers)
                .with("{shapes: %s, annotations: %s}", shapes, texts)
                .trace(trace(items, values));
    }

    private String titleFor(int drawn) {
        String name = title != null ? title : mask ? "Mask" : "Distances";
        String some = " (%d of %d items)".formatted(drawn, matrix.length);
        return drawn == matrix.length ? name : name + some;
    }

    private int[] items() {
        Stream<Integer> all = IntStream.range(0, matrix.length).boxed();
        List<Integer> order =
                (sorted ? all.sorted(Comparator.comparingInt(i -> labels[i])) : all).toList();
        int stride = (order.size() + MAX_ITEMS - 1) / MAX_ITEMS;
        return IntStream.range(0, order.size())
                .filter(i -> i % stride == 0)
                .map(order::get)
                .toArray();
    }

    private Map<String, Object> trace(int[] items, double[][] values) {
        String name = labels == null ? "item %d" : "item %d (class %d)";
        List<String> names =
                Arrays.stream(items)
                        .mapToObj(i -> name.formatted(i, labels == null ? 0 : labels[i]))
                        .toList();
        Map<String, Object> trace =
                Json.of(
                        """
                        {type: 'heatmap', x: %1$s, y: %1$s, z: %2$s, xgap: %3$s, ygap: %3$s,
                         hovertemplate: %4$s}
                        """,
                        names,
                        values,
                        items.length <= MAX_GAPS ? 1 : 0,
                        "%{y}, %{x}" + (mask ? "" : ": %{z}") + "<extra></extra>");
        trace.putAll(mask ? twoColors() : viridis(values));
        if (items.length <= MAX_TEXTS && !compact) {
            trace.putAll(Json.of("{text: %s, texttemplate: %s}", texts(values), "%{text}"));
        }
        return trace;
    }

    /** Two colours, named beside the matrix. */
    private static Map<String, Object> twoColors() {
        return Json.of(
                """
                {colorscale: [[0, '#eeeeee'], [0.5, '#eeeeee'], [0.5, '#1f5f9f'], [1, '#1f5f9f']],
                 zmin: 0, zmax: 1, colorbar: {tickvals: [0.25, 0.75], ticktext: ['no', 'yes'],
                                              len: 0.3, y: 0.98, yanchor: 'top'}}
                """);
    }

    /** From the smallest to the largest value, and from 0 if none is below. */
    private Map<String, Object> viridis(double[][] values) {
        double[] known =
                Arrays.stream(values)
                        .flatMapToDouble(Arrays::stream)
                        .filter(Double::isFinite)
                        .toArray();
        double low = Math.min(0, Arrays.stream(known).min().orElse(0));
        double high = Arrays.stream(known).max().orElse(1);
        return Json.of(
                """
                {colorscale: 'Viridis', zmin: %s, zmax: %s,
                 colorbar: {title: {text: %s}, len: 0.9}}
                """,
                low, high > low ? high : low + 1, Json.text(valueTitle));
    }

    private static List<List<String>> texts(double[][] values) {
        boolean whole =
                Arrays.stream(values)
                        .flatMapToDouble(Arrays::stream)
                        .allMatch(v -> v % 1 == 0 || !Double.isFinite(v));
        String format = whole ? "%.0f" : "%.2f";
        return Arrays.stream(values)
                .map(row -> Arrays.stream(row).mapToObj(v -> Numbers.text(format, v)).toList())
                .toList();
    }

    /** What a heat map leaves out: numbers that are none. */
    private static void addWords(double[][] values, List<Object> texts) {
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                if (!Double.isFinite(values[i][j])) {
                    texts.add(text(j, i, Numbers.text("", values[i][j])));
                }
            }
        }
    }

    /** A text that stands in a cell. */
    private static Map<String, Object> text(double column, double row, String text) {
        return Json.of(
                "{x: %s, y: %s, xref: 'x', yref: 'y', text: %s, showarrow: false}",
                column, row, text);
    }

    /**
     * Marks the classes by a strip of colours along the left and the upper side, and by lines
     * between them where each has several items side by side.
     */
    private void addStrip(int[] classes, double width, List<Object> shapes, List<Object> texts) {
        int size = classes.length;
        double outer = -0.5 - width;
        double beside = (outer - 0.5) / 2;
        int[] starts =
                IntStream.range(0, size)
                        .filter(i -> i == 0 || classes[i] != classes[i - 1])
                        .toArray();
        boolean bordered = 2 * starts.length <= size; // or lines would hide the matrix
        for (int run = 0; run < starts.length; run++) {
            int label = classes[starts[run]];
            double from = starts[run] - 0.5;
            double to = (run + 1 < starts.length ? starts[run + 1] : size) - 0.5;
            shapes.addAll(both(RECTANGLE, outer, -0.5, from, to, Colors.digit(label)));
            if (run > 0 && bordered) {
                String border = mask ? "#888888" : "#ffffff";
                shapes.addAll(both(LINE, from, from, -0.5, size - 0.5, border));
            }
            if (to - from >= LEAST_TEXT * size && !compact) {
                texts.add(className(beside, (from + to) / 2, label));
                texts.add(className((from + to) / 2, beside, label));
            }
        }
    }

    /** A shape, and the same with x and y exchanged. */
    private static List<Object> both(
            String shape, double x0, double x1, double y0, double y1, String color) {
        return List.of(
                Json.of(shape, x0, x1, y0, y1, color), Json.of(shape, y0, y1, x0, x1, color));
    }

    private static Map<String, Object> className(double column, double row, int label) {
        Map<String, Object> text = text(column, row, String.valueOf(label));
        String ink = Colors.inkOn(Colors.digit(label));
        text.putAll(Json.of("{font: {size: 12, color: %s}}", ink));
        return text;
    }
}
