package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.evaluation.Neighbor;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;

/**
 * Queries and their nearest neighbours as pictures: a row for each query, its class at the left,
 * and below each neighbour its distance. A neighbour of the query's class has a solid blue frame
 * and a dot, one of another class a dashed orange frame and a cross.
 */
public final class NeighborPlot extends FigureBuilder<NeighborPlot> {
    private static final int MAX_QUERIES = 20;
    private static final int MAX_NEIGHBORS = 15;
    private static final int LEFT = 80;
    private static final int RIGHT = 30;
    private static final int TOP = 130;
    private static final int BOTTOM = 20;
    private static final int MAX_CELL = 110; // pixels
    private static final double ROW_HEIGHT =
            1.3; // of a cell, so that there is room for the distance
    private static final double QUERY_GAP = 0.3;
    private static final double HALF_FRAME = 0.42; // of a frame

    private float[][] images = {};
    private int width;
    private int[] labels = {};
    private int[] queries = {};
    private List<List<Neighbor>> neighbors = List.of();
    private List<String> rowNames; // null: the classes

    private NeighborPlot() {
        super(
                "Queries and their nearest neighbours",
                "neighbours, nearest first, with their distances",
                "class");
    }

    /**
     * Begins a figure.
     *
     * @return a builder without images
     */
    public static NeighborPlot builder() {
        return new NeighborPlot();
    }

    /**
     * Sets where it is looked for.
     *
     * @param rows (N, H·W), each an image row by row, 0 for paper to 1 for ink
     * @param pixels W
     * @param classes (N), the class of each
     * @throws IllegalArgumentException if the rows are not of one length, or W does not divide it
     */
    public NeighborPlot setGallery(float[][] rows, int pixels, int[] classes) {
        int length = Arguments.requireRectangular("gallery", rows);
        if (pixels < 1 || length % pixels != 0) {
            throw new IllegalArgumentException(
                    "width is %d, expected a divisor of %d, the length of a row of the gallery"
                            .formatted(pixels, length));
        }
        Colors.requireLabels(classes, rows.length);
        images = rows.clone();
        width = pixels;
        labels = classes.clone();
        return this;
    }

    /**
     * Sets what is looked for.
     *
     * @param items (Q), their places in the gallery, which may repeat; Q from 1 to 20
     */
    public NeighborPlot setQueries(int... items) {
        queries = Arguments.requireNonNull("items", items).clone();
        return this;
    }

    /**
     * Sets what was found.
     *
     * @param found (Q, k), for each query its neighbours among the items of the gallery, nearest
     *     first; k from 1 to 15
     */
    public NeighborPlot setNeighbors(List<List<Neighbor>> found) {
        neighbors = List.copyOf(Tables.requireNoNulls("found", found));
        return this;
    }

    /**
     * Sets what stands at the left of the rows, by default the class of each query.
     *
     * @param axisTitle what the names are, such as "embedding"
     * @param names (Q), a word each
     */
    public NeighborPlot optRows(String axisTitle, String... names) {
        Arguments.requireNonNull("axisTitle", axisTitle);
        rowNames = List.of(Tables.requireNoNulls("names", names));
        return optYTitle(axisTitle);
    }

