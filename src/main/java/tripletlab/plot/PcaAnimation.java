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
 * <p>All frames are seen along the same components. With components of its own for each frame the
 * map would turn and flip between frames, and one could not tell this from points that move. Fit
 * them to the <em>last</em> snapshot: then the last frame is the map that {@link PcaPlot} draws,
 * and the others show how its classes came apart. Should the last snapshot be the worst one, as in
 * a collapse, fit them to another one.
 *
 * <pre>{@code
 * Pca pca = Pca.fit(snapshots.get(snapshots.size() - 1), 2);
 * Figure figure = PcaAnimation.of(pca, snapshots, labels, names, "While the network learns");
 * }</pre>
 *
 * <p>Of more than 500 points every second, third and so on is drawn, and the title says so: twenty
 * frames in space are then less than 400 KB.
 */
public final class PcaAnimation {
    private static final int MAX_POINTS = 500;

    private PcaAnimation() {}

    /**
     * A moving map.
     *
     * @param pca two components for the plane, or three for space, where the mouse turns the map
     * @param snapshots each (N, D): the embeddings of the same items
     * @param labels (N), the class of each item, 0 or more
     * @param names what each snapshot is called, such as "epoch 3"; no two the same
     * @param title what is shown
     * @return a figure of 800 by 650 pixels in the plane, of 800 by 690 in space
     * @throws IllegalArgumentException if there is no snapshot, one is not as said, or the labels
     *     or names are not as many
     */
    public static Figure of(
            Pca pca, List<float[][]> snapshots, int[] labels, List<String> names, String title) {
        boolean any = !Tables.requireNoNulls("snapshots", snapshots).isEmpty();
        Arguments.require(any, "snapshots is empty, expected at least one");
        Arguments.requireNonNull("names", names);
        Arguments.requireSameLength("names", names.size(), "snapshots", snapshots.size());
        List<Figure> figures = new ArrayList<>();
        for (float[][] snapshot : snapshots) {
            figures.add(PcaPlot.of(pca, snapshot, labels, null, title, MAX_POINTS));
        }
        return Animation.of(names, figures);
    }
}
