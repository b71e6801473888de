package tripletlab.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tripletlab.internal.Arguments;

/**
 * Which classes are taken for which: a row for each true class, a column for each predicted one.
 * The numbers count items; the colour is the share of the row, so that rare classes are seen too.
 */
public final class ConfusionPlot {
    private static final int DIGITS = 4;

    private ConfusionPlot() {}

    /**
     * Draws counts of the classes 0, 1, 2 and so on; the title has the share of right answers.
     *
     * @param counts (C, C), a row for each true class, a column for each predicted one; 0 or more
     * @return a figure of 800 by 660 pixels
     * @throws IllegalArgumentException if the counts are not square, negative or all 0
     */
    public static Figure of(int[][] counts) {
        requireCounts(counts);
        double right = IntStream.range(0, counts.length).mapToDouble(i -> counts[i][i]).sum();
        double all = Arrays.stream(counts).mapToDouble(ConfusionPlot::sum).sum();
        String title = "Confusion matrix: %.2f %% right";
        return of(counts, String.format(Locale.ROOT, title, 100 * right / all));
    }

    /**
     * Draws counts of the classes 0, 1, 2 and so on.
     *
     * @param counts (C, C), a row for each true class, a column for each predicted one; 0 or more
     * @param title what is shown
     * @return a figure of 800 by 660 pixels
     * @throws IllegalArgumentException if the counts are not square, negative or all 0
     */
    public static Figure of(int[][] counts, String title) {
        Arguments.requireNonNull("counts", counts);
        String[] names =
                IntStream.range(0, counts.length).mapToObj(String::valueOf).toArray(String[]::new);
        return of(counts, names, title);
    }

    /**
     * Draws counts of classes with names.
     *
     * @param counts (C, C), a row for each true class, a column for each predicted one; 0 or more
     * @param names (C), what the classes are called
     * @param title what is shown
     * @return a figure of 800 by 660 pixels
     * @throws IllegalArgumentException if the counts are not square, negative or all 0, or the
     *     names are not as many
     */
    public static Figure of(int[][] counts, String[] names, String title) {
        requireCounts(counts);
        Arguments.requireNoNulls("names", names);
        Arguments.requireSameLength("names", names.length, "counts", counts.length);
        double[][] shares =
                Arrays.stream(counts).map(ConfusionPlot::shares).toArray(double[][]::new);
        String[] places = // for plotly.js, equal names would be one class
                IntStream.range(0, names.length).mapToObj(String::valueOf).toArray(String[]::new);
        String hover =
                "true %{customdata[0]}, predicted %{customdata[1]}: %{text} (%{z:.2%})"
                        + "<extra></extra>";
        Map<String, Object> trace =
                Json.object("type", "heatmap", "x", places, "y", places, "z", shares);
        trace.putAll(Json.object("text", texts(counts), "texttemplate", "%{text}"));
        trace.putAll(Json.object("hovertemplate", hover, "xgap", 1, "ygap", 1));
        String[] shown = PlotlyText.of("names", names);
        trace.put(
                "customdata",
                Arrays.stream(shown)
                        .map(
                                row ->
                                        Arrays.stream(shown)
                                                .map(column -> List.of(row, column))
                                                .toList())
                        .toList());
        trace.putAll(Heatmaps.shares("share of the true class"));
        double last = counts.length - 0.5;
        Map<String, Object> more =
                Json.object(
                        "xaxis", Heatmaps.axis("predicted class", false, -0.5, last),
                        "yaxis", Heatmaps.axis("true class", true, -0.5, last));
        for (String axis : List.of("xaxis", "yaxis")) {
            Map<String, Object> ticks = Json.object("tickmode", "array", "tickvals", places);
            ticks.put("ticktext", shown);
            Json.map(more.get(axis)).putAll(ticks);
        }
        // The margins leave a square.
        Layout layout = Layouts.titled(title, 660, 80, 180, 60, 60).showLegend(false).build();
        return new PlotlyFigure(layout, more, new JsonTrace(trace));
    }

    private static double[] shares(int[] row) {
        double sum = Math.max(1, sum(row));
        double[] shares = Arrays.stream(row).mapToDouble(count -> count / sum).toArray();
        return Rounding.significant(shares, DIGITS);
    }

    private static String[][] texts(int[][] counts) {
        return Arrays.stream(counts)
                .map(row -> Arrays.stream(row).mapToObj(String::valueOf).toArray(String[]::new))
                .toArray(String[][]::new);
    }

    private static double sum(int[] row) {
        return Arrays.stream(row).asDoubleStream().sum();
    }

    private static void requireCounts(int[][] counts) {
        Arguments.requireNoNulls("counts", counts);
        double[][] rows =
                Arrays.stream(counts)
                        .map(row -> Arrays.stream(row).asDoubleStream().toArray())
                        .toArray(double[][]::new);
        Arguments.requireSquare("counts", rows);
        if (Arrays.stream(counts).flatMapToInt(Arrays::stream).allMatch(count -> count == 0)) {
            throw new IllegalArgumentException(
                    "counts is 0 everywhere, expected at least one item");
        }
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                if (counts[i][j] < 0) {
                    throw new IllegalArgumentException(
                            "counts is %d in row %d, column %d, expected 0 or more"
                                    .formatted(counts[i][j], i, j));
                }
            }
        }
    }
}
