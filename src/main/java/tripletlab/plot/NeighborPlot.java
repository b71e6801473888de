package tripletlab.plot;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.evaluation.Neighbor;
import tripletlab.internal.Arguments;

/**
 * Queries and their nearest neighbours as pictures: a row for each query, its class at the left,
 * and below each neighbour its distance. A neighbour of the query's class has a solid blue frame
 * and a dot, one of another class a dashed orange frame and a cross.
 */
public final class NeighborPlot {
    private static final int MOST_QUERIES = 20;
    private static final int MOST_NEIGHBORS = 15;
    private static final int LEFT = 80;
    private static final int RIGHT = 30;
    private static final int TOP = 130;
    private static final int BOTTOM = 20;
    private static final int MOST_CELL = 110; // pixels
    private static final double ROW = 1.3; // of a cell, so that there is room for the distance
    private static final double QUERY_GAP = 0.3;
    private static final double HALF = 0.42; // of a frame

    private NeighborPlot() {}

    /**
     * Begins a figure.
     *
     * @return a builder without images
     */
    public static Builder builder() {
        return new Builder();
    }

    /** A kind of neighbour: how its frame and its mark look. */
    private enum Kind {
        RIGHT("same class", Colors.POSITIVE, "solid", "circle"),
        WRONG("another class", Colors.NEGATIVE, "dash", "x");

        private final String text;
        private final String color;
        private final String dash;
        private final String symbol;

        Kind(String text, String color, String dash, String symbol) {
            this.text = text;
            this.color = color;
            this.dash = dash;
            this.symbol = symbol;
        }
    }

    /** Takes images, their classes, and who is near whom. */
    public static final class Builder {
        private ImageSet queries;
        private int[] queryLabels;
        private int[] queryItems; // null: the queries have pictures of their own
        private ImageSet gallery;
        private int[] galleryLabels;
        private int[][] neighbors = {};
        private double[][] distances = {};
        private String title = "Queries and their nearest neighbours";
        private String rowTitle = "class";
        private String[] rowNames; // null: the classes

        private Builder() {}

        /**
         * Sets what is looked for.
         *
         * @param images (Q, 1, H, W), 0 for paper to 1 for ink; Q from 1 to 20
         * @param labels (Q), the class of each
         * @throws IllegalArgumentException if the images are not of this shape
         */
        public Builder setQueries(NDArray images, int[] labels) {
            queries = ImageSet.of("queries", images);
            queryLabels = Arguments.requireNonNull("labels", labels).clone();
            queryItems = null;
            return this;
        }

        /**
         * Sets what is looked for to items of the gallery.
         *
         * @param items (Q), their places in the gallery, which may repeat; Q from 1 to 20
         */
        public Builder setQueries(int... items) {
            queryItems = Arguments.requireNonNull("items", items).clone();
            return this;
        }

        /**
         * Sets where it is looked for.
         *
         * @param images (N, 1, H, W), 0 for paper to 1 for ink
         * @param labels (N), the class of each
         * @throws IllegalArgumentException if the images are not of this shape
         */
        public Builder setGallery(NDArray images, int[] labels) {
            return gallery(ImageSet.of("gallery", images), labels);
        }

        /**
         * Sets where it is looked for.
         *
         * @param images (N, H·W), each row by row, 0 for paper to 1 for ink
         * @param width W
         * @param labels (N), the class of each
         * @throws IllegalArgumentException if the rows are not of one length, or W does not divide
         *     it
         */
        public Builder setGallery(float[][] images, int width, int[] labels) {
            return gallery(ImageSet.of("gallery", images, width), labels);
        }

        private Builder gallery(ImageSet images, int[] labels) {
            gallery = images;
            galleryLabels = Arguments.requireNonNull("labels", labels).clone();
            return this;
        }

        /**
         * Sets what was found.
         *
         * @param indices (Q, k), for each query its neighbours in the gallery, nearest first; k
         *     from 1 to 15
         * @param howFar (Q, k), their distances
         */
        public Builder setNeighbors(int[][] indices, double[][] howFar) {
            Arguments.requireNoNulls("indices", indices);
            Arguments.requireNoNulls("distances", howFar);
            neighbors = Arrays.stream(indices).map(int[]::clone).toArray(int[][]::new);
            distances = Arrays.stream(howFar).map(double[]::clone).toArray(double[][]::new);
            return this;
        }

