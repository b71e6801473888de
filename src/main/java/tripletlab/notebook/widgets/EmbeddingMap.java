package tripletlab.notebook.widgets;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import tripletlab.data.Labels;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.NearestNeighbors;
import tripletlab.evaluation.Neighbor;
import tripletlab.internal.Arguments;
import tripletlab.internal.Pictures;
import tripletlab.internal.Tables;
import tripletlab.plot.Colors;

/**
 * A map of digits in the plane. Under the mouse a dot shows its digit. A click on it shows its ten
 * nearest neighbours with their distances, which Java computes. The arrow keys move from dot to dot
 * too, and Enter clicks.
 *
 * <pre>{@code
 * Pca pca = Pca.fit(embeddings, 2);
 * new EmbeddingMap(pca.transform(embeddings), labels, pictures) // the last line of a cell
 *         .optEmbeddings(embeddings)
 * }</pre>
 *
 * <p>Where nothing can be clicked the cell shows the map, and the neighbours of the first digit.
 */
public final class EmbeddingMap implements DisplayDataRenderable {
    static final int MAX_NEIGHBORS = 10;

    private static final String UMAP = "umap-js-1.4.0.min.js";

    private static final int MAX_POINTS = 5000;
    private static final int COLUMNS = 50; // of the sheet of pictures

    private final double[][] points;
    private final int[] labels;
    private final float[][] pictures;
    private NearestNeighbors embeddings;
    private float[][] vectors;
    private Integer seed;
    private String title = "Map of the embeddings";

    /**
     * A map whose neighbours are those in the plane.
     *
     * @param points (N, 2), finite; N from 2 to 5,000
     * @param labels (N), the class of each point, 0 or more
     * @param pictures (N, 784), from 0 for paper to 1 for ink
     * @throws IllegalArgumentException if an argument is not so
     */
    public EmbeddingMap(double[][] points, int[] labels, float[][] pictures) {
        Tables.requireNoNulls("points", points);
        Arguments.requireNonNull("labels", labels);
        Tables.requireNoNulls("pictures", pictures);
        requirePoints(points);
        Labels.requireOneForEach(labels, points.length, "point");
        Arrays.stream(labels).forEach(Colors::digit); // refuses what is negative
        DigitPixels.require("pictures", pictures);
        Arguments.requireSameLength("pictures", pictures.length, "points", points.length);
        this.points = Arrays.stream(points).map(double[]::clone).toArray(double[][]::new);
        this.labels = labels.clone();
        this.pictures = pictures.clone();
        this.vectors = floats(points);
        this.embeddings = neighbors(vectors);
    }

    /** The same map of points that are given in floats. */
    public EmbeddingMap(float[][] points, int[] labels, float[][] pictures) {
        this(doubles(points), labels, pictures);
    }

    /**
     * Sets where neighbours are looked for, by Euclidean distance.
     *
     * @param values (N, D), the embedding of each point
     * @throws IllegalArgumentException if it is not so, or not finite
     */
    public EmbeddingMap optEmbeddings(float[][] values) {
        Arguments.requireRectangular("embeddings", values);
        Arguments.requireSameLength("embeddings", values.length, "points", points.length);
        embeddings = neighbors(values);
        vectors = values.clone();
        return this;
    }

    /**
     * Adds a button that arranges the points by UMAP of the embeddings, in the browser: near ones
     * stay near, while distances between groups mean little. L. McInnes, J. Healy, J. Melville:
     * <i>UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction</i>, 2018.
     *
     * @param value the seed: the same one arranges the same points in the same way
     */
    public EmbeddingMap optUmap(int value) {
        seed = value;
        return this;
    }

    /** Sets the title. */
    public EmbeddingMap optTitle(String value) {
        title = Arguments.requireNonNull("title", value);
        return this;
    }

    /** Called by the kernel when this is the result of a cell, or displayed. */
    @Override
    public void render(RenderContext context) {
        AnyWidget.render(context, this::show);
    }

