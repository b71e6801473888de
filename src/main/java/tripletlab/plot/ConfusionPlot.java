package tripletlab.plot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.evaluation.ConfusionMatrix;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;
import tripletlab.plot.parts.Json;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * Which classes are taken for which: a row for each true class, a column for each predicted one.
 * The numbers count items; the colour is the share of the row, so that rare classes are seen too.
 */
public final class ConfusionPlot {
    private static final int DIGITS = 4;
    private static final String UNDER_THE_MOUSE =
            "true %{customdata[0]}, predicted %{customdata[1]}: %{text} (%{z:.2%})<extra></extra>";

    private ConfusionPlot() {}

    /**
     * Draws counts under the labels of their classes; the title has the share of right answers, and
     * the two classes that are mixed up most often.
     *
     * @param confusion counts of at least one item
     * @return a figure of 800 by 660 pixels
     */
    public static Figure of(ConfusionMatrix confusion) {
        Arguments.requireNonNull("confusion", confusion);
        List<String> labels = Arrays.stream(confusion.classes()).mapToObj(String::valueOf).toList();
        String accuracy = Numbers.text("%.2f", 100 * confusion.accuracy());
        return of(confusion, labels, accuracy + " % right" + mixedUp(confusion, labels));
    }

    private static String mixedUp(ConfusionMatrix confusion, List<String> labels) {
        int[][] counts = confusion.counts();
        int most = 0;
        String told = "";
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < i; j++) {
                int both = counts[i][j] + counts[j][i];
                if (both > most) {
                    most = both;
                    told =
                            "; most often mixed up: %s and %s (%d)"
                                    .formatted(labels.get(j), labels.get(i), both);
                }
            }
        }
        return told;
    }

    /**
     * Draws counts of classes with names.
     *
     * @param confusion counts of at least one item
     * @param names what its classes are called, in their order
     * @param title what is shown
     * @return a figure of 800 by 660 pixels
     * @throws IllegalArgumentException if the names are not as many as the classes
     */
    public static Figure of(ConfusionMatrix confusion, List<String> names, String title) {
        int[][] counts = Arguments.requireNonNull("confusion", confusion).counts();
        Tables.requireNoNulls("names", names);
        Arguments.requireSameLength("names", names.size(), "counts", counts.length);
        // for plotly.js, equal names would be one class
        List<String> places = IntStream.range(0, counts.length).mapToObj(String::valueOf).toList();
        List<List<List<String>>> classes = // what is under the mouse in each cell
                Json.texts(names).stream()
                        .map(row -> Json.texts(names).stream().map(c -> List.of(row, c)).toList())
                        .toList();
        return new PlotlyFigure(title, 660)
                .square()
                .items("xaxis", "predicted class", names.size(), 0, names)
                .items("yaxis", "true class", names.size(), 0, names)
                .trace(
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
                                places,
                                Arrays.stream(counts).map(ConfusionPlot::shares).toList(),
                                counts,
                                classes,
                                UNDER_THE_MOUSE));
    }

    private static double[] shares(int[] row) {
        double sum = Math.max(1, Arrays.stream(row).asDoubleStream().sum());
        return Numbers.rounded(Arrays.stream(row).mapToDouble(n -> n / sum).toArray(), DIGITS);
    }
}