        /**
         * Sets what was found.
         *
         * @param found (Q, k), for each query its neighbours among the items of the gallery,
         *     nearest first; k from 1 to 15
         */
        public Builder setNeighbors(List<List<Neighbor>> found) {
            Arguments.requireNoNulls("found", found);
            return setNeighbors(
                    found.stream()
                            .map(row -> row.stream().mapToInt(Neighbor::index).toArray())
                            .toArray(int[][]::new),
                    found.stream()
                            .map(row -> row.stream().mapToDouble(Neighbor::distance).toArray())
                            .toArray(double[][]::new));
        }

        /**
         * Sets the title.
         *
         * @param value what is shown
         */
        public Builder optTitle(String value) {
            title = Arguments.requireNonNull("title", value);
            return this;
        }

        /**
         * Sets what stands at the left of the rows, by default the class of each query.
         *
         * @param axisTitle what the names are, such as "embedding"
         * @param names (Q), a word each
         */
        public Builder optRows(String axisTitle, String... names) {
            rowTitle = Arguments.requireNonNull("axisTitle", axisTitle);
            rowNames = Arguments.requireNoNulls("names", names).clone();
            return this;
        }

        /**
         * Draws the figure.
         *
         * @return a figure of 800 pixels width
         * @throws IllegalArgumentException if queries or gallery are missing, or something is not
         *     of the shape said or out of range
         */
        public Figure build() {
            requireAll();
            int k = neighbors[0].length;
            double inner = Layouts.WIDTH - LEFT - RIGHT;
            double cell = Math.min(MOST_CELL, inner / (k + 1 + QUERY_GAP));
            int height = (int) (TOP + BOTTOM + neighbors.length * cell * ROW);
            Map<String, Object> more =
                    Json.object(
                            "xaxis", columns(k, inner / cell),
                            "yaxis", rows(),
                            "images", pictures(),
                            "shapes", frames(),
                            "annotations", texts(),
                            "title", Json.object("y", 1 - 28.0 / height, "yanchor", "middle"),
                            "legend", legend(height));
            Layout layout = Layouts.titled(title, height, LEFT, RIGHT, TOP, BOTTOM).build();
            return new PlotlyFigure(layout, more, marks(Kind.RIGHT), marks(Kind.WRONG));
        }

        private Map<String, Object> columns(int k, double width) {
            List<Double> places = new ArrayList<>(List.of(0.0));
            List<String> names = new ArrayList<>(List.of("query"));
            for (int j = 0; j < k; j++) {
                places.add(at(j));
                names.add(j == 0 ? "nearest" : String.valueOf(j + 1));
            }
            Map<String, Object> axis = axis("neighbours, nearest first, with their distances");
            axis.putAll(Json.object("tickvals", places, "ticktext", names, "side", "top"));
            axis.put("range", List.of(-0.5, width - 0.5));
            return axis;
        }

        private Map<String, Object> rows() {
            List<Integer> places = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < neighbors.length; i++) {
                places.add(i);
                names.add(
                        rowNames == null
                                ? String.valueOf(queryLabels[i])
                                : PlotlyText.of("names", rowNames[i]));
            }
            Map<String, Object> axis = axis(rowTitle);
            axis.putAll(Json.object("tickvals", places, "ticktext", names));
            axis.put("range", List.of(neighbors.length - 0.5 + 0.1, -0.5 + 0.1));
            return axis;
        }

        private static Map<String, Object> axis(String title) {
            return Json.object(
                    "title",
                    Json.object("text", PlotlyText.of("axisTitle", title)),
                    "tickmode",
                    "array",
                    "ticks",
                    "",
                    "showgrid",
                    false,
                    "zeroline",
                    false,
                    "fixedrange",
                    true);
        }

        /** At the right, beside the title. */
        private static Map<String, Object> legend(int height) {
            double above = 1 + 80.0 / (height - TOP - BOTTOM);
            return Json.object(
                    "orientation",
                    "h",
                    "x",
                    1,
                    "xanchor",
                    "right",
                    "y",
                    above,
                    "yanchor",
                    "bottom");
        }

        private List<Object> pictures() {
            List<Object> pictures = new ArrayList<>();
            for (int i = 0; i < neighbors.length; i++) {
                pictures.add(picture(queries.address().apply(i), 0, i));
                for (int j = 0; j < neighbors[i].length; j++) {
                    String found = gallery.address().apply(neighbors[i][j]);
                    pictures.add(picture(found, at(j), i));
                }
            }
            return pictures;
        }

        private static Map<String, Object> picture(String source, double x, int row) {
            double side = 2 * HALF - 0.06; // within its frame
            return Json.object(
                    "source",
                    source,
                    "xref",
                    "x",
                    "yref",
                    "y",
                    "x",
                    x,
                    "y",
                    row,
                    "sizex",
                    side,
                    "sizey",
                    side / ROW,
                    "xanchor",
                    "center",
                    "yanchor",
                    "middle",
                    "layer",
                    "below");
        }

