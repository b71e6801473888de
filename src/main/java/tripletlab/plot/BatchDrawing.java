package tripletlab.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.data.Labels;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.internal.Arguments;
import tripletlab.internal.Pictures;
import tripletlab.mining.MiningStats;
import tripletlab.mining.TripletMean;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.Json;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;
import tripletlab.plot.parts.Sketch;

/**
 * The way of a batch as one drawing with its own numbers: B images, B embeddings, B × B distances,
 * the masks of pairs, the gradient {@code W = ∂L/∂d}, and the loss. The two masks are one matrix:
 * positive pairs are blue, negative pairs orange. In W a blue pair is pulled together and an orange
 * one pushed apart, the more the darker.
 */
public final class BatchDrawing {
    private static final int MAX_ITEMS = 128;
    private static final int COLUMNS = 3;
    private static final int SIDE = 190; // of a panel, in pixels
    private static final int STEP = 265; // from a panel to the next one
    private static final int ROW = 290;
    private static final int LEFT = 25;
    private static final int TOP = 110; // of the first panels
    private static final int WIDTH = PlotlyFigure.WIDTH - 30; // within the margins
    private static final int HEIGHT = TOP + ROW + SIDE + 20;
    private static final double STRIP = 0.06; // of a matrix's side, for the classes
    private static final int DIGITS = 4;

    private static final String WHITE_TO_INK = "[[0, '#ffffff'], [1, '%s']]".formatted(Colors.INK);
    private static final String PULL_AND_PUSH =
            "[[0, '%s'], [0.5, '#ffffff'], [1, '%s']]".formatted(Colors.NEGATIVE, Colors.POSITIVE);

    private final int[] classes;
    private final Sketch sketch = new Sketch();
    private final List<Map<String, Object>> matrices = new ArrayList<>();
    private final Map<String, Object> axes = new LinkedHashMap<>();

    private BatchDrawing(int[] classes) {
        this.classes = classes;
    }

    /**
     * Draws a batch.
     *
     * @param images (B, 1, H, W), 0 for paper to 1 for ink; B up to 128
     * @param embeddings (B, D)
     * @param distances (B, B)
     * @param labels (B) or (B, 1), the class of each item
     * @param mean what a miner made of these distances: W, the counts and the loss
     * @param title what is shown above
     * @return a figure of 800 pixels width
     * @throws IllegalArgumentException if a shape is not as said
     */
    public static Figure of(
            NDArray images,
            NDArray embeddings,
            NDArray distances,
            NDArray labels,
            TripletMean mean,
            String title) {
        Arguments.requireNonNull("title", title);
        int[] classes = Labels.ints(labels);
        int size = requireItems(images, classes);
        double[][] rows = requireRows("embeddings", embeddings, size);
        double[][] d = requireRows("distances", distances, size);
        float[] weights = Arguments.requireNonNull("mean", mean).weights();
        Arguments.requireSameLength(
                "weights of mean", weights.length, "distances", size * d[0].length);
        double[][] w = new double[size][size];
        IntStream.range(0, weights.length).forEach(i -> w[i / size][i % size] = weights[i]);

        BatchDrawing drawing = new BatchDrawing(classes);
        drawing.addImages(images);
        drawing.addMatrix(1, "%d embeddings\nof %d numbers", rows, WHITE_TO_INK, false);
        drawing.addMatrix(2, "d: %d × %d distances\ndark is near", d, "'Viridis'", false);
        drawing.addMasks();
        drawing.addMatrix(4, pulls(w), w, PULL_AND_PUSH, true);
        drawing.addLoss(mean.stats());
        return drawing.joined(title);
    }

    private static int requireItems(NDArray images, int[] classes) {
        Shape shape = Arguments.requireNonNull("images", images).getShape();
        boolean fits = shape.dimension() == 4 && shape.get(1) == 1 && shape.get(0) <= MAX_ITEMS;
        String message = "images has shape %s, expected (B, 1, H, W) with B up to %d";
        Arguments.require(fits, message, shape, MAX_ITEMS);
        Colors.requireLabels(classes, (int) shape.get(0));
        return classes.length;
    }

