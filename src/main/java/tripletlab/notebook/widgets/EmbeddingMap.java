package tripletlab.notebook.widgets;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.NearestNeighbors;
import tripletlab.evaluation.Neighbor;
import tripletlab.internal.Arguments;
import tripletlab.internal.Pictures;
import tripletlab.internal.Tables;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlanePoints;

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

    private final PlanePoints points;
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
        this.points = new PlanePoints(points, labels);
        Tables.requireNoNulls("pictures", pictures);
        Arguments.require(
                points.length >= 2 && points.length <= MAX_POINTS,
                "points has %d rows, expected 2 to %d",
                points.length,
                MAX_POINTS);
        this.points.requireFinite();
        DigitPixels.require("pictures", pictures);
        Arguments.requireSameLength("pictures", pictures.length, "points", points.length);
        this.pictures = pictures.clone();
        this.vectors = Numbers.floats(points);
        this.embeddings = neighbors(vectors);
    }

    /** The same map of points that are given in floats. */
    public EmbeddingMap(float[][] points, int[] labels, float[][] pictures) {
        this(Numbers.rows("points", points), labels, pictures);
    }

    /**
     * Sets where neighbours are looked for, by Euclidean distance.
     *
     * @param values (N, D), the embedding of each point
     * @throws IllegalArgumentException if it is not so, or has a row with NaN, with infinite or too
     *     large values
     */
    public EmbeddingMap optEmbeddings(float[][] values) {
        EmbeddingBatch.of(Distance.EUCLIDEAN, values); // refuses them by their name
        Arguments.requireSameLength("embeddings", values.length, "points", points.size());
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
                seed == null
                        ? List.of("common.js", "map.js", "embedding-map.js")
                        : List.of("common.js", "map.js", "umap.js", "embedding-map.js"),
                Map.of("answer", answer(0), "map", state()),
                "Run this cell to see each digit under the mouse, and its neighbours by a click.",
                this::answer);
        return MapStill.of(this, title, pictures[0], points.places()[0], others(0));
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
        return embeddings.others(item, Math.min(MAX_NEIGHBORS, points.size() - 1));
    }

    /** The nearest to a vector of the embeddings' length. */
    List<Neighbor> nearest(float[] vector) {
        int k = Math.min(MAX_NEIGHBORS, points.size());
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
        state.put("labels", points.labels());
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
        float[] values = new float[points.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) points.places()[i][column];
        }
        return values;
    }

    /** Each class with its colour. */
    private List<Map<String, Object>> classes() {
        return Arrays.stream(points.labels())
                .distinct()
                .sorted()
                .mapToObj(
                        label ->
                                Map.<String, Object>of(
                                        "label", label, "color", Colors.digit(label)))
                .toList();
    }

    PlanePoints points() {
        return points;
    }

    float[][] pictures() {
        return pictures;
    }

    private NearestNeighbors neighbors(float[][] rows) {
        return NearestNeighbors.of(new Embeddings(rows, points.labels()));
    }
}
