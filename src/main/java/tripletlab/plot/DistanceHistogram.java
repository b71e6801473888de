package tripletlab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.Json;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * How far apart positive pairs are, and how far negative pairs: two histograms over the same bins.
 * Where they overlap, no threshold tells the two kinds apart.
 *
 * <p>Heights are shares of the pairs of one kind, because there are many more negative pairs than
 * positive ones. Only the counts are stored in the figure, so any number of pairs will do.
 */
public final class DistanceHistogram extends FigureBuilder<DistanceHistogram> {
    private static final int MARK_DIGITS = 4;
    private static final List<String> DASHES = List.of("dash", "dot");

    private final List<Mark> marks = new ArrayList<>();
    private double[] positives = {};
    private double[] negatives = {};
    private int bins = 40;

    private DistanceHistogram() {
        super(
                "Distances of positive and of negative pairs",
                "distance",
                "share of the pairs of one kind");
    }

    /** {@return a builder without pairs} */
    public static DistanceHistogram builder() {
        return new DistanceHistogram();
    }

    private record Mark(String name, double value) {}

    /**
     * Sets the distances, as {@code evaluation.Verification} gives them.
     *
     * @param positivePairs distances of positive pairs, finite
     * @param negativePairs distances of negative pairs, finite
     */
    public DistanceHistogram setPairs(float[] positivePairs, float[] negativePairs) {
        Arguments.requireNonNull("positives", positivePairs);
        Arguments.requireNonNull("negatives", negativePairs);
        double[][] rows = Numbers.rows("pairs", new float[][] {positivePairs, negativePairs});
        positives = rows[0];
        negatives = rows[1];
        return this;
    }

    /**
     * Sets the distances to those of each pair of items {@code i < j}.
     *
     * @param distances (B, B)
     * @param labels (B), the class of each item, 0 or more
     * @throws IllegalArgumentException if a shape is not as said
     */
    public DistanceHistogram setMatrix(float[][] distances, int[] labels) {
        double[][] rows = Numbers.rows("distances", distances);
        Tables.requireSquare("distances", rows);
        Colors.requireLabels(labels, rows.length);
        positives = aboveDiagonal(rows, labels, true);
        negatives = aboveDiagonal(rows, labels, false);
        return this;
    }

    private static double[] aboveDiagonal(double[][] rows, int[] labels, boolean same) {
        return IntStream.range(0, rows.length)
                .boxed()
                .flatMapToDouble(
                        i ->
                                IntStream.range(i + 1, rows.length)
                                        .filter(j -> (labels[i] == labels[j]) == same)
                                        .mapToDouble(j -> rows[i][j]))
                .toArray();
    }

    /**
     * Adds a dashed line at a distance, such as a threshold or the margin.
     *
     * @param name for the legend; the value is added to it
     * @param value a distance, finite
     * @throws IllegalArgumentException if {@code value} is not finite
     */
    public DistanceHistogram optMark(String name, double value) {
        Arguments.requireNonNull("name", name);
        Tables.requireFinite("value", new double[] {value});
        marks.add(new Mark(name, value));
        return this;
    }

    /**
     * Sets the number of bins.
     *
     * @param value 1 or more; 40 by default
     * @throws IllegalArgumentException if {@code value} is below 1
     */
    public DistanceHistogram optBins(int value) {
        bins = Arguments.requireAtLeast("bins", value, 1);
        return this;
    }

    @Override
    public Figure build() {
        Tables.requireFinite("positives", positives);
        Tables.requireFinite("negatives", negatives);
        double[] edges = Numbers.edges(Stream.of(new double[1], positives, negatives), bins);
        double[] near = Numbers.shares(positives, edges, 1);
        double[] far = Numbers.shares(negatives, edges, 1);
        double top = Numbers.above(List.of(near, far));
        PlotlyFigure figure = plane(450, Map.of(), PlotlyFigure.range(0, top));
        addSteps(figure, "positive", positives.length, near, edges, Colors.POSITIVE);
        addSteps(figure, "negative", negatives.length, far, edges, Colors.NEGATIVE);
        for (int i = 0; i < marks.size(); i++) {
            double[] at = Numbers.rounded(new double[] {marks.get(i).value}, MARK_DIGITS);
            figure.scatter(
                    marks.get(i).name + " " + Json.shortest(at[0]),
                    "lines",
                    new double[] {at[0], at[0]},
                    new double[] {0, top},
                    "{line: {color: %s, width: 2, dash: %s}}",
                    Colors.INK,
                    DASHES.get(i % DASHES.size()));
        }
        return figure;
    }

    /** A step for each bin, and one down to 0 at either end. */
    private static void addSteps(
            PlotlyFigure figure,
            String kind,
            int pairs,
            double[] shares,
            double[] edges,
            String color) {
        DoubleStream up = DoubleStream.of(edges[0]);
        double[] x = DoubleStream.concat(up, DoubleStream.of(edges)).toArray();
        double[] y = new double[x.length];
        System.arraycopy(shares, 0, y, 1, shares.length);
        figure.scatter(
                String.format(Locale.ROOT, "%,d %s pairs", pairs, kind),
                "lines",
                x,
                y,
                "{line: {color: %s, width: 2, shape: 'hv'}, fill: 'tozeroy', fillcolor: %s}",
                color,
                Colors.translucent(color, 0.35));
    }
}
