package tripletlab.notebook.widgets;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import tripletlab.evaluation.Neighbor;
import tripletlab.internal.Arguments;

/**
 * A pad of 28 × 28 pixels on which the reader draws a digit, with the mouse or with the keyboard.
 * After each stroke Java embeds the digit, and shows its place on a map and the nearest digits of
 * that map.
 *
 * <pre>{@code
 * Pca pca = Pca.fit(embeddings, 2);
 * EmbeddingMap map = new EmbeddingMap(pca.transform(embeddings), labels, pictures)
 *         .optEmbeddings(embeddings);
 * new DrawingPad(map, pixels -> embed(pixels), pca::transform) // the last line of a cell
 * }</pre>
 *
 * <p>What is drawn is scaled and moved as the digits of MNIST are: the longer side of its box has
 * 20 pixels, and its centre of mass is in the middle.
 *
 * <p>Where nothing can be drawn the cell shows the example.
 */
public final class DrawingPad implements DisplayDataRenderable {

    /** What a notebook does with a digit. */
    @FunctionalInterface
    public interface Embedder {
        /**
         * Embeds a digit.
         *
         * @param pixels (784), from 0 for paper to 1 for ink
         * @return (D), as long as the embeddings of the map; what it throws is shown below the pad
         */
        float[] embed(float[] pixels) throws Exception;
    }

    /** Where embeddings are on the map. */
    @FunctionalInterface
    public interface Projection {
        /**
         * Projects embeddings.
         *
         * @param embeddings (N, D)
         * @return (N, 2)
         */
        double[][] project(float[][] embeddings);
    }

    private final EmbeddingMap map;
    private final Embedder embedder;
    private final Projection projection;
    private float[] example;
    private volatile float[] drawing;

    /**
     * A pad with the first digit of the map as an example.
     *
     * @param map where the drawing is placed, and whose digits it is compared with
     * @param embedder embeds a digit as those of the map were embedded
     * @param projection such as {@code pca::transform}
     */
    public DrawingPad(EmbeddingMap map, Embedder embedder, Projection projection) {
        this.map = Arguments.requireNonNull("map", map);
        this.embedder = Arguments.requireNonNull("embedder", embedder);
        this.projection = Arguments.requireNonNull("projection", projection);
        this.example = map.pictures()[0];
        this.drawing = example;
    }

    /**
     * Sets what is on the pad at first.
     *
     * @param pixels (784), from 0 for paper to 1 for ink
     * @throws IllegalArgumentException if they are not so
     */
    public DrawingPad optExample(float[] pixels) {
        DigitPixels.require("pixels", new float[][] {Arguments.requireNonNull("pixels", pixels)});
        example = pixels.clone();
        drawing = example;
        return this;
    }

    /** The pixels that were embedded last, (784), for the notebook's other cells. */
    public float[] drawing() {
        return drawing.clone();
    }

    /**
     * Called by the kernel when this is the result of a cell, or displayed.
     *
     * @throws IllegalStateException if the example cannot be embedded
     */
    @Override
    public void render(RenderContext context) {
        AnyWidget.render(context, this::show);
    }

    Map<String, Object> show(Host host) {
        float[] embedding;
        try {
            embedding = embedder.embed(example.clone());
        } catch (Exception e) {
            throw new IllegalStateException("the example cannot be embedded", e);
        }
        Map<String, Object> first = describe(example, embedding);
        int[] greys = new int[example.length];
        Arrays.setAll(greys, i -> Math.round(255 * example[i]));
        AnyWidget.show(
                host,
                List.of("common.js", "map.js", "drawing-pad.js"),
                Map.of("answer", first, "map", map.state(), "pixels", greys),
                "Run this cell to draw a digit.",
                question -> answer((List<?>) question.get("pixels")));
        List<Neighbor> found = map.nearest(embedding);
        return MapStill.of(map, title(found), example, place(embedding), found);
    }

    /** Says which class most of the neighbours have. */
    private static String title(List<Neighbor> found) {
        Map<Integer, Long> counts =
                found.stream()
                        .collect(Collectors.groupingBy(Neighbor::label, Collectors.counting()));
        Map.Entry<Integer, Long> most =
                counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        return "The star: %d of its %d nearest digits are of class %d"
                .formatted(most.getValue(), found.size(), most.getKey());
    }

    private Map<String, Object> answer(List<?> greys) throws Exception {
        float[] pixels = new float[greys.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = ((Number) greys.get(i)).intValue() / 255f;
        }
        float[] centered = DigitPixels.centered(pixels);
        float[] embedding = embedder.embed(centered.clone());
        drawing = centered;
        return describe(centered, embedding);
    }

    private Map<String, Object> describe(float[] pixels, float[] embedding) {
        List<Neighbor> found = map.nearest(Arguments.requireNonNull("embedding", embedding));
        Map<String, Object> said = new HashMap<>();
        said.put("seen", DigitPixels.address(pixels));
        said.put("place", place(embedding));
        said.put("neighbors", EmbeddingMap.describe(found));
        return said;
    }

    private double[] place(float[] embedding) {
        double[] place = projection.project(new float[][] {embedding})[0];
        Arguments.require(
                place.length == 2, "projection gives %d numbers, expected 2", place.length);
        return place;
    }
}
