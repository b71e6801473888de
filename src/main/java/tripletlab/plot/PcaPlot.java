package tripletlab.plot;

import java.util.List;
import java.util.Map;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.Pca;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;
import tripletlab.plot.parts.ClassDots;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * Maps of embeddings: their first principal components in the plane or in space, a colour a class.
 *
 * <p>A class has the same colour and place in the legend in every map, and both axes of a plane
 * have the same scale, so that maps before and after a training can be compared. Of more than 2000
 * points every second, third and so on is drawn, and the title says so; the components are those of
 * all points.
 */
public final class PcaPlot {
    private static final int MAX_POINTS = 2000;

    private PcaPlot() {}

    /**
     * A map of embeddings in the plane.
     *
     * @param embeddings (N, D) with N and D at least 2
     * @param labels (N), the class of each row, 0 or more
     * @param title what is shown
     * @return a figure of 800 by 560 pixels
     * @throws IllegalArgumentException if the embeddings are not as said, not finite, or not as
     *     many as the labels
     */
    public static Figure in2d(float[][] embeddings, int[] labels, String title) {
        return fitted(embeddings, labels, null, title, 2);
    }

    /**
     * The same map, with names of the classes in the legend.
     *
     * @param classNames what the classes are called, label 0 first
     * @throws IllegalArgumentException also if a label has no name
     */
    public static Figure in2d(
            float[][] embeddings, int[] labels, List<String> classNames, String title) {
        Tables.requireNoNulls("classNames", classNames);
        for (int label : Arguments.requireNonNull("labels", labels)) {
            boolean named = label < classNames.size();
            Arguments.require(
                    named, "classNames is %s, expected a name for label %d too", classNames, label);
        }
        return fitted(embeddings, labels, classNames, title, 2);
    }

    /** The same map of embeddings with their labels. */
    public static Figure in2d(Embeddings embeddings, String title) {
        Arguments.requireNonNull("embeddings", embeddings);
        return in2d(embeddings.vectors(), embeddings.labels(), title);
    }

    /**
     * A map of embeddings in space, to be turned with the mouse.
     *
     * @param embeddings (N, D) with N at least 2 and D at least 3
     * @param labels (N), the class of each row, 0 or more
     * @param title what is shown
     * @return a figure of 800 by 600 pixels
     * @throws IllegalArgumentException if the embeddings are not as said, not finite, or not as
     *     many as the labels
     */
    public static Figure in3d(float[][] embeddings, int[] labels, String title) {
        return fitted(embeddings, labels, null, title, 3);
    }

    private static Figure fitted(
            float[][] embeddings, int[] labels, List<String> names, String title, int dimensions) {
        Tables.requireNoNulls("embeddings", embeddings);
        Colors.requireLabels(labels, embeddings.length);
        Pca pca = Pca.fit(embeddings, dimensions);
        return of(pca, embeddings, labels, names, title, MAX_POINTS);
    }

    /**
     * A map of embeddings along components that were fitted to other embeddings.
     *
     * @param pca two components for the plane, or three for space
     * @param embeddings (N, D)
     * @param labels (N), the class of each row, 0 or more
     * @param title what is shown
     * @return a figure of 800 pixels width
     * @throws IllegalArgumentException if the components or the embeddings are not as said, or the
     *     embeddings not as many as the labels
     */
    public static Figure of(Pca pca, float[][] embeddings, int[] labels, String title) {
        return of(pca, embeddings, labels, null, title, MAX_POINTS);
    }

    /** A map of at most so many of the points; its title says so if that is not all. */
    static Figure of(
            Pca pca,
            float[][] embeddings,
            int[] labels,
            List<String> names,
            String title,
            int most) {
        double[] ratios = Arguments.requireNonNull("pca", pca).explainedVarianceRatio();
        boolean drawable = ratios.length == 2 || ratios.length == 3;
        Arguments.require(drawable, "pca has %d components, expected 2 or 3", ratios.length);
        double[][] points = pca.transform(Tables.requireNoNulls("embeddings", embeddings));
        Colors.requireLabels(labels, points.length);
        return drawn(points, labels, names, Arguments.requireNonNull("title", title), ratios, most);
    }

    /** Draws points whose axes explain these fractions of the variance. */
    static Figure drawn(
            double[][] points,
            int[] labels,
            List<String> names,
            String title,
            double[] ratios,
            int most) {
        int[] drawn = Numbers.everyNth(points.length, most).toArray();
        boolean space = ratios.length == 3;
        String shown = PlotlyFigure.title(title, drawn.length, points.length, "points");
        PlotlyFigure figure = new PlotlyFigure(shown, space ? 600 : 560);
        if (space) { // seen from a little further away than usual, so that axis titles are seen too
            figure.with(
                    """
                    {margin: {l: 10, r: 10, t: 60, b: 10}, scene: {
                      xaxis: %s, yaxis: %s, zaxis: %s, camera: {eye: {x: 1.55, y: 1.55, z: 0.75}}}}
                    """,
                    PlotlyFigure.axis(axisTitle(1, ratios), Map.of()),
                    PlotlyFigure.axis(axisTitle(2, ratios), Map.of()),
                    PlotlyFigure.axis(axisTitle(3, ratios), Map.of()));
        } else {
            figure.axis("xaxis", axisTitle(1, ratios), Map.of())
                    .axis("yaxis", axisTitle(2, ratios), Map.of())
                    .equalScales();
        }
        ClassDots.add(figure, points, labels, names, drawn);
        return figure;
    }

    private static String axisTitle(int component, double[] ratios) {
        String percent = Numbers.text("%.0f", 100 * ratios[component - 1]);
        String of = ratios.length == 2 ? " of variance" : ""; // in space there is little room
        return "component %d (%s %%%s)".formatted(component, percent, of);
    }
}
