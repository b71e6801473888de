package tripletlab.plot.parts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Dots in the colours of their classes, and each class written at the median of its dots. Classes
 * at one place, such as those of a collapsed network, are written once, as "0 … 9" or "2, 5".
 */
public final class ClassDots {
    private static final int DIGITS = 4;
    private static final double ONE_PLACE = 0.08; // of the largest coordinate

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
        List<Integer> places = writeTogether(texts, middles, points);
        double[][] at = new double[dimensions][];
        for (int k = 0; k < dimensions; k++) {
            double[] middle = middles[k];
            at[k] = places.stream().mapToDouble(c -> middle[c]).toArray();
        }
        List<String> words = places.stream().map(texts::get).toList();
        String written =
                "{text: %s, textfont: {size: 16, color: %s, shadow: 'auto'}, showlegend: false,"
                        + " hoverinfo: 'skip', cliponaxis: false}";
        Map<String, Object> more = Json.of(written, Json.texts(words), Colors.INK);
        scatter(figure, "classes, each at its median", "text", at, more);
    }

    /** Joins the texts of classes at one place in the first of them, and tells these first ones. */
    private static List<Integer> writeTogether(
            List<String> texts, double[][] middles, double[][] points) {
        double largest =
                Arrays.stream(points)
                        .flatMapToDouble(Arrays::stream)
                        .map(Math::abs)
                        .max()
                        .orElse(0);
        Map<Integer, List<Integer>> together = new TreeMap<>();
        for (int c = 0; c < texts.size(); c++) {
            int at = c;
            int first =
                    together.keySet().stream()
                            .filter(o -> distance(middles, o, at) <= ONE_PLACE * largest)
                            .findFirst()
                            .orElse(c);
            together.computeIfAbsent(first, o -> new ArrayList<>()).add(c);
        }
        List<String> alone = List.copyOf(texts);
        together.forEach((first, classes) -> texts.set(first, joined(alone, classes)));
        return List.copyOf(together.keySet());
    }

    private static double distance(double[][] middles, int a, int b) {
        double squares = Arrays.stream(middles).mapToDouble(m -> Math.pow(m[a] - m[b], 2)).sum();
        return Math.sqrt(squares);
    }

    /** From the first to the last where all of three or more follow each other. */
    private static String joined(List<String> texts, List<Integer> classes) {
        int first = classes.get(0);
        int last = classes.get(classes.size() - 1);
        boolean run = classes.size() > 2 && last - first == classes.size() - 1;
        return run
                ? texts.get(first) + " … " + texts.get(last)
                : classes.stream().map(texts::get).collect(Collectors.joining(", "));
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
