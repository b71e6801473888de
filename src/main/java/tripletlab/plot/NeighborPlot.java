package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.evaluation.Neighbor;
import tripletlab.internal.Arguments;
import tripletlab.internal.Pictures;
import tripletlab.internal.Tables;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.FramedPicture;
import tripletlab.plot.parts.Json;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;

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
    private static final double QUERY_GAP = 0.3; // of a cell
    private static final double ROW_HEIGHT = 1.3; // in cells, with room for the distance

    private float[][] images = {};
    private int width;
    private int[] labels = {};
    private int[] queries = {};
    private List<List<Neighbor>> neighbors = List.of();
    private List<String> rowNames; // null: the classes

    /** A neighbour, which is of the query's class or not, in its place beside the query. */
    private record Cell(Neighbor found, boolean right, FramedPicture place) {

        static String color(boolean right) {
            return right ? Colors.POSITIVE : Colors.NEGATIVE;
        }

        Map<String, Object> frame() {
            return place.frame(color(right), right);
        }

        /** The distance, below the frame. */
        Map<String, Object> distance() {
            return Json.of(
                    "{x: %s, y: %s, yanchor: 'top', text: %s, showarrow: false, font: {size: 12}}",
                    place.x(),
                    place.row() + place.halfHeight(),
                    Numbers.text("%.3g", found.distance()));
        }
    }

    private NeighborPlot() {
        super(null, "neighbours, nearest first, with their distances", "class");
    }

    /** {@return a builder without images, whose title counts what is right in each row} */
    public static NeighborPlot builder() {
        return new NeighborPlot();
    }

    /**
     * Sets the images among which the queries and their neighbours are.
     *
     * @param rows (N, H·W), each an image row by row, 0 for paper to 1 for ink
     * @param pixels W
     * @param classes (N), the class of each
     * @throws IllegalArgumentException if the rows are not of one length, or W does not divide it
     */
    public NeighborPlot setGallery(float[][] rows, int pixels, int[] classes) {
        Pictures.requireRows("gallery", rows, pixels);
        Colors.requireLabels(classes, rows.length);
        images = rows.clone();
        width = pixels;
        labels = classes.clone();
        return this;
    }

    /**
     * Sets the queries and their neighbours, items of the gallery all of them.
     *
     * @param items (Q), the queries, which may repeat; Q from 1 to 20
     * @param found (Q, k), the neighbours of each query, nearest first; k from 1 to 15
     */
    public NeighborPlot setNeighbors(int[] items, List<List<Neighbor>> found) {
        queries = Arguments.requireNonNull("items", items).clone();
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
        List<Cell> cells = new ArrayList<>();
        List<Object> pictures = new ArrayList<>();
        int[] right = new int[queries.length];
        for (int i = 0; i < queries.length; i++) {
            pictures.add(place(0, i).picture(images[queries[i]], width));
            double x = 1 + QUERY_GAP;
            for (Neighbor found : neighbors.get(i)) {
                boolean same = labels[found.index()] == labels[queries[i]];
                right[i] += same ? 1 : 0;
                FramedPicture place = place(x++, i);
                cells.add(new Cell(found, same, place));
                pictures.add(place.picture(images[found.index()], width));
            }
        }
        int k = neighbors.get(0).size();
        double inner = PlotlyFigure.WIDTH - LEFT - RIGHT;
        double cell = Math.min(MAX_CELL, inner / (k + 1 + QUERY_GAP));
        int height = (int) (TOP + BOTTOM + queries.length * cell * ROW_HEIGHT);
        double legend = 1 + 80.0 / (height - TOP - BOTTOM);
        String counts = Arrays.toString(right).replaceAll("[\\[\\]]", "");
        String byDefault = counts + " of " + k + " neighbours are right";
        PlotlyFigure figure =
                new PlotlyFigure(title == null ? byDefault : title, height)
                        .titleOnTop()
                        .axis("xaxis", xTitle, columns(k, inner / cell))
                        .axis("yaxis", yTitle, rows())
                        .with(
                                "{images: %s, shapes: %s, annotations: %s}",
                                pictures,
                                cells.stream().map(Cell::frame).toList(),
                                cells.stream().map(Cell::distance).toList())
                        .with(FramedPicture.MARGINS_AND_LEGEND, LEFT, RIGHT, TOP, BOTTOM, legend);
        addMarks(figure, cells, true);
        addMarks(figure, cells, false);
        return figure;
    }

    private static FramedPicture place(double x, int row) {
        return new FramedPicture("x", x, row, ROW_HEIGHT);
    }

    private String name(Neighbor found) {
        return "item %d, class %d".formatted(found.index(), labels[found.index()]);
    }

    private void requireAll() {
        Arguments.requireCount("queries", queries.length, MAX_QUERIES);
        Arguments.require(images.length > 0, "gallery is empty, expected at least one image");
        for (int item : queries) {
            Arguments.requireIndex("query", item, images.length);
        }
        Arguments.requireSameLength("neighbors", neighbors.size(), "queries", queries.length);
        if (rowNames != null) {
            Arguments.requireSameLength("names", rowNames.size(), "queries", queries.length);
        }
        for (int i = 0; i < neighbors.size(); i++) {
            List<Neighbor> found = neighbors.get(i);
            Arguments.requireCount("neighbors of query " + i, found.size(), MAX_NEIGHBORS);
            Arguments.requireSameLength(
                    "neighbors of query " + i, found.size(), "that of 0", neighbors.get(0).size());
            for (Neighbor neighbor : found) {
                Arguments.requireIndex("neighbor of query " + i, neighbor.index(), images.length);
            }
        }
    }

    private static Map<String, Object> columns(int k, double width) {
        double[] places = IntStream.rangeClosed(0, k).mapToDouble(j -> j + QUERY_GAP).toArray();
        places[0] = 0;
        List<String> names = new ArrayList<>(List.of("query", "nearest"));
        IntStream.rangeClosed(2, k).forEach(j -> names.add(String.valueOf(j)));
        Map<String, Object> axis = PlotlyFigure.ticks(places, names, -0.5, width - 0.5);
        axis.putAll(Json.of("{fixedrange: true, side: 'top'}"));
        return axis;
    }

    private Map<String, Object> rows() {
        List<String> classes =
                Arrays.stream(queries).mapToObj(i -> String.valueOf(labels[i])).toList();
        int[] places = IntStream.range(0, queries.length).toArray();
        List<String> names = rowNames == null ? classes : rowNames;
        Map<String, Object> axis =
                PlotlyFigure.ticks(places, names, queries.length - 0.4, -0.4); // downwards
        axis.put("fixedrange", true);
        return axis;
    }

    /** A mark at the corner of each frame of one kind; it tells more under the mouse. */
    private void addMarks(PlotlyFigure figure, List<Cell> all, boolean right) {
        List<Cell> cells = all.stream().filter(cell -> cell.right() == right).toList();
        figure.scatter(
                right ? "same class" : "another class",
                "markers",
                cells.stream().mapToDouble(cell -> cell.place.right()).toArray(),
                cells.stream()
                        .mapToDouble(cell -> cell.place.row() - cell.place.halfHeight())
                        .toArray(),
                """
                {marker: {color: %s, symbol: %s, size: 13, line: {color: '#ffffff', width: 1}},
                 cliponaxis: false, text: %s, hoverinfo: 'text'}
                """,
                Cell.color(right),
                right ? "circle" : "x",
                cells.stream().map(cell -> name(cell.found)).toList());
    }
}
