package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.internal.Arguments;

/**
 * Receiver operating characteristic of verification: which share of positive pairs is accepted when
 * a given share of negative pairs is accepted too. The legend has the area under each curve (AUC):
 * 1 where one threshold separates all pairs, 0.5 for guessing.
 *
 * <p>On a logarithmic axis one sees what happens at few false accepts, which is where faces are
 * compared.
 */
public final class RocPlot {
    private static final double RESOLUTION = 500; // points along a side of the figure
    private static final int DIGITS = 5;
    private static final int CHANCE_POINTS = 60;

    private RocPlot() {}

    /**
     * Begins a figure.
     *
     * @return a builder without curves
     */
    public static Builder builder() {
        return new Builder();
    }

    private record Roc(String name, double[] x, double[] y) {

        /** By trapezoids, from (0, 0) to (1, 1). */
        double area() {
            double area = 0;
            for (int i = 0; i <= x.length; i++) {
                double fromX = i == 0 ? 0 : x[i - 1];
                double fromY = i == 0 ? 0 : y[i - 1];
                double toX = i == x.length ? 1 : x[i];
                double toY = i == x.length ? 1 : y[i];
                area += (toX - fromX) * (fromY + toY) / 2;
            }
            return area;
        }
    }

    private record Point(String name, double x, double y) {}

    /** Takes curves, points and titles. */
    public static final class Builder {
        private final List<Roc> curves = new ArrayList<>();
        private final List<Point> points = new ArrayList<>();
        private String title = "True accepts against false accepts";
        private AxisScale scale = AxisScale.LINEAR;

        private Builder() {}

        /**
         * Adds a curve.
         *
         * @param name for the legend
         * @param falseAcceptRate accepted share of the negative pairs, from 0 to 1, ascending
         * @param trueAcceptRate accepted share of the positive pairs at the same thresholds, from 0
         *     to 1, ascending
         * @throws IllegalArgumentException if the lengths differ, or a rate is not from 0 to 1 or
         *     below the one before it
         */
        public Builder addCurve(String name, double[] falseAcceptRate, double[] trueAcceptRate) {
            Arguments.requireNonNull("name", name);
            Arguments.requireNonNull("falseAcceptRate", falseAcceptRate);
            Arguments.requireNonNull("trueAcceptRate", trueAcceptRate);
            Arguments.requireSameLength(
                    "trueAcceptRate",
                    trueAcceptRate.length,
                    "falseAcceptRate",
                    falseAcceptRate.length);
            requireRates("falseAcceptRate", falseAcceptRate);
            requireRates("trueAcceptRate", trueAcceptRate);
            curves.add(new Roc(name, falseAcceptRate.clone(), trueAcceptRate.clone()));
            return this;
        }

        /**
         * Adds a point, such as the rates of one threshold.
         *
         * @param name for the legend
         * @param falseAcceptRate from 0 to 1; 0 is drawn at the left end of a logarithmic axis
         * @param trueAcceptRate from 0 to 1
         * @throws IllegalArgumentException if a rate is not from 0 to 1
         */
        public Builder optPoint(String name, double falseAcceptRate, double trueAcceptRate) {
            Arguments.requireNonNull("name", name);
            requireRates("falseAcceptRate", new double[] {falseAcceptRate});
            requireRates("trueAcceptRate", new double[] {trueAcceptRate});
            points.add(new Point(name, falseAcceptRate, trueAcceptRate));
            return this;
        }

        /**
         * Sets the scale of the false accept rate, by default linear.
         *
         * @param value the scale
         */
        public Builder optScale(AxisScale value) {
            scale = Arguments.requireNonNull("scale", value);
            return this;
        }

        /**
         * Sets the title.
         *
         * @param value what is shown
         */
        public Builder optTitle(String value) {
            title = Arguments.requireNonNull("title", value);
            return this;
        }

