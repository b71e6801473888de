package tripletlab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.Triplets;

/**
 * How many forward passes a triplet costs: above, a triplet given beforehand, whose three images
 * the network embeds for it alone; below, a batch whose images are embedded once and make all valid
 * triplets.
 */
public final class ForwardPassDrawing {
    private static final int HEIGHT = 460;
    private static final double FIRST = 330; // the middle of the triplet, pixels from below
    private static final double SECOND = 110; // that of the batch
    private static final double[] X = {95, 260, 430, 660}; // images, network, embeddings, triplets

    private final List<Object> images = new ArrayList<>();
    private final List<Object> shapes = new ArrayList<>();
    private final List<Object> annotations = new ArrayList<>();

    private ForwardPassDrawing() {}

    /**
     * Draws both ways.
     *
     * @param images (B, H·W), each row by row, 0 for paper to 1 for ink
     * @param pixels W
     * @param triplets whose first one is drawn
     * @param batch the B items
     * @param title what is shown above
     */
    public static Figure of(
            float[][] images, int pixels, Triplets triplets, MiningBatch batch, String title) {
        Arguments.requireNonNull("title", title);
        ImageSheet.requireRows("images", images, pixels);
        Arguments.requireNonNull("triplets", triplets);
        Arguments.requireSameLength(
                "images", images.length, "batch", Arguments.requireNonNull("batch", batch).size());
        if (triplets.size() == 0) {
            throw new IllegalArgumentException("triplets is empty, expected at least one");
        }
        ForwardPassDrawing drawing = new ForwardPassDrawing();
        int[] items = {triplets.anchors()[0], triplets.positives()[0], triplets.negatives()[0]};
        for (int k = 0; k < 3; k++) {
            Arguments.requireIndex("item", items[k], images.length);
            drawing.addPass(images[items[k]], pixels, FIRST + 52 * (1 - k), 46);
        }
        drawing.addText(X[3], FIRST, 14, "1 triplet\n3 forward passes");
        drawing.addText(X[0], FIRST - 88, 12, "a triplet chosen beforehand");
        drawing.addBatch(images, pixels, batch);
        return drawing.figure(title);
    }

    private void addBatch(float[][] rows, int pixels, MiningBatch batch) {
        long size = batch.size();
        addText(X[0], SECOND - 88, 12, "a batch of %d images".formatted(size));
        int columns = (int) Math.ceil(Math.sqrt(size));
        addPass(ImageSheet.joined(rows, pixels), pixels * columns, SECOND, 150);
        String counts =
                String.format(
                        Locale.ROOT,
                        "%,d valid triplets%nof %,d³ = %,d%n%,d forward passes%n%.3g a triplet",
                        batch.validTriplets(),
                        size,
                        size * size * size,
                        size,
                        (double) size / batch.validTriplets());
        addText(X[3], SECOND, 14, counts);
    }

    /** An image that the network embeds, at a height. */
    private void addPass(float[] image, int width, double y, double side) {
        images.add(
                Json.of(
                        """
                        {source: %s, x: %s, y: %s, xref: 'x', yref: 'y', sizex: %s, sizey: %s,
                         xanchor: 'center', yanchor: 'middle', sizing: 'stretch'}
                        """,
                        ImageSheet.address(image, width), X[0], y, side, side));
        addBox(X[1], y, 45, Math.min(side, 60) / 2 - 3);
        addText(X[1], y, 12, "network");
        addBox(X[2], y, side > 60 ? 35 : 4, side / 2 - 3);
        addArrow(X[1] - 50, y);
        addArrow(X[2] - 42, y);
        addArrow(X[3] - 95, y);
    }

    private void addBox(double x, double y, double halfWidth, double halfHeight) {
        shapes.add(
                Json.of(
                        """
                        {type: 'rect', x0: %s, x1: %s, y0: %s, y1: %s,
                         line: {color: %s, width: 1}, fillcolor: '#dbe9f6', layer: 'below'}
                        """,
                        x - halfWidth, x + halfWidth, y - halfHeight, y + halfHeight, Colors.INK));
    }

    private void addText(double x, double y, int size, String text) {
        annotations.add(
                Json.of(
                        "{x: %s, y: %s, text: %s, showarrow: false, font: {size: %s}}",
                        x, y, Json.text(text), size));
    }

    private void addArrow(double x, double y) {
        annotations.add(
                Json.of(
                        """
                        {x: %s, y: %s, ax: -36, ay: 0, text: '', showarrow: true, arrowhead: 2,
                         arrowwidth: 1.2, arrowcolor: %s}
                        """,
                        x, y, Colors.INK));
    }

    private Figure figure(String title) {
        String[] heads = {"images", "", "embeddings", "triplets"};
        for (int i = 0; i < heads.length; i++) {
            addText(X[i], HEIGHT - 45, 12, heads[i]);
        }
        Map<String, Object> hidden = Json.of("{visible: false, fixedrange: true}");
        Map<String, Object> x = PlotlyFigure.range(0, PlotlyFigure.WIDTH - 30);
        Map<String, Object> y = PlotlyFigure.range(0, HEIGHT - 40);
        x.putAll(hidden);
        y.putAll(hidden);
        return new PlotlyFigure(title, HEIGHT)
                .axis("xaxis", "", x)
                .axis("yaxis", "", y)
                .with(
                        "{margin: {l: 15, r: 15, t: 40, b: 0}, showlegend: false, images: %s,"
                                + " shapes: %s, annotations: %s, plot_bgcolor: '#ffffff'}",
                        images, shapes, annotations);
    }
}
