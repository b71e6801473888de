package tripletlab.plot;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;
import tripletlab.mining.Triplets;

/**
 * What makes a negative hard: points of the plane around an anchor, with two rings. Inside the
 * inner ring, of radius {@code d_ap}, negatives are hard; between the rings, up to {@code d_ap +
 * margin}, semi-hard; outside easy. Distances are Euclidean or squared Euclidean.
 *
 * <pre>{@code
 * Figure figure = TripletPlane.builder()
 *         .setPoints(embeddings, labels)
 *         .setPair(anchor, positive)
 *         .optMargin(0.2)
 *         .optChosen(Triplets.takenBy(miner, batch, new Hinge(0.2)))
 *         .build();
 * }</pre>
 *
 * <p>Under the mouse a point tells its number. The axes depend on the points alone, so that the
 * figure stays in place while a slider moves the margin.
 */
public final class TripletPlane extends FigureBuilder<TripletPlane> {
    private static final int RING_POINTS = 120;
    private static final double PADDING = 0.15; // around the points, of their extent

    private double[][] points = {};
    private int[] labels = {};
    private int anchor;
    private int positive;
    private double margin = 1;
    private Distance distance = Distance.EUCLIDEAN;
    private Triplets triplets; // null: it is not shown what is chosen

    private TripletPlane() {
        super(null, "first coordinate", "second coordinate");
    }

    /**
     * Draws the negatives of one anchor and positive, with a default title.
     *
     * @param points (N, 2), finite
     * @param labels (N), the class of each point, 0 or more
     * @param anchor which point is the anchor
     * @param positive which point is the positive, another one of the anchor's class
     * @param margin 0 or more
     * @return a figure of 800 by 600 pixels
     * @throws IllegalArgumentException if an argument is not as said
     */
    public static Figure of(
            double[][] points, int[] labels, int anchor, int positive, double margin) {
        return builder()
                .setPoints(points, labels)
                .setPair(anchor, positive)
                .optMargin(margin)
                .build();
    }

    /**
     * Begins a figure.
     *
     * @return a builder without points, with margin 1 and Euclidean distance
     */
    public static TripletPlane builder() {
        return new TripletPlane();
    }

    /**
     * Sets the points.
     *
     * @param values (N, 2), finite
     * @param classes (N), the class of each point, 0 or more
     */
    public TripletPlane setPoints(double[][] values, int[] classes) {
        Tables.requireNoNulls("values", values);
        points = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
        labels = Arguments.requireNonNull("classes", classes).clone();
        return this;
    }

    /** Sets the points, given in floats. */
    public TripletPlane setPoints(float[][] values, int[] classes) {
        return setPoints(Numbers.rows("values", values), classes);
    }

    /**
     * Sets the pair whose negatives are shown.
     *
     * @param ofAnchor which point is the anchor
     * @param ofPositive which point is the positive, another one of the anchor's class
     */
    public TripletPlane setPair(int ofAnchor, int ofPositive) {
        anchor = ofAnchor;
        positive = ofPositive;
        return this;
    }

    /**
     * Sets the margin.
     *
     * @param value 0 or more, in units of the distance; 1 by default
     */
    public TripletPlane optMargin(double value) {
        margin = Arguments.requireMargin(value);
        return this;
    }

    /**
     * Sets the distance.
     *
     * @param value Euclidean, the default, or squared Euclidean, whose rings are circles
     */
    public TripletPlane optDistance(Distance value) {
        distance = Arguments.requireNonNull("distance", value);
        return this;
    }

    /**
     * Marks the negatives that a miner or a selector chose for the anchor and the positive.
     *
     * @param value triplets of these points; those of other pairs are passed over
     */
    public TripletPlane optChosen(Triplets value) {
        triplets = Arguments.requireNonNull("triplets", value);
        return this;
    }

    @Override
    public Figure build() {
        requireTriplets();
        Number shown = Json.shortest(Numbers.rounded(new double[] {margin}, 5)[0]);
        String byDefault = "Negatives of one anchor and positive, margin " + shown;
        Map<String, Object> y = axis(1);
        y.putAll(Json.of("{constraintoward: 'middle', scaleanchor: 'x'}"));
        PlotlyFigure figure =
                new PlotlyFigure(title == null ? byDefault : title, 600)
                        .axis("xaxis", xTitle, axis(0))
                        .axis("yaxis", yTitle, y);
        addRing(figure, " + margin", margin, Colors.SEMI_HARD);
        addRing(figure, "", 0, Colors.HARD);
        addLine(figure, Colors.INK, positive);
        if (triplets != null) {
            int[] negatives = triplets.negativesOf(anchor, positive);
            for (int negative : negatives) {
                Arguments.requireIndex("negative of a chosen triplet", negative, points.length);
                addLine(figure, Colors.NEGATIVE, negative);
            }
            String halo = Colors.translucent(Colors.NEGATIVE, 0.5);
            addMarks(figure, "chosen negatives", halo, "circle", 24, negatives);
        }
        addNegatives(figure);
        int[] others = rows(i -> labels[i] == labels[anchor] && i != anchor && i != positive);
        if (others.length > 0) {
            addMarks(figure, "other positives", "#9cc5ea", "circle", 10, others);
        }
        addMarks(figure, "positive", Colors.POSITIVE, "circle", 13, positive);
        addMarks(figure, "anchor", Colors.INK, "star", 17, anchor);
        return figure;
    }

