package tripletlab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.evaluation.Roc;
import tripletlab.internal.Arguments;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;

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

    private final List<Curve> curves = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    private RocPlot() {
        super(
                "True accepts against false accepts",
                "false accept rate (share of negative pairs)",
                "true accept rate (share of positive pairs)");
    }

    /** {@return a builder without curves} */
    public static RocPlot builder() {
        return new RocPlot();
    }

    private record Curve(String name, Roc roc) {}

    private record Point(String name, double x, double y) {}

    /**
     * Adds a curve.
     *
     * @param name for the legend
     * @param roc the curve
     */
    public RocPlot addCurve(String name, Roc roc) {
        Arguments.requireNonNull("name", name);
        curves.add(new Curve(name, Arguments.requireNonNull("roc", roc)));
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
        requireRate("falseAcceptRate", falseAcceptRate);
        requireRate("trueAcceptRate", trueAcceptRate);
        points.add(new Point(name, falseAcceptRate, trueAcceptRate));
        return this;
    }

    private static void requireRate(String name, double rate) {
        Arguments.require(rate >= 0 && rate <= 1, "%s is %s, expected 0 to 1", name, rate);
    }

    @Override
    public Figure build() {
        Arguments.require(!curves.isEmpty(), "curves is empty, expected at least one");
        int decade = leastDecade();
        double least = Math.pow(10, decade);
        Map<String, Object> x =
                PlotlyFigure.logarithmic(curves.stream().map(curve -> curve.roc.fpr()));
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
            figure.marks(point.name, atX, new double[] {point.y}, Colors.INK, "circle", 12);
        }
        return figure;
    }

    /** The exponent of ten below the smallest rate above 0. */
    private int leastDecade() {
        double least =
                curves.stream()
                        .flatMapToDouble(curve -> DoubleStream.of(curve.roc.fpr()))
                        .filter(x -> x > 0)
                        .min()
                        .orElse(0.1);
        return Math.min(-1, (int) Math.floor(Math.log10(least)));
    }

    /** Draws the points that differ enough to be seen, the first and the last among them. */
    private static void addCurve(PlotlyFigure figure, Curve curve, String color, double least) {
        double[] fpr = curve.roc.fpr();
        double[] tpr = curve.roc.tpr();
        int last = fpr.length - 1;
        List<Integer> kept = new ArrayList<>();
        double x = Double.NEGATIVE_INFINITY;
        double y = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= last; i++) {
            double place = 1 - Math.log(fpr[i]) / Math.log(least); // from 0 at the left to 1
            double step = Math.max(place - x, tpr[i] - y);
            if (Double.isFinite(place) && (i == last || step >= 1 / RESOLUTION)) {
                kept.add(i);
                x = place;
                y = tpr[i];
            }
        }
        figure.scatter(
                "%s (AUC %s)".formatted(curve.name, Numbers.text("%.4f", curve.roc.auc())),
                "lines",
                kept.stream().mapToDouble(i -> fpr[i]).toArray(),
                kept.stream().mapToDouble(i -> tpr[i]).toArray(),
                "{line: {color: %s, width: 2.5}}",
                color);
    }
}
