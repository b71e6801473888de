package tripletlab.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

/**
 * The way of a batch as one drawing with its own numbers: B images, B embeddings, B × B distances,
 * the masks of pairs, the gradient {@code W = ∂L/∂D}, and the loss. The two masks are one matrix:
 * positive pairs are blue, negative pairs orange. In W a blue pair is pulled together and an orange
 * one pushed apart, the more the darker.
 */
public final class BatchDrawing {
    private static final int MAX_ITEMS = 128;
    private static final int COLUMNS = 3;
    private static final int SIDE = 190; // of a panel, in pixels
    private static final int STEP = 265; // from a panel to the next one
    private static final int ROW = 290;
    private static final int LEFT = 40;
    private static final int TOP = 110; // of the first panels
    private static final int HEIGHT = TOP + ROW + SIDE + 20;
    private static final double STRIP = 0.06; // of a matrix's side, for the classes
    private static final int DIGITS = 4;

    private static final String WHITE_TO_INK = "[[0, '#ffffff'], [1, '%s']]".formatted(Colors.INK);
    private static final String PULL_AND_PUSH =
            "[[0, '%s'], [0.5, '#ffffff'], [1, '%s']]".formatted(Colors.NEGATIVE, Colors.POSITIVE);

    private final PlotlyFigure figure;
    private final int[] classes;
    private final List<Object> texts = new ArrayList<>();
    private final List<Object> shapes = new ArrayList<>();

    private BatchDrawing(String title, int[] classes) {
        this.figure =
                new PlotlyFigure(title, HEIGHT)
                        .with(
                                """
                                {title: {text: %s, x: %s, xref: 'paper', y: %s, yanchor: 'middle'}}
                                """,
                                Json.text(title), x(0, 0), y(0, 28 - TOP));
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

        BatchDrawing drawing = new BatchDrawing(title, classes);
        drawing.addImages(images);
        drawing.addMatrix(1, "%d embeddings\nof %d numbers", rows, WHITE_TO_INK, false);
        drawing.addMatrix(2, "D: %d × %d distances\ndark is near", d, "'Viridis'", false);
        drawing.addMasks();
        drawing.addMatrix(4, pulls(w), w, PULL_AND_PUSH, true);
        drawing.addLoss(mean.stats());
        return drawing.joined();
    }

    private static int requireItems(NDArray images, int[] classes) {
        Shape shape = Arguments.requireNonNull("images", images).getShape();
        if (shape.dimension() != 4 || shape.get(1) != 1 || shape.get(0) > MAX_ITEMS) {
            throw new IllegalArgumentException(
                    "images has shape %s, expected (B, 1, H, W) with B up to %d"
                            .formatted(shape, MAX_ITEMS));
        }
        Colors.requireLabels(classes, (int) shape.get(0));
        return classes.length;
    }

    private static double[][] requireRows(String name, NDArray array, int size) {
        Shape shape = Arguments.requireNonNull(name, array).getShape();
        if (shape.dimension() != 2 || shape.size() == 0) {
            throw new IllegalArgumentException(
                    "%s has shape %s, expected two dimensions".formatted(name, shape));
        }
        double[][] rows = Numbers.rows(name, EmbeddingBatch.rows(array));
        Arguments.requireSameLength(name, rows.length, "labels", size);
        return rows;
    }

    private static String pulls(double[][] w) {
        long pulled = Arrays.stream(w).flatMapToDouble(Arrays::stream).filter(v -> v > 0).count();
        long pushed = Arrays.stream(w).flatMapToDouble(Arrays::stream).filter(v -> v < 0).count();
        return String.join(
                "\n",
                "W = ∂L/∂D: %d pairs are pulled".formatted(pulled),
                "together, %d are pushed apart".formatted(pushed));
    }

