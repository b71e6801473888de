package tripletlab.plot;

import java.util.function.DoublePredicate;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.internal.Arguments;
import tripletlab.mining.Triplets;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.Json;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlanePoints;
import tripletlab.plot.parts.PlotlyFigure;

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
 * <p>Under the mouse a point tells its number; up to {@value #NUMBERED} have it beside them. The
 * axes depend on the points alone: the figure stays in place while a slider moves the margin.
 */
public final class TripletPlane extends FigureBuilder<TripletPlane> {
    private static final int NUMBERED = 15; // points; more numbers would lie on each other

    private PlanePoints points = new PlanePoints(new double[0][], new int[0]);
    private int anchor;
    private int positive;
    private double margin = 1;
    private Distance distance = Distance.EUCLIDEAN;
    private Triplets triplets; // null: it is not shown what is chosen

    private TripletPlane() {
        super(null, "first coordinate", "second coordinate");
    }

    /** {@return a builder without points, with margin 1 and Euclidean distance} */
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
        points = new PlanePoints(values, classes);
        return this;
    }

    /** Sets the points, given in floats. */
    public TripletPlane setPoints(float[][] values, int[] classes) {
        return setPoints(Numbers.rows("values", values), classes);
    }

    /**
     * Sets the pair whose negatives are shown.
     *
     * @param anchorPoint which point is the anchor
     * @param positivePoint which point is the positive, another one of the anchor's class
     */
    public TripletPlane setPair(int anchorPoint, int positivePoint) {
        anchor = anchorPoint;
        positive = positivePoint;
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
        requireAll();
        double near = points.distance(anchor, positive);
        float m = (float) margin;
        float[] d = EmbeddingBatch.of(distance, Numbers.floats(points.places())).from(anchor);
        int[] hard = negatives(d, g -> g < 0);
        int[] semiHard = negatives(d, g -> g > 0 && g < m);
        int[] easy = negatives(d, g -> !(g <= m));
        PlotlyFigure figure =
                new PlotlyFigure(title(hard.length, semiHard.length, easy.length), 600)
                        .axis("xaxis", xTitle, points.axis(0, anchor, near))
                        .axis("yaxis", yTitle, points.axis(1, anchor, near))
                        .equalScales();
        addRing(figure, " + margin", near, margin, Colors.SEMI_HARD);
        addRing(figure, "", near, 0, Colors.HARD);
        points.addLine(figure, Colors.INK, anchor, positive);
        if (triplets != null) {
            int[] chosen = triplets.negativesOf(anchor, positive);
            for (int negative : chosen) {
                Arguments.requireIndex("negative of a chosen triplet", negative, points.size());
                points.addLine(figure, Colors.NEGATIVE, anchor, negative);
            }
            String halo = Colors.translucent(Colors.NEGATIVE, 0.5);
            points.addMarks(figure, "chosen negatives", halo, "circle", 24, chosen);
        }
        addKind(figure, "hard negatives", Colors.HARD, "x", hard);
        int[] level = negatives(d, g -> g == 0);
        addKind(figure, "ties, as far as the positive", Colors.INK, "cross", level);
        addKind(figure, "semi-hard negatives", Colors.SEMI_HARD, "diamond", semiHard);
        int[] edge = negatives(d, g -> g > 0 && g == m);
        addKind(figure, "on the edge, at the margin", Colors.INK, "square", edge);
        addKind(figure, "easy negatives", Colors.EASY, "circle", easy);
        int[] others = points.where(i -> isPositive(i) && i != anchor && i != positive);
        if (others.length > 0) {
            points.addMarks(figure, "other positives", "#9cc5ea", "circle", 10, others);
        }
        points.addMarks(figure, "positive", Colors.POSITIVE, "circle", 13, positive);
        points.addMarks(figure, "anchor", Colors.INK, "star", 17, anchor);
        if (points.size() <= NUMBERED) {
            points.addNumbers(figure);
        }
        return figure;
    }

    private void requireAll() {
        int[] labels = points.labels();
        points.requireFinite();
        Arguments.requireIndex("anchor", anchor, points.size());
        Arguments.requireIndex("positive", positive, points.size());
        if (anchor == positive || !isPositive(positive)) {
            throw new IllegalArgumentException(
                    "positive is %d of class %d, expected another point of class %d, the anchor's"
                            .formatted(positive, labels[positive], labels[anchor]));
        }
        String message = "distance is cosine, expected Euclidean or squared Euclidean";
        Arguments.require(distance != Distance.COSINE, message);
    }

    private boolean isPositive(int i) {
        return points.labels()[i] == points.labels()[anchor];
    }

    /** A filled circle; its colour tells what negatives in it are, where no other covers it. */
    private void addRing(PlotlyFigure figure, String plus, double near, double more, String color) {
        boolean squared = distance == Distance.SQUARED_EUCLIDEAN;
        double reach = (squared ? near * near : near) + more;
        String name = (squared ? "squared d_ap" : "d_ap") + plus;
        points.addCircle(
                figure,
                "ring at %s = %s".formatted(name, Numbers.text("%.3g", reach)),
                anchor,
                squared ? Math.sqrt(reach) : reach,
                color);
    }

    private String title(int hard, int semiHard, int easy) {
        Number shown = Json.shortest(Numbers.rounded(new double[] {margin}, 5)[0]);
        String byDefault = "Margin %s: %d hard, %d semi-hard, %d easy negatives";
        return title != null ? title : byDefault.formatted(shown, hard, semiHard, easy);
    }

    /** Negatives told by their gaps in floats, as mining and counts have it. */
    private int[] negatives(float[] d, DoublePredicate gap) {
        return points.where(i -> !isPositive(i) && gap.test(d[i] - d[positive]));
    }

    /** Negatives on a ring, which are between two kinds, are in the legend if there are some. */
    private void addKind(
            PlotlyFigure figure, String kind, String color, String symbol, int[] negatives) {
        if (negatives.length > 0 || !color.equals(Colors.INK)) {
            String name = "%s (%d)".formatted(kind, negatives.length);
            points.addMarks(figure, name, color, symbol, 10, negatives);
        }
    }
}
