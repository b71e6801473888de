package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.Json;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * Lines to compare, such as the loss of batch-hard beside that of semi-hard, or times against batch
 * sizes on logarithmic axes.
 *
 * <pre>{@code
 * Figure figure = SeriesPlot.builder()
 *         .addSeries("batch-hard", hard.losses())
 *         .addSeries("semi-hard", semiHard.losses())
 *         .optMovingMean(20)
 *         .optTitle("Loss of two miners")
 *         .optXTitle("batch")
 *         .optYTitle("loss")
 *         .build();
 * }</pre>
 *
 * <p>By default the title is the names of the lines, and that of the y axis the name of a single
 * line, otherwise "value".
 *
 * <p>Lines differ by colours that colour-blind readers can tell apart, and by symbols where their
 * points are few. Of a line with more than 1000 points the means of equal runs are drawn; points
 * without a line are all drawn.
 */
public final class SeriesPlot extends FigureBuilder<SeriesPlot> {
    private static final int MAX_POINTS = 1000;
    private static final int MAX_SYMBOLS = 40; // more would hide the line
    private static final List<String> SYMBOLS =
            List.of("circle", "square", "diamond", "triangle-up", "x", "triangle-down");

    private final List<Series> all = new ArrayList<>();
    private boolean logX;
    private boolean logY;
    private int window = 1;
    private List<String> rows = List.of();

    private SeriesPlot() {
        super(null, "step", null);
    }

    /** {@return a builder without lines} */
    public static SeriesPlot builder() {
        return new SeriesPlot();
    }

    private record Series(String name, double[] x, double[] y, boolean line) {}

    /**
     * Adds a line over 1, 2, 3 and so on.
     *
     * @param name for the legend
     * @param y the values; what is not finite makes a gap
     * @throws IllegalArgumentException if no value is finite
     */
    public SeriesPlot addSeries(String name, double[] y) {
        int values = Arguments.requireNonNull("y", y).length;
        return add(name, IntStream.rangeClosed(1, values).asDoubleStream().toArray(), y, true);
    }

    /**
     * Adds points over 1, 2, 3 and so on, without a line: published values beside a training.
     *
     * @param name for the legend
     * @param y the values; what is not finite is left out
     * @throws IllegalArgumentException if no value is finite
     */
    public SeriesPlot addPoints(String name, double[] y) {
        int values = Arguments.requireNonNull("y", y).length;
        return add(name, IntStream.rangeClosed(1, values).asDoubleStream().toArray(), y, false);
    }

    /**
     * Adds a line.
     *
     * @param name for the legend
     * @param x the places, ascending
     * @param y the values, as many; what is not finite makes a gap
     * @throws IllegalArgumentException if the lengths differ, {@code x} is not finite and
     *     ascending, or no value is finite
     */
    public SeriesPlot addSeries(String name, double[] x, double[] y) {
        requirePlaces(name, x, y);
        return add(name, x, y, true);
    }

    /**
     * Adds points without a line, such as all seeds of each margin.
     *
     * @param name for the legend
     * @param x the places, ascending; several points may have one place
     * @param y the values, as many; what is not finite is left out
     * @throws IllegalArgumentException as {@link #addSeries(String, double[], double[])}
     */
    public SeriesPlot addPoints(String name, double[] x, double[] y) {
        requirePlaces(name, x, y);
        return add(name, x, y, false);
    }

    private static void requirePlaces(String name, double[] x, double[] y) {
        Arguments.requireNonNull("x", x);
        Arguments.requireNonNull("y", y);
        String places = "x of \"%s\"".formatted(name);
        Arguments.requireSameLength("y of \"%s\"".formatted(name), y.length, places, x.length);
        Tables.requireFinite(places, x);
        for (int i = 1; i < x.length; i++) {
            if (x[i] < x[i - 1]) {
                throw new IllegalArgumentException(
                        "%s is %s after %s, expected ascending numbers"
                                .formatted(places, x[i], x[i - 1]));
            }
        }
    }