    Map<String, Object> show(Host host) {
        AnyWidget.show(
                host,
                List.of("common.js", "map.js", "umap.js", "embedding-map.js"),
                Map.of("answer", answer(0), "map", state()),
                "Run this cell to see each digit under the mouse, and its neighbours by a click.",
                this::answer);
        return MapStill.of(this, title, pictures[0], points[0], others(0));
    }

    private Map<String, Object> answer(Map<?, ?> question) {
        return question.get("item") instanceof Number item
                ? answer(item.intValue())
                : Map.of("vectors", vectors, "script", AnyWidget.script(UMAP));
    }

    private Map<String, Object> answer(int item) {
        return Map.of("item", item, "neighbors", describe(others(item)));
    }

    private List<Neighbor> others(int item) {
        return embeddings.others(item, Math.min(MAX_NEIGHBORS, points.length - 1));
    }

    /** The nearest to a vector of the embeddings' length. */
    List<Neighbor> nearest(float[] vector) {
        int k = Math.min(MAX_NEIGHBORS, points.length);
        return embeddings.find(new float[][] {vector}, k).get(0);
    }

    static List<Map<String, Object>> describe(List<Neighbor> neighbors) {
        return neighbors.stream().map(EmbeddingMap::describe).toList();
    }

    private static Map<String, Object> describe(Neighbor one) {
        return Map.of("item", one.index(), "label", one.label(), "distance", one.distance());
    }

    /** What the module draws. */
    Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("title", title);
        state.put("x", column(0));
        state.put("y", column(1));
        state.put("labels", labels);
        state.put("classes", classes());
        state.put("sheet", sheet());
        state.put("columns", COLUMNS);
        if (seed != null) {
            state.put("seed", seed);
        }
        state.put("rings", Map.of("same", Colors.POSITIVE, "other", Colors.NEGATIVE));
        return state;
    }

    private String sheet() {
        return Pictures.address(Pictures.sheet(DigitPixels.SIDE, COLUMNS, pictures));
    }

    /** In floats, which are shorter to send. */
    private float[] column(int column) {
        float[] values = new float[points.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) points[i][column];
        }
        return values;
    }

    /** Each class with its colour and its place, the median of its points. */
    List<Map<String, Object>> classes() {
        return Arrays.stream(labels).distinct().sorted().mapToObj(this::describeClass).toList();
    }

    private Map<String, Object> describeClass(int label) {
        return Map.of(
                "label", label,
                "color", Colors.digit(label),
                "x", median(label, 0),
                "y", median(label, 1));
    }

    private double median(int label, int column) {
        double[] sorted =
                IntStream.range(0, labels.length)
                        .filter(i -> labels[i] == label)
                        .mapToDouble(i -> points[i][column])
                        .sorted()
                        .toArray();
        return sorted[sorted.length / 2];
    }

    double[][] points() {
        return points;
    }

    int[] labels() {
        return labels;
    }

    float[][] pictures() {
        return pictures;
    }

    private NearestNeighbors neighbors(float[][] rows) {
        return NearestNeighbors.of(new Embeddings(rows, labels));
    }

    private static void requirePoints(double[][] points) {
        if (points.length < 2 || points.length > MAX_POINTS) {
            throw new IllegalArgumentException(
                    "points has %d rows, expected 2 to %d".formatted(points.length, MAX_POINTS));
        }
        for (int i = 0; i < points.length; i++) {
            Tables.requireFinite("points in row " + i, points[i]);
            if (points[i].length != 2) {
                throw new IllegalArgumentException(
                        "points has %d numbers in row %d, expected 2"
                                .formatted(points[i].length, i));
            }
        }
    }

    private static float[][] floats(double[][] rows) {
        return Arrays.stream(rows)
                .map(row -> new float[] {(float) row[0], (float) row[1]})
                .toArray(float[][]::new);
    }

    private static double[][] doubles(float[][] rows) {
        return Arrays.stream(Tables.requireNoNulls("points", rows))
                .map(row -> IntStream.range(0, row.length).mapToDouble(j -> row[j]).toArray())
                .toArray(double[][]::new);
    }
}