    private static double[][] requireRows(String name, NDArray array, int size) {
        Shape shape = Arguments.requireNonNull(name, array).getShape();
        boolean matrix = shape.dimension() == 2 && shape.size() > 0;
        Arguments.require(matrix, "%s has shape %s, expected two dimensions", name, shape);
        double[][] rows = Numbers.rows(name, EmbeddingBatch.rows(array));
        Arguments.requireSameLength(name, rows.length, "labels", size);
        return rows;
    }

    private static String pulls(double[][] w) {
        long pulled = Arrays.stream(w).flatMapToDouble(Arrays::stream).filter(v -> v > 0).count();
        long pushed = Arrays.stream(w).flatMapToDouble(Arrays::stream).filter(v -> v < 0).count();
        return String.join(
                "\n",
                "W = ∂L/∂d: %d pairs are pulled".formatted(pulled),
                "together, %d are pushed apart".formatted(pushed));
    }

    private void addImages(NDArray images) {
        Shape shape = images.getShape();
        int pixels = (int) (shape.get(2) * shape.get(3));
        float[][] rows = new float[classes.length][];
        try (NDArray floats = images.toType(DataType.FLOAT32, true)) {
            float[] ink = floats.toFloatArray();
            Arrays.setAll(rows, i -> Arrays.copyOfRange(ink, i * pixels, (i + 1) * pixels));
        }
        String sheet = Pictures.address(Pictures.square((int) shape.get(3), rows));
        sketch.image(sheet, x(0, SIDE / 2), y(0, SIDE / 2), SIDE);
        long distinct = Arrays.stream(classes).distinct().count();
        String items = "%d images".formatted(classes.length);
        caption(0, String.join("\n", items, "of %d classes".formatted(distinct)));
    }

