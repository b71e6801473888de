package tripletlab.plot;

import java.util.Locale;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.internal.Pictures;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.Triplets;
import tripletlab.plot.parts.PlotlyFigure;
import tripletlab.plot.parts.Sketch;

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

    private final Sketch sketch = new Sketch();

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
        Pictures.requireRows("images", images, pixels);
        Arguments.requireNonNull("triplets", triplets);
        Arguments.requireSameLength(
                "images", images.length, "batch", Arguments.requireNonNull("batch", batch).size());
        Arguments.require(triplets.size() > 0, "triplets is empty, expected at least one");
        ForwardPassDrawing drawing = new ForwardPassDrawing();
        int[] items = {triplets.anchors()[0], triplets.positives()[0], triplets.negatives()[0]};
        for (int k = 0; k < 3; k++) {
            Arguments.requireIndex("item", items[k], images.length);
            drawing.addPass(pixels, FIRST + 52 * (1 - k), 46, images[items[k]]);
        }
        drawing.sketch.text(X[3], FIRST, "middle", 14, "1 triplet\n3 forward passes");
        drawing.sketch.text(X[0], FIRST - 88, "middle", 12, "a triplet chosen beforehand");
        drawing.addBatch(images, pixels, batch);
        String[] heads = {"images", "", "embeddings", "triplets"};
        for (int i = 0; i < heads.length; i++) {
            drawing.sketch.text(X[i], HEIGHT - 45, "middle", 12, heads[i]);
        }
        return drawing.sketch.figure(title, HEIGHT, PlotlyFigure.WIDTH - 30);
    }

    private void addBatch(float[][] rows, int pixels, MiningBatch batch) {
        long size = batch.size();
        sketch.text(X[0], SECOND - 88, "middle", 12, "a batch of %d images".formatted(size));
        addPass(pixels, SECOND, 150, rows);
        String counts =
                String.format(
                        Locale.ROOT,
                        "%,d valid triplets%nof %,d³ = %,d%n%,d forward passes%n%.3g a triplet",
                        batch.validTriplets(),
                        size,
                        size * size * size,
                        size,
                        (double) size / batch.validTriplets());
        sketch.text(X[3], SECOND, "middle", 14, counts);
    }

    /** Images that the network embeds together, at a height. */
    private void addPass(int width, double y, double side, float[]... images) {
        sketch.image(Pictures.address(Pictures.square(width, images)), X[0], y, side);
        sketch.box(X[1], y, 45, Math.min(side, 60) / 2 - 3);
        sketch.text(X[1], y, "middle", 12, "network");
        sketch.box(X[2], y, side > 60 ? 35 : 4, side / 2 - 3);
        sketch.arrow(X[1] - 50, y, -36, 0);
        sketch.arrow(X[2] - 42, y, -36, 0);
        sketch.arrow(X[3] - 95, y, -36, 0);
    }
}
