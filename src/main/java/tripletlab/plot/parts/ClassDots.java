package tripletlab.plot.parts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Dots in the colours of their classes, and each class written at the median of its dots. */
public final class ClassDots {
    private static final int DIGITS = 4;

    private ClassDots() {}

    /**
     * Draws dots in the plane or in space.
     *
     * @param points (N, 2) or (N, 3)
     * @param labels (N), 0 or more
     * @param names what the classes are called, label 0 first; null for their labels
     * @param drawn which of the points are drawn
     */
    public static void add(
            PlotlyFigure figure,
            double[][] points,
            int[] labels,
            List<String> names,
            int... drawn) {
        int dimensions = points[0].length;
        int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
        List<String> texts = new ArrayList<>();
        double[][] middles = new double[dimensions][classes.length];
        for (int c = 0; c < classes.length; c++) {
            int label = classes[c];
            int[] rows = Arrays.stream(drawn).filter(i -> labels[i] == label).toArray();
            double[][] columns = new double[dimensions][];
            for (int k = 0; k < dimensions; k++) {
                columns[k] = column(points, rows, k);
                middles[k][c] = median(columns[k]);
            }
            texts.add(names == null ? String.valueOf(label) : names.get(label));
            String marker = "{marker: {color: %s, size: %s, opacity: 0.75}}";
            Map<String, Object> more =
                    Json.of(marker, Colors.digit(label), dimensions == 3 ? 3 : 6);
            scatter(figure, texts.get(c), "markers", columns, more);
        }
        String written =
                "{text: %s, textfont: {size: 16, color: %s, shadow: 'auto'}, showlegend: false,"
                        + " hoverinfo: 'skip'}";
        Map<String, Object> more = Json.of(written, Json.texts(texts), Colors.INK);
        scatter(figure, "classes, each at its median", "text", middles, more);
    }

    private static void scatter(
            PlotlyFigure figure,
            String name,
            String mode,
            double[][] columns,
            Map<String, Object> more) {
        if (columns.length == 3) {
            more.putAll(Json.of("{type: 'scatter3d', z: %s}", columns[2]));
        }
        figure.scatter(name, mode, columns[0], columns[1], "%s", more);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private static double[] column(double[][] points, int[] rows, int column) {
        double[] values = Arrays.stream(rows).mapToDouble(i -> points[i][column]).toArray();
        return Numbers.rounded(values, DIGITS);
    }
}
