package tripletlab.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.data.Labels;
import tripletlab.internal.Arguments;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * A mask of triplets (B, B, B) as small multiples: for each anchor the matrix of its positives (a
 * row each) and negatives (a column each). Of more than 16 anchors the first 16 are drawn, and the
 * title says so.
 */
public final class TripletMaskPlot {
    private static final int MAX_ANCHORS = 16;
    private static final int MAX_COLUMNS = 4;

    private TripletMaskPlot() {}

    /**
     * Draws a mask.
     *
     * @param mask (B, B, B) boolean: anchor, positive, negative
     * @param labels (B) or (B, 1), the class of each item
     * @return a figure of 800 pixels width
     * @throws IllegalArgumentException if a shape is not as said
     */
    public static Figure of(NDArray mask, NDArray labels) {
        Shape shape = Arguments.requireNonNull("mask", mask).getShape();
        int size = shape.dimension() == 3 ? (int) shape.get(0) : -1;
        boolean cube = shape.equals(new Shape(size, size, size));
        Arguments.require(cube, "mask has shape %s, expected (B, B, B)", shape);
        int[] classes = Labels.ints(labels);
        Colors.requireLabels(classes, size);
        List<Figure> anchors = new ArrayList<>();
        for (int i = 0; i < Math.min(MAX_ANCHORS, size); i++) {
            try (NDArray pairs = mask.get(i)) {
                anchors.add(
                        MatrixPlot.builder()
                                .setMatrix(pairs)
                                .optLabels(classes)
                                .optTitle("anchor %d (class %d)".formatted(i, classes[i]))
                                .optXTitle("negative")
                                .optYTitle("positive")
                                .compact()
                                .build());
            }
        }
        String counts = "%,d of %,d triplets, a slice for each anchor";
        String title;
        try (NDArray triplets = mask.countNonzero()) {
            title = String.format(Locale.ROOT, counts, triplets.getLong(), mask.size());
        }
        return SmallMultiples.of(
                PlotlyFigure.title(title, anchors.size(), size, "anchors"),
                anchors,
                Math.min(MAX_COLUMNS, anchors.size()));
    }
}