    private SeriesPlot add(String name, double[] x, double[] y, boolean line) {
        Arguments.requireNonNull("name", name);
        String message = "y of \"%s\" has %d values and no finite one, expected at least one";
        Arguments.require(Numbers.anyFinite(y), message, name, y.length);
        all.add(new Series(name, x.clone(), y.clone(), line));
        return this;
    }

    /** Makes the x axis logarithmic; all x must be above 0. */
    public SeriesPlot optLogX() {
        logX = true;
        return this;
    }

    /** Makes the y axis logarithmic; all y must be above 0. */
    public SeriesPlot optLogY() {
        logY = true;
        return this;
    }

    /**
     * Draws, instead of each value of a line, its mean with those before it. Points without a line
     * stay as they are.
     *
     * @param values how many in all, 1 or more; 1 by default
     * @throws IllegalArgumentException if {@code values} is below 1
     */
    public SeriesPlot optMovingMean(int values) {
        window = Arguments.requireAtLeast("values", values, 1);
        return this;
    }

    /**
     * Writes names in place of the numbers of the y axis and in place of a legend: the first name
     * at 0, the next ones at −1, −2 and so on. Intervals can then lie below each other, each in its
     * row.
     */
    public SeriesPlot optRows(Collection<String> names) {
        rows = List.copyOf(Tables.requireNoNulls("names", names));
        return this;
    }

    @Override
    public Figure build() {
        Arguments.require(!all.isEmpty(), "series is empty, expected at least one");
        String names = all.stream().map(Series::name).collect(Collectors.joining(", "));
        String value = !rows.isEmpty() ? "" : all.size() == 1 ? names : "value";
        PlotlyFigure figure =
                new PlotlyFigure(title == null ? names : title, 450)
                        .axis("xaxis", xTitle, xAxis())
                        .axis("yaxis", yTitle == null ? value : yTitle, yAxis());
        for (int i = 0; i < all.size(); i++) {
            Series series = all.get(i);
            int most = series.line ? MAX_POINTS : series.x.length;
            double[] y = series.line ? Numbers.movingMean(series.y, window) : series.y;
            figure.scatter(
                    series.name,
                    mode(series),
                    Numbers.thinned(series.x, most),
                    Numbers.thinned(y, most),
                    "{line: {color: %1$s, width: 2}, marker: {color: %1$s, size: 8, symbol: %2$s}"
                            + (rows.isEmpty() ? "}" : ", showlegend: false}"),
                    Colors.series(i),
                    SYMBOLS.get(i % SYMBOLS.size()));
        }
        return figure;
    }

    private Map<String, Object> xAxis() {
        if (logX) {
            all.forEach(series -> requirePositive("x", series.name, series.x));
            return PlotlyFigure.logarithmic(all.stream().map(series -> series.x));
        }
        double[] x = all.stream().flatMapToDouble(series -> Arrays.stream(series.x)).toArray();
        DoubleSummaryStatistics range = Arrays.stream(x).summaryStatistics();
        boolean few = range.getMax() - range.getMin() <= 10;
        boolean whole = Arrays.stream(x).allMatch(value -> value == Math.rint(value));
        return few && whole ? Json.of("{dtick: 1}") : Map.of(); // no tick at seed 1.2
    }

    private Map<String, Object> yAxis() {
        if (!rows.isEmpty()) {
            int[] places = IntStream.range(0, rows.size()).map(i -> -i).toArray();
            Map<String, Object> y = PlotlyFigure.ticks(places, rows, 0.5 - rows.size(), 0.5);
            y.put("automargin", true);
            return y;
        }
        if (!logY) {
            return Map.of();
        }
        all.forEach(series -> requirePositive("y", series.name, series.y));
        return PlotlyFigure.logarithmic(all.stream().map(series -> series.y));
    }

    private static String mode(Series series) {
        if (!series.line) {
            return "markers";
        }
        return series.x.length <= MAX_SYMBOLS ? "lines+markers" : "lines";
    }

    private static void requirePositive(String axis, String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] <= 0) {
                throw new IllegalArgumentException(
                        "%s of \"%s\" is %s at %d, expected above 0 on a logarithmic axis"
                                .formatted(axis, name, values[i], i));
            }
        }
    }
}