    /** The distance of anchor and positive. */
    private double near() {
        double[] other = points[positive];
        return Math.hypot(points[anchor][0] - other[0], points[anchor][1] - other[1]);
    }

    /** Holds the points and the inner ring, with some air around them. */
    private Map<String, Object> axis(int coordinate) {
        double center = points[anchor][coordinate];
        DoubleStream ring = DoubleStream.of(center - near(), center + near());
        DoubleStream seen = Arrays.stream(points).mapToDouble(point -> point[coordinate]);
        double[] all = DoubleStream.concat(ring, seen).toArray();
        return Json.of("{range: %s}", Numbers.range(all, PADDING));
    }

    /** A filled circle; its colour tells what negatives in it are, where no other covers it. */
    private void addRing(PlotlyFigure figure, String plus, double more, String color) {
        double[] center = points[anchor];
        boolean squared = distance == Distance.SQUARED_EUCLIDEAN;
        double reach = (squared ? near() * near() : near()) + more;
        double radius = squared ? Math.sqrt(reach) : reach;
        double[] angles =
                IntStream.rangeClosed(0, RING_POINTS)
                        .mapToDouble(i -> 2 * Math.PI * i / RING_POINTS)
                        .toArray();
        String ofWhat = squared ? "squared d_ap" : "d_ap";
        figure.scatter(
                "ring at " + ofWhat + plus + " = " + Numbers.text("%.3g", reach),
                "lines",
                Arrays.stream(angles).map(a -> center[0] + radius * Math.cos(a)).toArray(),
                Arrays.stream(angles).map(a -> center[1] + radius * Math.sin(a)).toArray(),
                "{line: {color: %s, width: 1.5}, fill: 'toself', fillcolor: %s}",
                color,
                Colors.translucent(color, 0.14));
    }

    /** By their gaps in floats, as mining and counts have it. */
    private void addNegatives(PlotlyFigure figure) {
        float[][] floats =
                Arrays.stream(points)
                        .map(point -> new float[] {(float) point[0], (float) point[1]})
                        .toArray(float[][]::new);
        float[] d = EmbeddingBatch.of(distance, floats).from(anchor);
        float m = (float) margin;
        addKind(figure, "hard negatives", Colors.HARD, "x", d, g -> g < 0);
        addKind(figure, "negatives as far as the positive", Colors.INK, "cross", d, g -> g == 0);
        addKind(figure, "semi-hard negatives", Colors.SEMI_HARD, "diamond", d, g -> g > 0 && g < m);
        addKind(figure, "negatives at the margin", Colors.INK, "square", d, g -> g > 0 && g == m);
        addKind(figure, "easy negatives", Colors.EASY, "circle", d, g -> !(g <= m));
    }

    /** Negatives on a ring, which are between two kinds, are in the legend if there are some. */
    private void addKind(
            PlotlyFigure figure,
            String kind,
            String color,
            String symbol,
            float[] d,
            DoublePredicate gap) {
        int[] negatives = rows(i -> labels[i] != labels[anchor] && gap.test(d[i] - d[positive]));
        if (negatives.length > 0 || !color.equals(Colors.INK)) {
            String name = "%s (%d)".formatted(kind, negatives.length);
            addMarks(figure, name, color, symbol, 10, negatives);
        }
    }

    private int[] rows(IntPredicate kept) {
        return IntStream.range(0, points.length).filter(kept).toArray();
    }

    private void addLine(PlotlyFigure figure, String color, int to) {
        String line = "{line: {color: %s, width: 1.5}, showlegend: false}";
        add(figure, "", "lines", Json.of(line, color), anchor, to);
    }

    private void addMarks(
            PlotlyFigure figure, String name, String color, String symbol, int size, int... i) {
        String marker = "{marker: {color: %s, size: %s, symbol: %s}}";
        add(figure, name, "markers", Json.of(marker, color, size, symbol), i);
    }

    private void add(
            PlotlyFigure figure, String name, String mode, Map<String, Object> more, int... i) {
        more.put("text", Arrays.stream(i).mapToObj(row -> "point " + row).toList());
        double[] x = Arrays.stream(i).mapToDouble(row -> points[row][0]).toArray();
        double[] y = Arrays.stream(i).mapToDouble(row -> points[row][1]).toArray();
        figure.scatter(name, mode, x, y, "%s", more);
    }

    private void requireTriplets() {
        Colors.requireLabels(labels, points.length);
        for (int i = 0; i < points.length; i++) {
            Tables.requireFinite("points in row " + i, points[i]);
            if (points[i].length != 2) {
                throw new IllegalArgumentException(
                        "points has %d numbers in row %d, expected 2"
                                .formatted(points[i].length, i));
            }
        }
        Arguments.requireIndex("anchor", anchor, points.length);
        Arguments.requireIndex("positive", positive, points.length);
        if (anchor == positive || labels[anchor] != labels[positive]) {
            throw new IllegalArgumentException(
                    "positive is %d of class %d, expected another point of class %d, the anchor's"
                            .formatted(positive, labels[positive], labels[anchor]));
        }
        if (distance != Distance.EUCLIDEAN && distance != Distance.SQUARED_EUCLIDEAN) {
            throw new IllegalArgumentException(
                    "distance is %s, expected Euclidean or squared Euclidean".formatted(distance));
        }
    }
}