        private List<Object> frames() {
            List<Object> frames = new ArrayList<>();
            for (int i = 0; i < neighbors.length; i++) {
                for (int j = 0; j < neighbors[i].length; j++) {
                    Kind kind = kind(i, j);
                    Map<String, Object> line =
                            Json.object("color", kind.color, "width", 3, "dash", kind.dash);
                    Map<String, Object> frame =
                            Json.object("type", "rect", "x0", at(j) - HALF, "x1", at(j) + HALF);
                    frame.putAll(
                            Json.object("y0", i - HALF / ROW, "y1", i + HALF / ROW, "line", line));
                    frames.add(frame);
                }
            }
            return frames;
        }

        private List<Object> texts() {
            List<Object> texts = new ArrayList<>();
            for (int i = 0; i < neighbors.length; i++) {
                for (int j = 0; j < neighbors[i].length; j++) {
                    texts.add(
                            Json.object(
                                    "x",
                                    at(j),
                                    "y",
                                    i + HALF / ROW,
                                    "yanchor",
                                    "top",
                                    "text",
                                    Rounding.text("%.3g", distances[i][j]),
                                    "showarrow",
                                    false,
                                    "font",
                                    Json.object("size", 12)));
                }
            }
            return texts;
        }

        /** A mark at the corner of each frame of one kind; it tells more under the mouse. */
        private Trace marks(Kind kind) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < neighbors.length; i++) {
                for (int j = 0; j < neighbors[i].length; j++) {
                    if (kind(i, j) == kind) {
                        x.add(at(j) + HALF);
                        y.add(i - HALF / ROW);
                        int index = neighbors[i][j];
                        texts.add("item %d, class %d".formatted(index, galleryLabels[index]));
                    }
                }
            }
            Map<String, Object> edge = Json.object("color", "#ffffff", "width", 1);
            Map<String, Object> marker =
                    Json.object(
                            "color", kind.color, "symbol", kind.symbol, "size", 13, "line", edge);
            Map<String, Object> more = Json.object("marker", marker, "cliponaxis", false);
            more.putAll(Json.object("text", texts, "hoverinfo", "text"));
            return Scatter.of(kind.text, "markers", numbers(x), numbers(y), more);
        }

        private static double[] numbers(List<Double> list) {
            return list.stream().mapToDouble(number -> number).toArray();
        }

        private Kind kind(int query, int neighbor) {
            boolean same = galleryLabels[neighbors[query][neighbor]] == queryLabels[query];
            return same ? Kind.RIGHT : Kind.WRONG;
        }

        private static double at(int neighbor) {
            return neighbor + 1 + QUERY_GAP;
        }

        private void requireAll() {
            takeQueriesFromGallery();
            if (queries == null || gallery == null) {
                throw new IllegalArgumentException(
                        (queries == null ? "queries" : "gallery") + " is null, expected images");
            }
            DigitColors.requireLabels(queryLabels, queries.count());
            DigitColors.requireLabels(galleryLabels, gallery.count());
            requireCount("queries", queryLabels.length, MOST_QUERIES);
            Arguments.requireSameLength(
                    "neighbors", neighbors.length, "queries", queryLabels.length);
            Arguments.requireSameLength(
                    "distances", distances.length, "neighbors", neighbors.length);
            if (rowNames != null) {
                Arguments.requireSameLength(
                        "names", rowNames.length, "queries", queryLabels.length);
            }
            requireCount("neighbors of query 0", neighbors[0].length, MOST_NEIGHBORS);
            for (int i = 0; i < neighbors.length; i++) {
                String row = " of query " + i;
                String first = "neighbors of query 0";
                int k = neighbors[0].length;
                Arguments.requireSameLength("neighbors" + row, neighbors[i].length, first, k);
                Arguments.requireSameLength("distances" + row, distances[i].length, first, k);
                for (int index : neighbors[i]) {
                    Arguments.requireIndex("neighbor" + row, index, galleryLabels.length);
                }
            }
        }

        private void takeQueriesFromGallery() {
            if (queryItems != null && gallery != null) {
                DigitColors.requireLabels(galleryLabels, gallery.count());
                for (int item : queryItems) {
                    Arguments.requireIndex("query", item, gallery.count());
                }
                queries = gallery.only(queryItems);
                queryLabels = Arrays.stream(queryItems).map(i -> galleryLabels[i]).toArray();
            }
        }

        private static void requireCount(String name, int count, int most) {
            if (count < 1 || count > most) {
                throw new IllegalArgumentException(
                        "%s has length %d, expected 1 to %d".formatted(name, count, most));
            }
        }
    }
}