    private void addMasks() {
        int size = classes.length;
        double[][] masks = new double[size][size];
        int positive = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                boolean same = classes[i] == classes[j];
                masks[i][j] = i == j ? 0 : same ? 1 : -1;
                positive += i != j && same ? 1 : 0;
            }
        }
        String blue = "masks: %d positive pairs (blue)".formatted(positive);
        String orange = "and %d negative ones (orange)".formatted(size * (size - 1) - positive);
        String caption = String.join("\n", blue, orange);
        addMatrix(3, caption, masks, PULL_AND_PUSH, true);
    }

    /** A heat map, with the classes at its left; a matrix of pairs has them above, too. */
    private void addMatrix(
            int step, String caption, double[][] rows, String colors, boolean aroundZero) {
        int columns = rows[0].length;
        double[][] values =
                Arrays.stream(rows)
                        .map(row -> Numbers.rounded(row, DIGITS))
                        .toArray(double[][]::new);
        double[] known =
                Arrays.stream(values)
                        .flatMapToDouble(Arrays::stream)
                        .filter(Double::isFinite)
                        .toArray();
        double high = Arrays.stream(known).map(v -> aroundZero ? Math.abs(v) : v).max().orElse(1);
        high = high > 0 ? high : 1;
        double low = aroundZero ? -high : Math.min(0, Arrays.stream(known).min().orElse(0));
        matrices.add(
                Json.of(
                        "{type: 'heatmap', z: %s, xaxis: %s, yaxis: %s, zmin: %s, zmax: %s,"
                                + " showscale: false, hovertemplate: %s, colorscale: "
                                + colors
                                + "}",
                        values,
                        axis("x", step),
                        axis("y", step),
                        low,
                        high,
                        "row %{y}, column %{x}: %{z}<extra></extra>"));
        boolean pairs = step > 1;
        double beside = STRIP * columns;
        double above = STRIP * rows.length;
        double[] x = {x(step, 0) / WIDTH, x(step, SIDE) / WIDTH};
        double[] y = {y(step, SIDE) / (HEIGHT - 40), y(step, 0) / (HEIGHT - 40)};
        addAxis(step, "x", "y", x, -0.5 - beside, columns - 0.5);
        addAxis(step, "y", "x", y, rows.length - 0.5, -0.5 - (pairs ? above : 0));
        for (int i = 0; i < classes.length; i++) {
            shape(step, -0.5 - beside, -0.5, i - 0.5, i + 0.5, classes[i]);
            if (pairs) {
                shape(step, i - 0.5, i + 0.5, -0.5 - above, -0.5, classes[i]);
            }
        }
        caption(step, caption.formatted(rows.length, columns));
    }

    private void addAxis(
            int step, String letter, String other, double[] domain, double first, double last) {
        axes.putAll(
                Json.of(
                        """
                        {%s: {domain: %s, range: [%s, %s], anchor: %s, showticklabels: false,
                              ticks: '', showgrid: false, zeroline: false, showline: true,
                              mirror: true, linecolor: '#888888', fixedrange: true}}
                        """,
                        letter + "axis" + (step + 1), domain, first, last, axis(other, step)));
    }

    /** The first axes are those of the sketch. */
    private static String axis(String letter, int step) {
        return letter + (step + 1);
    }

    private void shape(int step, double x0, double x1, double y0, double y1, int label) {
        sketch.shape(
                Json.of(
                        """
                        {type: 'rect', xref: %s, yref: %s, x0: %s, x1: %s, y0: %s, y1: %s,
                         fillcolor: %s, line: {width: 0}}
                        """,
                        axis("x", step), axis("y", step), x0, x1, y0, y1, Colors.digit(label)));
    }

    private void addLoss(MiningStats stats) {
        caption(5, "the loss");
        text(5, SIDE / 2, 60, 30, "L = " + Numbers.text("%.3f", stats.loss()));
        String words =
                String.join(
                        "\n",
                        String.format(Locale.ROOT, "%,d valid triplets,", stats.valid()),
                        String.format(Locale.ROOT, "%,d of them taken,", stats.taken()),
                        String.format(Locale.ROOT, "%,d of these active", stats.active()));
        text(5, SIDE / 2, 120, 14, words);
    }

    private void caption(int step, String text) {
        text(step, SIDE / 2, -18, 12, text);
        String number = String.valueOf(step + 1);
        text(step, -14, 8, 16, number);
    }

    /** A text around a place of a panel, in pixels from its left and upper side. */
    private void text(int step, int right, int down, int size, String text) {
        sketch.text(x(step, right), y(step, down), "middle", size, text);
    }

    private Figure joined(String title) {
        for (int step = 1; step < 2 * COLUMNS; step++) {
            if (step != COLUMNS) {
                sketch.arrow(x(step, -24), y(step, SIDE / 2), -32, 0);
            }
        }
        // from the third panel down, to the left, and down to the fourth
        double between = y(COLUMNS, -52);
        double from = x(COLUMNS - 1, SIDE / 2);
        double to = x(COLUMNS, SIDE / 2);
        sketch.line(from, y(COLUMNS - 1, SIDE + 6), from, between);
        sketch.line(from, between, to, between);
        sketch.arrow(to, y(COLUMNS, -36), 0, -16);
        PlotlyFigure figure = sketch.figure(title, HEIGHT, WIDTH).with("%s", axes).titleOnTop();
        matrices.forEach(figure::trace);
        return figure;
    }

    /** From the left side of the sketch, in pixels. */
    private static double x(int step, int right) {
        return LEFT + step % COLUMNS * STEP + right;
    }

    /** From its lower side. */
    private static double y(int step, int down) {
        return HEIGHT - TOP - step / COLUMNS * ROW - down;
    }
}
