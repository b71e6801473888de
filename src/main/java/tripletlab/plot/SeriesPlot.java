package tripletlab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.internal.Arguments;

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
 * <p>Lines differ by colours that colour-blind readers can tell apart, and by symbols where their
 * points are few. Of a line with more than 1000 points the means of equal runs are drawn.
 */
public final class SeriesPlot {
    private static final int MOST_POINTS = 1000;
    private static final int MOST_SYMBOLS = 40; // more would hide the line
    private static final int DIGITS = 5;
    private static final List<String> SYMBOLS =
            List.of("circle", "square", "diamond", "triangle-up", "x", "triangle-down");

    private SeriesPlot() {}

    /**
     * Begins a figure.
     *
     * @return a builder without lines
     */
    public static Builder builder() {
        return new Builder();
    }

    private record Series(String name, Curve curve) {}

    /** Takes lines and titles. */
    public static final class Builder {
        private final List<Series> all = new ArrayList<>();
        private String title;
        private String xTitle = "step";
        private String yTitle;
        private AxisScale xScale = AxisScale.LINEAR;
        private AxisScale yScale = AxisScale.LINEAR;
        private int window = 1;

        private Builder() {}

        /**
         * Adds a line over 1, 2, 3 and so on.
         *
         * @param name for the legend
         * @param y the values; what is not finite makes a gap
         * @throws IllegalArgumentException if no value is finite
         */
        public Builder addSeries(String name, double[] y) {
            Arguments.requireNonNull("name", name);
            return add(name, Curve.ofBatches(Arguments.requireNonNull("y", y).clone()));
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
        public Builder addSeries(String name, double[] x, double[] y) {
            Arguments.requireNonNull("name", name);
            Arguments.requireNonNull("x", x);
            Arguments.requireNonNull("y", y);
            String places = "x of \"%s\"".formatted(name);
            Arguments.requireSameLength("y of \"%s\"".formatted(name), y.length, places, x.length);
            Arguments.requireFinite(places, x);
            for (int i = 1; i < x.length; i++) {
                if (x[i] < x[i - 1]) {
                    throw new IllegalArgumentException(
                            "%s is %s after %s, expected ascending numbers"
                                    .formatted(places, x[i], x[i - 1]));
                }
            }
            return add(name, new Curve(x.clone(), y.clone()));
        }

        /**
         * Adds a line for each of some columns of a table; they are its names, and the x axis has
         * that of its column.
         *
         * @param table sorted by {@code xColumn}
         * @param xColumn the column of the places, numbers
         * @param yColumns the columns of the values, numbers
         * @throws IllegalArgumentException as for arrays
         * @throws IllegalStateException if the table has no such column
         */
        public Builder addTable(Table table, String xColumn, String... yColumns) {
            Arguments.requireNonNull("table", table);
            Arguments.requireNonNull("xColumn", xColumn);
            Arguments.requireNoNulls("yColumns", yColumns);
            double[] x = table.numberColumn(xColumn).asDoubleArray();
            for (String column : yColumns) {
                addSeries(column, x, table.numberColumn(column).asDoubleArray());
            }
            return optXTitle(xColumn);
        }

        private Builder add(String name, Curve curve) {
            if (curve.isBlank()) {
                throw new IllegalArgumentException(
                        "y of \"%s\" has %d values and no finite one, expected at least one"
                                .formatted(name, curve.y().length));
            }
            all.add(new Series(name, curve));
            return this;
        }

        /**
         * Sets the title, by default the names of all lines.
         *
         * @param value what is shown
         */
        public Builder optTitle(String value) {
            title = Arguments.requireNonNull("title", value);
            return this;
        }

        /**
         * Sets the title of the x axis, by default "step" or the name of the column.
         *
         * @param value what x is, with its unit
         */
        public Builder optXTitle(String value) {
            xTitle = Arguments.requireNonNull("xTitle", value);
            return this;
        }

        /**
         * Sets the title of the y axis, by default the name of a single line, otherwise "value".
         *
         * @param value what y is, with its unit
         */
        public Builder optYTitle(String value) {
            yTitle = Arguments.requireNonNull("yTitle", value);
            return this;
        }

        /**
         * Sets how x is placed, by default linear.
         *
         * @param value the scale
         */
        public Builder optXScale(AxisScale value) {
            xScale = Arguments.requireNonNull("xScale", value);
            return this;
        }

        /**
         * Sets how y is placed, by default linear.
         *
         * @param value the scale
         */
        public Builder optYScale(AxisScale value) {
            yScale = Arguments.requireNonNull("yScale", value);
            return this;
        }

        /**
         * Draws, instead of each value, its mean with those before it.
         *
         * @param values how many in all, 1 or more; 1 by default
         * @throws IllegalArgumentException if {@code values} is below 1
         */
        public Builder optMovingMean(int values) {
            window = Arguments.requireAtLeast("values", values, 1);
            return this;
        }

        /**
         * Draws the figure.
         *
         * @return a figure of 800 by 450 pixels
         * @throws IllegalArgumentException if there is no line, or a number that is not above 0 on
         *     a logarithmic axis
         */
        public Figure build() {
            if (all.isEmpty()) {
                throw new IllegalArgumentException("series is empty, expected at least one");
            }
            for (Series series : all) {
                requirePositive("x", series.name(), series.curve().x(), xScale);
                requirePositive("y", series.name(), series.curve().y(), yScale);
            }
            String names = all.stream().map(Series::name).collect(Collectors.joining(", "));
            String value = all.size() == 1 ? names : "value";
            Layout layout =
                    Layouts.plane(title == null ? names : title, 450)
                            .xAxis(Layouts.axis(xTitle).type(xScale.type()).build())
                            .yAxis(
                                    Layouts.axis(yTitle == null ? value : yTitle)
                                            .type(yScale.type())
                                            .build())
                            .build();
            Map<String, Object> more =
                    Json.object(
                            "xaxis", xScale.ticks(all.stream().map(s -> s.curve().x())),
                            "yaxis", yScale.ticks(all.stream().map(s -> s.curve().y())));
            Trace[] traces =
                    IntStream.range(0, all.size()).mapToObj(this::trace).toArray(Trace[]::new);
            return new PlotlyFigure(layout, more, traces);
        }

        private Trace trace(int index) {
            Curve curve = all.get(index).curve().movingMean(window).thinned(MOST_POINTS);
            boolean few = curve.x().length <= MOST_SYMBOLS;
            String color = Colors.series(index);
            String symbol = SYMBOLS.get(index % SYMBOLS.size());
            double[] x = Rounding.significant(curve.x(), DIGITS + 2);
            double[] y = Rounding.significant(curve.y(), DIGITS);
            Map<String, Object> line = Json.object("color", color, "width", 2);
            Map<String, Object> marker = Json.object("color", color, "size", 8, "symbol", symbol);
            Map<String, Object> more = Json.object("line", line, "marker", marker);
            String mode = few ? "lines+markers" : "lines";
            return Scatter.of(all.get(index).name(), mode, x, y, more);
        }

        private static void requirePositive(
                String axis, String name, double[] values, AxisScale scale) {
            for (int i = 0; i < values.length; i++) {
                if (scale == AxisScale.LOG && values[i] <= 0) {
                    throw new IllegalArgumentException(
                            "%s of \"%s\" is %s at %d, expected above 0 on a logarithmic axis"
                                    .formatted(axis, name, values[i], i));
                }
            }
        }
    }
}
