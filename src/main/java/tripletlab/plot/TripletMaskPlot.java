package tripletlab.plot;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;

/**
 * A mask of triplets (B, B, B) as small multiples: for each anchor the matrix of its positives (a
 * row each) and negatives (a column each). Of more than 16 anchors the first 16 are drawn, and the
 * title says so.
 */
public final class TripletMaskPlot {
    private static final int MOST_ANCHORS = 16;
    private static final int MOST_COLUMNS = 4;

    private TripletMaskPlot() {}

    /**
     * Draws a mask with its default title.
     *
     * @param mask (B, B, B) boolean: anchor, positive, negative
     * @param labels (B) or (B, 1), the class of each item
     * @return a figure of 800 pixels width
     * @throws IllegalArgumentException if a shape is not as said
     */
    public static Figure of(NDArray mask, NDArray labels) {
        return of(mask, labels, "Triplets of each anchor");
    }

    /**
     * Draws a mask.
     *
     * @param mask (B, B, B) boolean: anchor, positive, negative
     * @param labels (B) or (B, 1), the class of each item
     * @param title what is shown
     * @return a figure of 800 pixels width
     * @throws IllegalArgumentException if a shape is not as said
     */
    public static Figure of(NDArray mask, NDArray labels, String title) {
        return of(Matrices.slices("mask", mask), Matrices.labels(labels), title);
    }

    /**
     * Draws a mask.
     *
     * @param mask (B, B, B): anchor, positive, negative
     * @param labels (B), the class of each item, 0 or more
     * @param title what is shown
     * @return a figure of 800 pixels width
     * @throws IllegalArgumentException if a shape is not as said
     */
    public static Figure of(boolean[][][] mask, int[] labels, String title) {
        Arguments.requireNoNulls("mask", mask);
        double[][][] slices = new double[mask.length][][];
        for (int i = 0; i < mask.length; i++) {
            slices[i] = Matrices.rows("mask", mask[i]);
        }
        return of(slices, labels, title);
    }

    private static Figure of(double[][][] slices, int[] labels, String title) {
        DigitColors.requireLabels(labels, slices.length);
        List<Figure> anchors = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_ANCHORS, slices.length); i++) {
            Arguments.requireSquare("mask[" + i + "]", slices[i]);
            Arguments.requireSameLength("mask[" + i + "]", slices[i].length, "mask", slices.length);
            anchors.add(
                    MatrixPlot.builder()
                            .setMask(slices[i])
                            .optLabels(labels)
                            .optTitle("anchor %d (class %d)".formatted(i, labels[i]))
                            .optAxisTitles("positive", "negative")
                            .compact()
                            .build());
        }
        String full =
                anchors.size() == slices.length
                        ? title
                        : "%s (%d of %d anchors)".formatted(title, anchors.size(), slices.length);
        return SmallMultiples.of(full, anchors, Math.min(MOST_COLUMNS, anchors.size()));
    }
}