    @Override
    public Figure build() {
        requireAll();
        int rows = queries.length;
        int k = neighbors.get(0).size();
        double inner = PlotlyFigure.WIDTH - LEFT - RIGHT;
        double cell = Math.min(MAX_CELL, inner / (k + 1 + QUERY_GAP));
        int height = (int) (TOP + BOTTOM + rows * cell * ROW_HEIGHT);
        List<Object> pictures = new ArrayList<>();
        List<Object> frames = new ArrayList<>();
        List<Object> texts = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            pictures.add(picture(queries[i], 0, i));
            for (int j = 0; j < k; j++) {
                Neighbor found = neighbors.get(i).get(j);
                pictures.add(picture(found.index(), at(j), i));
                frames.add(frame(isRight(i, j), at(j), i));
                texts.add(distance(found, at(j), i));
            }
        }
        PlotlyFigure figure =
                new PlotlyFigure(title, height)
                        .titleOnTop()
                        .axis("xaxis", xTitle, columns(k, inner / cell))
                        .axis("yaxis", yTitle, rows())
                        .with("{images: %s, shapes: %s, annotations: %s}", pictures, frames, texts)
                        .with(
                                """
                                {margin: {l: %s, r: %s, t: %s, b: %s}, legend: {
                                  itemsizing: 'constant', orientation: 'h',
                                  x: 1, xanchor: 'right', y: %s, yanchor: 'bottom'}}
                                """,
                                LEFT, RIGHT, TOP, BOTTOM, 1 + 80.0 / (height - TOP - BOTTOM));
        addMarks(figure, true, "same class", Colors.POSITIVE, "circle");
        addMarks(figure, false, "another class", Colors.NEGATIVE, "x");
        return figure;
    }

    private static Map<String, Object> columns(int k, double width) {
        double[] places =
                IntStream.rangeClosed(-1, k - 1).mapToDouble(j -> j < 0 ? 0 : at(j)).toArray();
        List<String> names = new ArrayList<>(List.of("query", "nearest"));
        IntStream.rangeClosed(2, k).forEach(j -> names.add(String.valueOf(j)));
        Map<String, Object> axis = axis(places, names, -0.5, width - 0.5);
        axis.put("side", "top");
        return axis;
    }

    private Map<String, Object> rows() {
        List<String> names =
                rowNames != null
                        ? Json.texts(rowNames)
                        : Arrays.stream(queries).mapToObj(i -> String.valueOf(labels[i])).toList();
        double[] places = IntStream.range(0, queries.length).asDoubleStream().toArray();
        return axis(places, names, queries.length - 0.5 + 0.1, -0.5 + 0.1); // downwards
    }

    private static Map<String, Object> axis(
            double[] places, List<String> names, double from, double to) {
        return Json.of(
                """
                {tickmode: 'array', tickvals: %s, ticktext: %s, ticks: '', range: [%s, %s],
                 showgrid: false, zeroline: false, fixedrange: true}
                """,
                places, names, from, to);
    }

    private Map<String, Object> picture(int item, double x, int row) {
        double side = 2 * HALF_FRAME - 0.06; // within its frame
        return Json.of(
                """
                {source: %s, x: %s, y: %s, xref: 'x', yref: 'y', sizex: %s, sizey: %s,
                 xanchor: 'center', yanchor: 'middle', layer: 'below'}
                """,
                ImageSheet.address(images[item], width), x, row, side, side / ROW_HEIGHT);
    }

    private static Map<String, Object> frame(boolean right, double x, int row) {
        return Json.of(
                """
                {type: 'rect', x0: %s, x1: %s, y0: %s, y1: %s,
                 line: {color: %s, width: 3, dash: %s}}
                """,
                x - HALF_FRAME,
                x + HALF_FRAME,
                row - HALF_FRAME / ROW_HEIGHT,
                row + HALF_FRAME / ROW_HEIGHT,
                right ? Colors.POSITIVE : Colors.NEGATIVE,
                right ? "solid" : "dash");
    }

    private static Map<String, Object> distance(Neighbor found, double x, int row) {
        return Json.of(
                "{x: %s, y: %s, yanchor: 'top', text: %s, showarrow: false, font: {size: 12}}",
                x, row + HALF_FRAME / ROW_HEIGHT, Numbers.text("%.3g", found.distance()));
    }

    /** A mark at the corner of each frame of one kind; it tells more under the mouse. */
    private void addMarks(
            PlotlyFigure figure, boolean right, String name, String color, String symbol) {
        int k = neighbors.get(0).size();
        int[] pairs = // query · k + neighbour
                IntStream.range(0, queries.length * k)
                        .filter(p -> isRight(p / k, p % k) == right)
                        .toArray();
        List<String> texts =
                Arrays.stream(pairs)
                        .map(p -> neighbors.get(p / k).get(p % k).index())
                        .mapToObj(item -> "item %d, class %d".formatted(item, labels[item]))
                        .toList();
        figure.scatter(
                name,
                "markers",
                Arrays.stream(pairs).mapToDouble(p -> at(p % k) + HALF_FRAME).toArray(),
                Arrays.stream(pairs)
                        .map(p -> p / k)
                        .mapToDouble(row -> row - HALF_FRAME / ROW_HEIGHT)
                        .toArray(),
                """
                {marker: {color: %s, symbol: %s, size: 13, line: {color: '#ffffff', width: 1}},
                 cliponaxis: false, text: %s, hoverinfo: 'text'}
                """,
                color,
                symbol,
                texts);
    }

    private boolean isRight(int query, int neighbor) {
        return labels[neighbors.get(query).get(neighbor).index()] == labels[queries[query]];
    }

    private static double at(int neighbor) {
        return neighbor + 1 + QUERY_GAP;
    }

    private void requireAll() {
        requireCount("queries", queries.length, MAX_QUERIES);
        for (int item : queries) {
            Arguments.requireIndex("query", item, images.length);
        }
        Arguments.requireSameLength("neighbors", neighbors.size(), "queries", queries.length);
        if (rowNames != null) {
            Arguments.requireSameLength("names", rowNames.size(), "queries", queries.length);
        }
        for (int i = 0; i < neighbors.size(); i++) {
            List<Neighbor> found = neighbors.get(i);
            requireCount("neighbors of query " + i, found.size(), MAX_NEIGHBORS);
            Arguments.requireSameLength(
                    "neighbors of query " + i, found.size(), "that of 0", neighbors.get(0).size());
            for (Neighbor neighbor : found) {
                Arguments.requireIndex("neighbor of query " + i, neighbor.index(), images.length);
            }
        }
    }

    private static void requireCount(String name, int count, int most) {
        if (count < 1 || count > most) {
            throw new IllegalArgumentException(
                    "%s has length %d, expected 1 to %d".formatted(name, count, most));
        }
    }
}
