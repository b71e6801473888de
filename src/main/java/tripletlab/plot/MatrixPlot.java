package tripletlab.plot;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.internal.Arguments;

/**
 * Matrices of a batch, a square cell for each pair of items: distances, or masks that tell which
 * pairs are valid.
 *
 * <pre>{@code
 * Figure distances = MatrixPlot.of(Distance.EUCLIDEAN.pairwise(embeddings), labels);
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
public final class MatrixPlot {
    private static final int MOST_ITEMS = 128;
    private static final int MOST_TEXTS = 12;
    private static final int MOST_TICKS = 20;
    private static final int MOST_GAPS = 40;
    private static final int DIGITS = 4;

    private MatrixPlot() {}

    /**
     * Draws distances or a mask with default titles.
     *
     * @param matrix (B, B), numbers for distances or boolean for a mask
     * @param labels (B) or (B, 1), the class of each item
     * @return a figure of 800 by 660 pixels
     * @throws IllegalArgumentException if a shape or type is not as said
     */
    public static Figure of(NDArray matrix, NDArray labels) {
        return builder().setMatrix(matrix).optLabels(labels).build();
    }

    /**
     * Draws distances with default titles.
     *
     * @param distances (B, B); NaN makes an empty cell
     * @param labels (B), the class of each item, 0 or more
     * @return a figure of 800 by 660 pixels
     * @throws IllegalArgumentException if a shape is not as said
     */
    public static Figure of(float[][] distances, int[] labels) {
        return builder().setMatrix(distances).optLabels(labels).build();
    }

    /**
     * Draws a mask with default titles.
     *
     * @param mask (B, B)
     * @param labels (B), the class of each item, 0 or more
     * @return a figure of 800 by 660 pixels
     * @throws IllegalArgumentException if a shape is not as said
     */
    public static Figure of(boolean[][] mask, int[] labels) {
        return builder().setMatrix(mask).optLabels(labels).build();
    }

    /**
     * Begins a figure.
     *
     * @return a builder without a matrix
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Takes a matrix, the classes of its items, and titles. */
    public static final class Builder {
        private double[][] matrix = {};
        private boolean mask;
        private int[] labels;
        private boolean sorted;
        private boolean compact;
        private String title;
        private String rowTitle = "anchor";
        private String columnTitle = "other item";
        private String valueTitle = "distance";

        private Builder() {}

        /**
         * Sets distances or a mask.
         *
         * @param values (B, B), numbers for distances or boolean for a mask
         * @throws IllegalArgumentException if the array has not two dimensions
         */
        public Builder setMatrix(NDArray values) {
            return set(Matrices.rows("matrix", values), values.getDataType().isBoolean());
        }

        /**
         * Sets distances.
         *
         * @param distances (B, B); NaN makes an empty cell
         */
        public Builder setMatrix(float[][] distances) {
            return set(Matrices.rows("distances", distances), false);
        }

        /**
         * Sets distances.
         *
         * @param distances (B, B); NaN makes an empty cell
         */
        public Builder setMatrix(double[][] distances) {
            return set(
                    Arrays.stream(Arguments.requireNoNulls("distances", distances))
                            .map(double[]::clone)
                            .toArray(double[][]::new),
                    false);
        }

        /**
         * Sets a mask.
         *
         * @param values (B, B)
         */
        public Builder setMatrix(boolean[][] values) {
            return set(Matrices.rows("values", values), true);
        }

        Builder setMask(double[][] zerosAndOnes) {
            return set(zerosAndOnes, true);
        }

        private Builder set(double[][] values, boolean isMask) {
            matrix = values;
            mask = isMask;
            return this;
        }

        /**
         * Sets the classes of the items, which are then marked.
         *
         * @param classes (B), 0 or more
         */
        public Builder optLabels(int[] classes) {
            labels = Arguments.requireNonNull("labels", classes).clone();
            return this;
        }

        /**
         * Sets the classes of the items, which are then marked.
         *
         * @param classes (B) or (B, 1), of any integer or floating-point type
         * @throws IllegalArgumentException if the array is of another shape or not of whole numbers
         */
        public Builder optLabels(NDArray classes) {
            return optLabels(Matrices.labels(classes));
        }

        /** Puts the items of one class side by side; within a class their order stays. */
        public Builder optSorted() {
            sorted = true;
            return this;
        }

        /**
         * Sets the title, by default "Distances" or "Mask".
         *
         * @param value what is shown
         */
        public Builder optTitle(String value) {
            title = Arguments.requireNonNull("title", value);
            return this;
        }

        /**
         * Sets the titles of the axes, by default "anchor" and "other item".
         *
         * @param rows what a row is
         * @param columns what a column is
         */
        public Builder optAxisTitles(String rows, String columns) {
            rowTitle = Arguments.requireNonNull("rows", rows);
            columnTitle = Arguments.requireNonNull("columns", columns);
            return this;
        }

        /**
         * Sets the title of the colour scale of distances, by default "distance".
         *
         * @param value which distance it is, such as "Euclidean distance"
         */
        public Builder optValueTitle(String value) {
            valueTitle = Arguments.requireNonNull("valueTitle", value);
            return this;
        }

        /** Leaves out what small multiples have no room for. */
        Builder compact() {
            compact = true;
            return this;
        }

        /**
         * Draws the figure.
         *
         * @return a figure of 800 by 660 pixels
         * @throws IllegalArgumentException if the matrix is missing or not square, there are not as
         *     many labels, or they are missing and the items shall be sorted
         */
        public Figure build() {
            Arguments.requireSquare("matrix", matrix);
            if (labels != null) {
                DigitColors.requireLabels(labels, matrix.length);
            } else if (sorted) {
                throw new IllegalArgumentException("labels is null, expected one for each row");
            }
            int[] items = items();
            ClassStrip strip =
                    new ClassStrip(
                            labels == null ? new int[0] : pick(labels, items),
                            mask ? "#888888" : "#ffffff");
            int size = items.length;
            Map<String, Object> more =
                    Json.object(
                            "xaxis", axis(items, columnTitle, strip.width(), false),
                            "yaxis", axis(items, rowTitle, strip.width(), true),
                            "shapes", strip.shapes(),
                            "annotations", annotations(strip, items));
            String name = title != null ? title : mask ? "Mask" : "Distances";
            String full =
                    size == matrix.length
                            ? name
                            : "%s (%d of %d items)".formatted(name, size, matrix.length);
            // The margins leave a square.
            Layout layout = Layouts.titled(full, 660, 80, 180, 60, 60).showLegend(false).build();
            return new PlotlyFigure(layout, more, trace(items));
        }

        private int[] items() {
            IntStream all = IntStream.range(0, matrix.length);
            int[] order =
                    sorted
                            ? all.boxed()
                                    .sorted(Comparator.comparingInt(i -> labels[i]))
                                    .mapToInt(Integer::intValue)
                                    .toArray()
                            : all.toArray();
            int stride = (order.length + MOST_ITEMS - 1) / MOST_ITEMS;
            return IntStream.range(0, order.length)
                    .filter(i -> i % stride == 0)
                    .map(i -> order[i])
                    .toArray();
        }

        private Trace trace(int[] items) {
            double[][] values =
                    Arrays.stream(items)
                            .mapToObj(i -> Arrays.stream(items).mapToDouble(j -> matrix[i][j]))
                            .map(row -> Rounding.significant(row.toArray(), DIGITS))
                            .toArray(double[][]::new);
            String[] names = names(items);
            Map<String, Object> trace =
                    Json.object("type", "heatmap", "x", names, "y", names, "z", values);
            int gap = items.length <= MOST_GAPS ? 1 : 0;
            trace.putAll(Json.object("xgap", gap, "ygap", gap));
            String what = mask ? "" : ": %{z}";
            trace.put("hovertemplate", "%{y}, %{x}" + what + "<extra></extra>");
            trace.putAll(mask ? Heatmaps.twoColors() : Heatmaps.distances(values, valueTitle));
            if (items.length <= MOST_TEXTS && !compact) {
                trace.put("text", texts(values));
                trace.put("texttemplate", "%{text}");
            }
            return new JsonTrace(trace);
        }

        private String[] names(int[] items) {
            return Arrays.stream(items)
                    .mapToObj(i -> labels == null ? "item " + i : named(i))
                    .toArray(String[]::new);
        }

        private String named(int item) {
            return "item %d (class %d)".formatted(item, labels[item]);
        }

        private String[][] texts(double[][] values) {
            boolean whole =
                    Arrays.stream(values)
                            .flatMapToDouble(Arrays::stream)
                            .allMatch(v -> v % 1 == 0 || !Double.isFinite(v));
            String format = whole ? "%.0f" : "%.2f";
            return Arrays.stream(values)
                    .map(
                            row ->
                                    Arrays.stream(row)
                                            .mapToObj(v -> Rounding.text(format, v))
                                            .toArray(String[]::new))
                    .toArray(String[][]::new);
        }

        private Map<String, Object> axis(
                int[] items, String axisTitle, double strip, boolean down) {
            double first = -0.5 - strip;
            double last = items.length - 0.5;
            Map<String, Object> axis = Heatmaps.axis(axisTitle, down, first, last);
            int[] marked = IntStream.range(0, ticks(items.length)).toArray();
            axis.put("tickmode", "array");
            axis.put("tickvals", marked);
            axis.put(
                    "ticktext",
                    Arrays.stream(marked)
                            .mapToObj(i -> String.valueOf(items[i]))
                            .toArray(String[]::new));
            return axis;
        }

        private int ticks(int size) {
            return size <= (compact ? MOST_TICKS / 2 : MOST_TICKS) ? size : 0;
        }

        /** The classes, and what a heat map leaves out: numbers that are none. */
        private List<Object> annotations(ClassStrip strip, int[] items) {
            List<Object> texts = new ArrayList<>(compact ? List.of() : strip.annotations());
            if (items.length <= MOST_TEXTS) {
                for (int i = 0; i < items.length; i++) {
                    for (int j = 0; j < items.length; j++) {
                        double value = matrix[items[i]][items[j]];
                        if (!Double.isFinite(value)) {
                            texts.add(Heatmaps.text(j, i, Rounding.text("", value)));
                        }
                    }
                }
            }
            return texts;
        }

        private static int[] pick(int[] values, int[] items) {
            return Arrays.stream(items).map(i -> values[i]).toArray();
        }
    }
}
