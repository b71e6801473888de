package tripletlab.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.data.Labels;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.HeatMap;
import tripletlab.plot.parts.MatrixMarks;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;

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
    private static final int DIGITS = 4;

    private double[][] matrix = {};
    private boolean mask;
    private int[] labels;
    private boolean sorted;
    private boolean compact;
    private String valueTitle = "distance";

    private MatrixPlot() {
        super(null, "other item", "anchor");
    }

    /** {@return a builder without a matrix} */
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
        Shape shape = Arguments.requireNonNull("matrix", values).getShape();
        boolean fits = shape.dimension() == 2 && shape.size() > 0;
        String message = "matrix has shape %s, expected 2 dimensions, and one item or more";
        Arguments.require(fits, message, shape);
        try (NDArray floats = values.toType(DataType.FLOAT32, true)) {
            setMatrix(EmbeddingBatch.rows(floats));
        }
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
        return optLabels(Labels.ints(classes));
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
        requireAll();
        int[] items = items();
        int size = items.length;
        double[][] values =
                Arrays.stream(items)
                        .mapToObj(i -> Arrays.stream(items).mapToDouble(j -> matrix[i][j]))
                        .map(row -> Numbers.rounded(row.toArray(), DIGITS))
                        .toArray(double[][]::new);
        int[] classes =
                labels == null ? new int[0] : Arrays.stream(items).map(i -> labels[i]).toArray();
        MatrixMarks marks = new MatrixMarks(classes, mask ? "#888888" : "#ffffff", !compact);
        if (size <= MAX_TEXTS) {
            marks.addWords(values);
        }
        int ticks = size <= (compact ? MAX_TICKS / 2 : MAX_TICKS) ? size : 0;
        List<String> numbers = Arrays.stream(items).limit(ticks).mapToObj(String::valueOf).toList();
        List<String> names = Arrays.stream(items).mapToObj(this::name).toList();
        HeatMap map = new HeatMap(values, mask, valueTitle);
        String name = title != null ? title : mask ? "Mask" : "Distances";
        return new PlotlyFigure(PlotlyFigure.title(name, size, matrix.length, "items"), 660)
                .square()
                .items("xaxis", xTitle, size, marks.width(), numbers)
                .items("yaxis", yTitle, size, marks.width(), numbers)
                .with("{shapes: %s, annotations: %s}", marks.shapes, marks.texts)
                .trace(map.trace(names, size <= MAX_TEXTS && !compact));
    }

    private void requireAll() {
        Tables.requireSquare("matrix", matrix);
        if (labels != null) {
            Colors.requireLabels(labels, matrix.length);
        } else if (sorted) {
            throw new IllegalArgumentException("labels is null, expected one for each row");
        }
    }

    private String name(int item) {
        return "item " + item + (labels == null ? "" : " (class " + labels[item] + ")");
    }

    private int[] items() {
        Stream<Integer> all = IntStream.range(0, matrix.length).boxed();
        List<Integer> order =
                (sorted ? all.sorted(Comparator.comparingInt(i -> labels[i])) : all).toList();
        return Numbers.everyNth(order.size(), MAX_ITEMS).map(order::get).toArray();
    }
}