    private void addImages(NDArray images) {
        Shape shape = images.getShape();
        int pixels = (int) (shape.get(2) * shape.get(3));
        float[] ink = images.toType(DataType.FLOAT32, false).toFloatArray();
        float[][] rows = new float[classes.length][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(ink, i * pixels, (i + 1) * pixels));
        figure.with(
                """
                {images: [{source: %s, x: %s, y: %s, xref: 'paper', yref: 'paper',
                           sizex: %s, sizey: %s, sizing: 'stretch'}]}
                """,
                Pictures.address(Pictures.square((int) shape.get(3), rows)),
                x(0, 0),
                y(0, 0),
                (double) SIDE / PlotlyFigure.WIDTH,
                (double) SIDE / HEIGHT);
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
        figure.trace(
                Json.of(
                        "{type: 'heatmap', z: %s, xaxis: %s, yaxis: %s, zmin: %s, zmax: %s,"
                                + " showscale: false, hovertemplate: %s, colorscale: "
                                + colors
                                + "}",
                        values,
                        "x" + step,
                        "y" + step,
                        low,
                        high,
                        "row %{y}, column %{x}: %{z}<extra></extra>"));
        boolean pairs = step > 1;
        double beside = STRIP * columns;
        double above = STRIP * rows.length;
        axis("xaxis" + step, "y" + step, x(step, 0), x(step, SIDE), -0.5 - beside, columns - 0.5);
        axis(
                "yaxis" + step,
                "x" + step,
                y(step, SIDE),
                y(step, 0),
                rows.length - 0.5,
                -0.5 - (pairs ? above : 0));
        for (int i = 0; i < classes.length; i++) {
            shape(step, -0.5 - beside, -0.5, i - 0.5, i + 0.5, classes[i]);
            if (pairs) {
                shape(step, i - 0.5, i + 0.5, -0.5 - above, -0.5, classes[i]);
            }
        }
        caption(step, caption.formatted(rows.length, columns));
    }

    private void axis(
            String name, String anchor, double from, double to, double first, double last) {
        figure.with(
                """
                {%s: {domain: [%s, %s], range: [%s, %s], anchor: %s, showticklabels: false,
                      ticks: '', showgrid: false, zeroline: false, showline: true, mirror: true,
                      linecolor: '#888888', fixedrange: true}}
                """,
                name, from, to, first, last, anchor);
    }

    private void shape(int step, double x0, double x1, double y0, double y1, int label) {
        shapes.add(
                Json.of(
                        """
                        {type: 'rect', xref: %s, yref: %s, x0: %s, x1: %s, y0: %s, y1: %s,
                         fillcolor: %s, line: {width: 0}}
                        """,
                        "x" + step, "y" + step, x0, x1, y0, y1, Colors.digit(label)));
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
        texts.add(
                Json.of(
                        """
                        {xref: 'paper', yref: 'paper', x: %s, y: %s, xanchor: 'center',
                         yanchor: 'middle', text: %s, showarrow: false, font: {size: %s}}
                        """,
                        x(step, right), y(step, down), Json.text(text), size));
    }

    private Figure joined() {
        for (int step = 1; step < 2 * COLUMNS; step++) {
            if (step != COLUMNS) {
                arrow(x(step, -24), y(step, SIDE / 2), -32, 0);
            }
        }
        // from the third panel down, to the left, and down to the fourth
        double between = y(COLUMNS, -52);
        double from = x(COLUMNS - 1, SIDE / 2);
        double to = x(COLUMNS, SIDE / 2);
        line(from, y(COLUMNS - 1, SIDE + 6), from, between);
        line(from, between, to, between);
        arrow(to, y(COLUMNS, -36), 0, -16);
        return figure.with(
                """
                {margin: {l: 0, r: 0, t: 0, b: 0}, showlegend: false, annotations: %s, shapes: %s}
                """,
                texts, shapes);
    }

    /** An arrow to a place, that begins so many pixels right of it and below it. */
    private void arrow(double x, double y, int ax, int ay) {
        texts.add(
                Json.of(
                        """
                        {xref: 'paper', yref: 'paper', x: %s, y: %s, ax: %s, ay: %s, text: '',
                         showarrow: true, arrowhead: 2, arrowwidth: 1.5, arrowcolor: %s}
                        """,
                        x, y, ax, ay, Colors.INK));
    }

    private void line(double x0, double y0, double x1, double y1) {
        shapes.add(
                Json.of(
                        """
                        {type: 'line', xref: 'paper', yref: 'paper', x0: %s, y0: %s, x1: %s, y1: %s,
                         line: {width: 1.5, color: %s}}
                        """,
                        x0, y0, x1, y1, Colors.INK));
    }

    /** A place of the figure, 0 at the left to 1 at the right. */
    private static double x(int step, int pixels) {
        return (double) (LEFT + step % COLUMNS * STEP + pixels) / PlotlyFigure.WIDTH;
    }

    /** A place of the figure, 0 below to 1 above. */
    private static double y(int step, int pixels) {
        return 1 - (double) (TOP + step / COLUMNS * ROW + pixels) / HEIGHT;
    }
}
