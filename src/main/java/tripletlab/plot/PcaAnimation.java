package tripletlab.plot;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.evaluation.Pca;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;

/**
 * How a map of embeddings changes while a network learns: a frame for each snapshot, a slider, Play
 * and Pause.
 *
 * <p>All frames are seen along the same components, those of the <em>last</em> snapshot. With
 * components of its own for each frame the map would turn and flip between frames, and one could
 * not tell this from points that move. So the last frame is the map that {@link PcaPlot} draws, and
 * the others show how its classes came apart. Should the last snapshot be the worst one, as in a
 * collapse, project the snapshots with a {@link Pca} of another one and use {@link #of}.
 *
 * <p>Of more than 500 points every second, third and so on is drawn, and the title says so: twenty
 * frames in space are then less than 400 KB.
 */
public final class PcaAnimation {
    private static final int MAX_POINTS = 500;

    private PcaAnimation() {}

    /**
     * A moving map in the plane.
     *
     * @param snapshots each (N, D) with N and D at least 2: the embeddings of the same items
     * @param labels (N), the class of each item, 0 or more
     * @param names what each snapshot is called, such as "epoch 3"; no two the same
     * @param title what is shown
     * @return a figure of 800 by 650 pixels
     * @throws IllegalArgumentException if there is no snapshot, one is not as said, or the labels
     *     or names are not as many
     */
    public static Figure in2d(
            List<float[][]> snapshots, int[] labels, List<String> names, String title) {
        return fitted(snapshots, labels, names, title, 2);
    }

    /** The same map in space, to be turned with the mouse; D is at least 3, the figure 690 high. */
    public static Figure in3d(
            List<float[][]> snapshots, int[] labels, List<String> names, String title) {
        return fitted(snapshots, labels, names, title, 3);
    }

    /**
     * A moving map of points that are known already.
     *
     * @param snapshots each (N, 2) for the plane or (N, 3) for space, the same items in each
     * @param labels (N), the class of each item, 0 or more
     * @param names what each snapshot is called, such as "epoch 3"; no two the same
     * @param title what is shown
     * @param explainedVarianceRatio (2) or (3), the fraction of the variance along each axis, of
     *     the snapshot that the components are of
     * @return a figure of 800 pixels width
     * @throws IllegalArgumentException if there is no snapshot, one is not as said, or the labels
     *     or names are not as many
     */
    public static Figure of(
            List<double[][]> snapshots,
            int[] labels,
            List<String> names,
            String title,
            double[] explainedVarianceRatio) {
        requireSnapshots(snapshots, names);
        double[] ratios = explainedVarianceRatio;
        List<Figure> figures = new ArrayList<>();
        for (double[][] snapshot : snapshots) {
            figures.add(PcaPlot.of(snapshot, labels, null, title, ratios, MAX_POINTS));
        }
        return Animation.of(names, figures);
    }

    private static Figure fitted(
            List<float[][]> snapshots,
            int[] labels,
            List<String> names,
            String title,
            int dimensions) {
        requireSnapshots(snapshots, names);
        Pca pca = Pca.fit(snapshots.get(snapshots.size() - 1), dimensions);
        List<double[][]> points = snapshots.stream().map(pca::transform).toList();
        return of(points, labels, names, title, pca.explainedVarianceRatio());
    }

    private static void requireSnapshots(List<?> snapshots, List<String> names) {
        if (Tables.requireNoNulls("snapshots", snapshots).isEmpty()) {
            throw new IllegalArgumentException("snapshots is empty, expected at least one");
        }
        Arguments.requireNonNull("names", names);
        Arguments.requireSameLength("names", names.size(), "snapshots", snapshots.size());
    }
}
