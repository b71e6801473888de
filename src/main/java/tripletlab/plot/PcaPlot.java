package tripletlab.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.threeD.Camera;
import tech.tablesaw.plotly.components.threeD.Eye;
import tech.tablesaw.plotly.components.threeD.Scene;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.Pca;
import tripletlab.internal.Arguments;

/**
 * Maps of embeddings: their first principal components in the plane or in space, a colour a class.
 *
 * <p>A class has the same colour and place in the legend in every map, and both axes of a plane
 * have the same scale, so that maps before and after a training can be compared. Of more than 2000
 * points every second, third and so on is drawn, and the title says so; the components are those of
 * all points.
 */
public final class PcaPlot {
    private static final int MOST_POINTS = 2000;
    private static final int DIGITS = 4;

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
        return fitted(embeddings, labels, ClassNames.LABELS, title, 2);
    }

    /**
     * A map of embeddings in the plane, with names of the classes in the legend.
     *
     * @param embeddings (N, D) with N and D at least 2
     * @param labels (N), the class of each row, 0 or more
     * @param classNames what the classes are called, label 0 first
     * @param title what is shown
     * @return a figure of 800 by 560 pixels
     * @throws IllegalArgumentException if the embeddings are not as said, not finite, or not as
     *     many as the labels, or a label has no name
     */
    public static Figure in2d(
            float[][] embeddings, int[] labels, List<String> classNames, String title) {
        return fitted(embeddings, labels, ClassNames.of(classNames), title, 2);
    }

    /**
     * A map of embeddings in the plane.
     *
     * @param embeddings N at least 2 rows of at least 2 numbers, with labels of 0 or more
     * @param title what is shown
     * @return a figure of 800 by 560 pixels
     * @throws IllegalArgumentException if the embeddings are not as said, or not finite
     */
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
        return fitted(embeddings, labels, ClassNames.LABELS, title, 3);
    }

    /**
     * A map of embeddings in space, with names of the classes in the legend.
     *
     * @param embeddings (N, D) with N at least 2 and D at least 3
     * @param labels (N), the class of each row, 0 or more
     * @param classNames what the classes are called, label 0 first
     * @param title what is shown
     * @return a figure of 800 by 600 pixels
     * @throws IllegalArgumentException if the embeddings are not as said, not finite, or not as
     *     many as the labels, or a label has no name
     */
    public static Figure in3d(
            float[][] embeddings, int[] labels, List<String> classNames, String title) {
        return fitted(embeddings, labels, ClassNames.of(classNames), title, 3);
    }

    /**
     * A map of points that are known already.
     *
     * @param points (N, 2) for the plane or (N, 3) for space
     * @param labels (N), the class of each row, 0 or more
     * @param title what is shown
     * @param explainedVarianceRatio (2) or (3), the fraction of the variance along each axis
     * @return a figure of 800 pixels width
     * @throws IllegalArgumentException if a shape is not as said or a label negative
     */
    public static Figure of(
            double[][] points, int[] labels, String title, double[] explainedVarianceRatio) {
        return of(points, labels, ClassNames.LABELS, title, explainedVarianceRatio);
    }

    private static Figure of(
            double[][] points,
            int[] labels,
            ClassNames names,
            String title,
            double[] explainedVarianceRatio) {
        Arguments.requireNoNulls("points", points);
        Arguments.requireNonNull("title", title);
        int dimensions =
                Arguments.requireNonNull("explainedVarianceRatio", explainedVarianceRatio).length;
        Arguments.requireFinite("explainedVarianceRatio", explainedVarianceRatio);
        if (dimensions != 2 && dimensions != 3) {
            throw new IllegalArgumentException(
                    "explainedVarianceRatio has length %d, expected 2 or 3".formatted(dimensions));
        }
        DigitColors.requireLabels(labels, points.length);
        for (int i = 0; i < points.length; i++) {
            if (points[i].length != dimensions) {
                throw new IllegalArgumentException(
                        "points has %d numbers in row %d, expected %d"
                                .formatted(points[i].length, i, dimensions));
            }
            Arguments.requireFinite("points in row " + i, points[i]);
        }
        int stride = Math.max(1, (points.length + MOST_POINTS - 1) / MOST_POINTS);
        int[] drawn = IntStream.range(0, points.length).filter(i -> i % stride == 0).toArray();
        String fullTitle = thinnedTitle(title, drawn.length, points.length);
        Trace[] traces =
                Arrays.stream(labels)
                        .distinct()
                        .sorted()
                        .mapToObj(
                                c -> {
                                    int[] rows = only(drawn, labels, c);
                                    return trace(points, rows, c, names.of(c), dimensions);
                                })
                        .toArray(Trace[]::new);
        return new Figure(layout(fullTitle, explainedVarianceRatio), traces);
    }

    private static Figure fitted(
            float[][] embeddings, int[] labels, ClassNames names, String title, int dimensions) {
        Arguments.requireNoNulls("embeddings", embeddings);
        Arguments.requireNonNull("title", title);
        DigitColors.requireLabels(labels, embeddings.length);
        Pca pca = Pca.fit(embeddings, dimensions);
        return of(
                pca.transform(embeddings),
                labels,
                names.requireAll(labels),
                title,
                pca.explainedVarianceRatio());
    }

    /** The title, and how many points are drawn if that is not all. */
    static String thinnedTitle(String title, int drawn, int points) {
        return drawn == points ? title : "%s (%d of %d points)".formatted(title, drawn, points);
    }

    private static int[] only(int[] drawn, int[] labels, int label) {
        return Arrays.stream(drawn).filter(i -> labels[i] == label).toArray();
    }

    private static Trace trace(
            double[][] points, int[] rows, int label, String name, int dimensions) {
        double[] x = column(points, rows, 0);
        double[] y = column(points, rows, 1);
        int size = dimensions == 2 ? 6 : 3;
        Map<String, Object> marker =
                Json.object("color", DigitColors.of(label), "size", size, "opacity", 0.75);
        Map<String, Object> more = Json.object("marker", marker);
        if (dimensions == 3) {
            more.putAll(Json.object("type", "scatter3d", "z", column(points, rows, 2)));
        }
        return Scatter.of(name, "markers", x, y, more);
    }

    private static double[] column(double[][] points, int[] rows, int column) {
        double[] values = Arrays.stream(rows).mapToDouble(i -> points[i][column]).toArray();
        return Rounding.significant(values, DIGITS);
    }

    private static Layout layout(String title, double[] ratios) {
        if (ratios.length == 2) {
            // Tablesaw has no "scaleanchor"; to constrain an axis is to ask for equal scales.
            Axis.ConstrainToward middle = Axis.ConstrainToward.MIDDLE;
            return Layouts.plane(title, 560)
                    .xAxis(axis(1, ratios).build())
                    .yAxis(axis(2, ratios).constrainToward(middle).build())
                    .build();
        }
        Scene scene =
                Scene.sceneBuilder()
                        .xAxis(axis(1, ratios).build())
                        .yAxis(axis(2, ratios).build())
                        .zAxis(axis(3, ratios).build())
                        .camera(camera())
                        .build();
        return Layouts.titled(title, 600, 10, 10, 60, 10).scene(scene).build();
    }

    /** A little further away than usual, so that the axis titles are in the picture. */
    private static Camera camera() {
        return new Camera.CameraBuilder().zAxis(Eye.eyeBuilder(1.55, 1.55, 0.75).build()).build();
    }

    private static Axis.AxisBuilder axis(int component, double[] ratios) {
        double percent = 100 * ratios[component - 1];
        String of = ratios.length == 2 ? " of variance" : ""; // in space there is little room
        String title = "component %d (%s %%%s)";
        return Layouts.axis(title.formatted(component, Rounding.text("%.0f", percent), of));
    }
}