        /**
         * Draws the figure.
         *
         * @return a figure of 800 by 520 pixels
         * @throws IllegalArgumentException if there is no curve
         */
        public Figure build() {
            if (curves.isEmpty()) {
                throw new IllegalArgumentException("curves is empty, expected at least one");
            }
            int decade = leastDecade();
            double least = scale == AxisScale.LOG ? Math.pow(10, decade) : 0;
            List<Trace> traces = new ArrayList<>();
            for (int i = 0; i < curves.size(); i++) {
                traces.add(trace(curves.get(i), Colors.series(i), least));
            }
            traces.add(chance(least));
            points.forEach(point -> traces.add(marker(point, least)));
            double from = scale == AxisScale.LOG ? decade : -0.01;
            double to = scale == AxisScale.LOG ? 0 : 1.01;
            Layout layout =
                    Layouts.plane(title, 520)
                            .xAxis(
                                    Layouts.axis("false accept rate (share of negative pairs)")
                                            .type(scale.type())
                                            .range(from, to)
                                            .build())
                            .yAxis(
                                    Layouts.axis("true accept rate (share of positive pairs)")
                                            .range(-0.01, 1.01)
                                            .build())
                            .build();
            Map<String, Object> more =
                    Json.object("xaxis", scale.ticks(curves.stream().map(Roc::x)));
            return new PlotlyFigure(layout, more, traces.toArray(new Trace[0]));
        }

        /** The exponent of ten below the smallest rate that a logarithmic axis can show. */
        private int leastDecade() {
            double least =
                    curves.stream()
                            .flatMapToDouble(curve -> Arrays.stream(curve.x()))
                            .filter(x -> x > 0)
                            .min()
                            .orElse(0.1);
            return Math.min(-1, (int) Math.floor(Math.log10(least)));
        }

        private Trace trace(Roc curve, String color, double least) {
            int[] kept = visible(curve, least);
            double[] x = Arrays.stream(kept).mapToDouble(i -> curve.x()[i]).toArray();
            double[] y = Arrays.stream(kept).mapToDouble(i -> curve.y()[i]).toArray();
            x = Rounding.significant(x, DIGITS);
            y = Rounding.significant(y, DIGITS);
            String name = String.format(Locale.ROOT, "%s (AUC %.4f)", curve.name(), curve.area());
            return Scatter.line(name, x, y, "color", color, "width", 2.5);
        }

        /** The points that differ enough to be seen, the first and the last among them. */
        private int[] visible(Roc curve, double least) {
            int last = curve.x().length - 1;
            List<Integer> kept = new ArrayList<>();
            double x = Double.NEGATIVE_INFINITY;
            double y = Double.NEGATIVE_INFINITY;
            for (int i = 0; i <= last; i++) {
                double atX = place(curve.x()[i], least);
                double atY = curve.y()[i];
                if (Double.isFinite(atX)
                        && (i == last || Math.max(atX - x, atY - y) >= 1 / RESOLUTION)) {
                    kept.add(i);
                    x = atX;
                    y = atY;
                }
            }
            return kept.stream().mapToInt(Integer::intValue).toArray();
        }

        /** From 0 at the left end of the axis to 1 at the right. */
        private double place(double rate, double least) {
            return scale == AxisScale.LOG ? 1 - Math.log(rate) / Math.log(least) : rate;
        }

        /** A straight line, which a logarithmic axis bends. */
        private Trace chance(double least) {
            double[] x =
                    IntStream.rangeClosed(0, CHANCE_POINTS)
                            .mapToDouble(i -> (double) i / CHANCE_POINTS)
                            .map(at -> scale == AxisScale.LOG ? Math.pow(least, 1 - at) : at)
                            .toArray();
            double[] rounded = Rounding.significant(x, DIGITS);
            String name = "chance (AUC 0.5)";
            return Scatter.line(
                    name, rounded, rounded, "color", "#888888", "width", 1.5, "dash", "dash");
        }

        private static Trace marker(Point point, double least) {
            double[] x = Rounding.significant(new double[] {Math.max(least, point.x())}, DIGITS);
            double[] y = Rounding.significant(new double[] {point.y()}, DIGITS);
            return Scatter.markers(point.name(), x, y, "color", Colors.INK, "size", 12);
        }

        private static void requireRates(String name, double[] rates) {
            Arguments.requireFinite(name, rates);
            for (int i = 0; i < rates.length; i++) {
                if (rates[i] < 0 || rates[i] > 1) {
                    throw new IllegalArgumentException(
                            "%s is %s at %d, expected 0 to 1".formatted(name, rates[i], i));
                }
                if (i > 0 && rates[i] < rates[i - 1]) {
                    throw new IllegalArgumentException(
                            "%s is %s after %s, expected ascending rates"
                                    .formatted(name, rates[i], rates[i - 1]));
                }
            }
        }
    }
}
