package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * How the gaps {@code g = d_an − d_ap} of triplets are spread, for one network or several, over the
 * regions that a margin m makes of them: hard below 0, semi-hard from 0 to m, easy beyond.
 *
 * <pre>{@code
 * Figure figure = GapHistogram.builder()
 *         .addGaps("untrained", before)
 *         .addGaps("trained", after)
 *         .optMargin(0.5)
 *         .build();
 * }</pre>
 *
 * <p>Heights are shares of the triplets, so that batches of different sizes can be compared. Only
 * the counts are stored in the figure, so any number of triplets will do.
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015, for easy, semi-hard and hard.
 */
public final class GapHistogram extends FigureBuilder<GapHistogram> {
    private static final int BINS = 90;

    /** None of them that of a region. */
    private static final List<String> COLORS =
            List.of(Colors.POSITIVE, Colors.INK, Colors.digit(4), Colors.digit(2));

    private final List<Gaps> all = new ArrayList<>();
    private double margin = 1;
    private double low;
    private double high;

    private GapHistogram() {
        super("Gaps of the triplets", "gap d_an − d_ap", "share of the triplets (%)");
    }

    /** {@return a builder without gaps, with margin 1} */
    public static GapHistogram builder() {
        return new GapHistogram();
    }

    private record Gaps(String name, double[] values) {}

    /**
     * Adds the gaps of some triplets.
     *
     * @param name for the legend
     * @param values {@code d_an − d_ap} of each triplet, finite
     * @throws IllegalArgumentException if there are none, or one is not finite
     */
    public GapHistogram addGaps(String name, double[] values) {
        Arguments.requireNonNull("name", name);
        Arguments.requireNonNull("values", values);
        Tables.requireFinite("gaps of \"%s\"".formatted(name), values);
        all.add(new Gaps(name, values.clone()));
        return this;
    }

    /**
     * Sets the margin.
     *
     * @param value 0 or more, in units of the distance; 1 by default
     * @throws IllegalArgumentException if it is below 0 or not finite
     */
    public GapHistogram optMargin(double value) {
        margin = Arguments.requireMargin(value);
        return this;
    }

    /**
     * Makes the axis reach at least from one gap to another, so that figures of different margins
     * have the same scale.
     *
     * @param from finite, 0 or less
     * @param to finite, 0 or more
     * @throws IllegalArgumentException if they are not so
     */
    public GapHistogram optRange(double from, double to) {
        boolean around0 = from <= 0 && to >= 0 && Double.isFinite(to - from);
        Arguments.require(around0, "range is %s to %s, expected finite numbers around 0", from, to);
        low = from;
        high = to;
        return this;
    }

    @Override
    public Figure build() {
        Arguments.require(!all.isEmpty(), "gaps is empty, expected at least one series");
        Stream<double[]> shown = Stream.of(new double[] {low, high, margin});
        double[] edges = edges(Stream.concat(shown, all.stream().map(Gaps::values)));
        double right = edges[edges.length - 1];
        List<double[]> shares =
                all.stream().map(gaps -> Numbers.shares(gaps.values, edges, 100)).toList();
        double top = Numbers.above(shares);
        Map<String, Object> x = PlotlyFigure.range(edges[0], right);
        PlotlyFigure figure = plane(450, x, PlotlyFigure.range(0, top));
        addRegion(figure, "hard", Colors.HARD, edges[0], 0, top);
        addRegion(figure, "semi-hard", Colors.SEMI_HARD, 0, margin, top);
        addRegion(figure, "easy", Colors.EASY, margin, right, top);
        for (int i = 0; i < all.size(); i++) {
            double[] steps = Arrays.copyOf(shares.get(i), edges.length); // down to 0 at the end
            String line = "{line: {color: %s, width: 2.5, shape: 'hv'}}";
            String color = COLORS.get(i % COLORS.size());
            figure.scatter(all.get(i).name, "lines", edges, steps, line, color);
        }
        return figure;
    }

    /** One of them is 0, so that no bin is hard and semi-hard at once. */
    private static double[] edges(Stream<double[]> values) {
        double[] edges = Numbers.edges(values, BINS);
        double width = (edges[BINS] - edges[0]) / BINS;
        double first = Math.floor(edges[0] / width);
        int bins = (first + BINS) * width < edges[BINS] ? BINS + 1 : BINS;
        return IntStream.rangeClosed(0, bins).mapToDouble(i -> (first + i) * width).toArray();
    }

    private static void addRegion(
            PlotlyFigure figure, String kind, String color, double from, double to, double top) {
        double[] x = {from, from, to, to};
        figure.area(kind, x, new double[] {0, top, top, 0}, color, 1);
    }
}
