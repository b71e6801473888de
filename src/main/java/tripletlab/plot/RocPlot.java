package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;

/**
 * Receiver operating characteristic of verification: which share of positive pairs is accepted when
 * a given share of negative pairs is accepted too. The legend has the area under each curve (AUC):
 * 1 where one threshold separates all pairs, 0.5 for guessing.
 *
 * <p>The axis of false accepts is logarithmic: it shows what happens at few of them, which is where
 * faces are compared.
 */
public final class RocPlot extends FigureBuilder<RocPlot> {
    private static final double RESOLUTION = 500; // points along a side of the figure
    private static final int CHANCE_POINTS = 60;

    private final List<Roc> curves = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    private RocPlot() {
        super(
                "True accepts against false accepts",
                "false accept rate (share of negative pairs)",
                "true accept rate (share of positive pairs)");
    }

    /**
     * Begins a figure.
     *
     * @return a builder without curves
     */
    public static RocPlot builder() {
        return new RocPlot();
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

    /**
     * Adds a curve.
     *
     * @param name for the legend
     * @param falseAcceptRate accepted share of the negative pairs, from 0 to 1, ascending
     * @param trueAcceptRate accepted share of the positive pairs at the same thresholds, from 0 to
     *     1, ascending
     * @throws IllegalArgumentException if the lengths differ, or a rate is not from 0 to 1 or below
     *     the one before it
     */
    public RocPlot addCurve(String name, double[] falseAcceptRate, double[] trueAcceptRate) {
        Arguments.requireNonNull("name", name);
        Arguments.requireNonNull("falseAcceptRate", falseAcceptRate);
        Arguments.requireNonNull("trueAcceptRate", trueAcceptRate);
        Arguments.requireSameLength(
                "trueAcceptRate", trueAcceptRate.length, "falseAcceptRate", falseAcceptRate.length);
        requireRates("falseAcceptRate", falseAcceptRate);
        requireRates("trueAcceptRate", trueAcceptRate);
        curves.add(new Roc(name, falseAcceptRate.clone(), trueAcceptRate.clone()));
        return this;
    }

    /**
     * Adds a point, such as the rates of one threshold.
     *
     * @param name for the legend
     * @param falseAcceptRate from 0 to 1; 0 is drawn at the left end of the axis
     * @param trueAcceptRate from 0 to 1
     * @throws IllegalArgumentException if a rate is not from 0 to 1
     */
    public RocPlot optPoint(String name, double falseAcceptRate, double trueAcceptRate) {
        Arguments.requireNonNull("name", name);
        requireRates("falseAcceptRate", falseAcceptRate);
        requireRates("trueAcceptRate", trueAcceptRate);
        points.add(new Point(name, falseAcceptRate, trueAcceptRate));
        return this;
    }

    @Override
    public Figure build() {
        if (curves.isEmpty()) {
            throw new IllegalArgumentException("curves is empty, expected at least one");
        }
        int decade = leastDecade();
        double least = Math.pow(10, decade);
        Map<String, Object> x = PlotlyFigure.logarithmic(curves.stream().map(Roc::x));
        x.putAll(PlotlyFigure.range(decade, 0));
        PlotlyFigure figure = plane(520, x, PlotlyFigure.range(-0.01, 1.01));
        for (int i = 0; i < curves.size(); i++) {
            addCurve(figure, curves.get(i), Colors.series(i), least);
        }
        double[] chance = // a straight line, which the logarithmic axis bends
                IntStream.rangeClosed(0, CHANCE_POINTS)
                        .mapToDouble(i -> (double) i / CHANCE_POINTS)
                        .map(at -> Math.pow(least, 1 - at))
                        .toArray();
        String dashed = "{line: {color: '#888888', width: 1.5, dash: 'dash'}}";
        figure.scatter("chance (AUC 0.5)", "lines", chance, chance, dashed);
        for (Point point : points) {
            double[] atX = {Math.max(least, point.x)};
            double[] atY = {point.y};
            String marker = "{marker: {color: %s, size: 12}}";
            figure.scatter(point.name, "markers", atX, atY, marker, Colors.INK);
        }
        return figure;
    }

    /** The exponent of ten below the smallest rate above 0. */
    private int leastDecade() {
        double least =
                curves.stream()
                        .flatMapToDouble(curve -> Arrays.stream(curve.x))
                        .filter(x -> x > 0)
                        .min()
                        .orElse(0.1);
        return Math.min(-1, (int) Math.floor(Math.log10(least)));
    }

    /** The points that differ enough to be seen, the first and the last among them. */
    private void addCurve(PlotlyFigure figure, Roc curve, String color, double least) {
        int last = curve.x.length - 1;
        List<Integer> kept = new ArrayList<>();
        double x = Double.NEGATIVE_INFINITY;
        double y = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= last; i++) {
            double rate = curve.x[i]; // its place is from 0 at the left to 1 at the right
            double place = 1 - Math.log(rate) / Math.log(least);
            double step = Math.max(place - x, curve.y[i] - y);
            if (Double.isFinite(place) && (i == last || step >= 1 / RESOLUTION)) {
                kept.add(i);
                x = place;
                y = curve.y[i];
            }
        }
        figure.scatter(
                String.format(Locale.ROOT, "%s (AUC %.4f)", curve.name, curve.area()),
                "lines",
                kept.stream().mapToDouble(i -> curve.x[i]).toArray(),
                kept.stream().mapToDouble(i -> curve.y[i]).toArray(),
                "{line: {color: %s, width: 2.5}}",
                color);
    }

    private static void requireRates(String name, double... rates) {
        Tables.requireFinite(name, rates);
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
