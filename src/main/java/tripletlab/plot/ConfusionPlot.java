package tripletlab.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;

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
        return of(counts, places(counts), String.format(Locale.ROOT, title, 100 * right / all));
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
        Tables.requireNoNulls("names", names);
        Arguments.requireSameLength("names", names.length, "counts", counts.length);
        List<String> shown = List.of(names);
        List<List<List<String>>> classes = // what is under the mouse in each cell
                Json.texts(shown).stream()
                        .map(row -> Json.texts(shown).stream().map(c -> List.of(row, c)).toList())
                        .toList();
        PlotlyFigure figure =
                new PlotlyFigure(title, 660)
                        .square()
                        .items("xaxis", "predicted class", names.length, 0, shown)
                        .items("yaxis", "true class", names.length, 0, shown);
        return figure.trace(
                Json.of(
                        """
                        {type: 'heatmap', x: %1$s, y: %1$s, z: %2$s, text: %3$s,
                         texttemplate: '%%{text}', customdata: %4$s, hovertemplate: %5$s,
                         xgap: 1, ygap: 1, zmin: 0, zmax: 1,
                         colorscale: [[0, '#f3f5f8'], [0.02, '#dce9f6'], [0.2, '#a9cbe8'],
                                      [0.6, '#4a90c8'], [1, '#0b3c6f']],
                         colorbar: {title: {text: 'share of the true class', side: 'right'},
                                    tickformat: '.0%%', len: 0.9}}
                        """,
                        places(counts),
                        shares(counts),
                        counts,
                        classes,
                        "true %{customdata[0]}, predicted %{customdata[1]}: %{text} (%{z:.2%})"
                                + "<extra></extra>"));
    }

    /** For plotly.js, equal names would be one class. */
    private static String[] places(int[][] counts) {
        return IntStream.range(0, counts.length).mapToObj(String::valueOf).toArray(String[]::new);
    }

    private static List<double[]> shares(int[][] counts) {
        return Arrays.stream(counts)
                .map(
                        row ->
                                Arrays.stream(row)
                                        .mapToDouble(n -> n / Math.max(1, sum(row)))
                                        .toArray())
                .map(row -> Numbers.rounded(row, DIGITS))
                .toList();
    }

    private static double sum(int[] row) {
        return Arrays.stream(row).asDoubleStream().sum();
    }

    private static void requireCounts(int[][] counts) {
        Tables.requireNoNulls("counts", counts);
        double[][] rows =
                Arrays.stream(counts)
                        .map(row -> Arrays.stream(row).asDoubleStream().toArray())
                        .toArray(double[][]::new);
        Tables.requireSquare("counts", rows);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                if (counts[i][j] < 0) {
                    throw new IllegalArgumentException(
                            "counts is %d in row %d, column %d, expected 0 or more"
                                    .formatted(counts[i][j], i, j));
                }
            }
        }
        if (Arrays.stream(counts).mapToDouble(ConfusionPlot::sum).sum() == 0) {
            throw new IllegalArgumentException(
                    "counts is 0 everywhere, expected at least one item");
        }
    }
}
