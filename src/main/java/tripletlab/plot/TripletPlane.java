package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.components.Symbol;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/**
 * What makes a negative hard: points of the plane around an anchor, with two rings. Inside the
 * inner ring, of radius {@code d_ap}, negatives are hard; between the rings, up to {@code d_ap +
 * margin}, semi-hard; outside easy. Distances are Euclidean.
 *
 * <p>The axes depend on the points alone, so that the figure stays in place while a slider moves
 * the margin.
 */
public final class TripletPlane {
    private static final int RING_POINTS = 120;
    private static final int DIGITS = 5;
    private static final double AIR = 0.15; // around the points, of their extent

    private TripletPlane() {}

    /** Kinds of negatives, and points on a ring, which are between two kinds. */
    private enum Kind {
        HARD("hard negatives", Colors.HARD, Symbol.X),
        TIE("negatives as far as the positive", Colors.INK, Symbol.CROSS),
        SEMI_HARD("semi-hard negatives", Colors.SEMI_HARD, Symbol.DIAMOND),
        EDGE("negatives at the margin", Colors.INK, Symbol.SQUARE),
        EASY("easy negatives", Colors.EASY, Symbol.CIRCLE);

        private final String text;
        private final String color;
        private final Symbol symbol;

        Kind(String text, String color, Symbol symbol) {
            this.text = text;
            this.color = color;
            this.symbol = symbol;
        }

        static Kind of(double positive, double negative, double margin) {
            if (negative <= positive) {
                return negative < positive ? HARD : TIE;
            }
            if (negative <= positive + margin) {
                return negative < positive + margin ? SEMI_HARD : EDGE;
            }
            return EASY;
        }
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
        String title = "Negatives of one anchor and positive, margin %s";
        Number shown = Json.shortest(Rounding.significant(new double[] {margin}, DIGITS)[0]);
        return of(points, labels, anchor, positive, margin, title.formatted(shown));
    }

    /**
     * Draws the negatives of one anchor and positive.
     *
     * @param points (N, 2), finite
     * @param labels (N), the class of each point, 0 or more
     * @param anchor which point is the anchor
     * @param positive which point is the positive, another one of the anchor's class
     * @param margin 0 or more
     * @param title what is shown
     * @return a figure of 800 by 600 pixels
     * @throws IllegalArgumentException if an argument is not as said
     */
    public static Figure of(
            double[][] points,
            int[] labels,
            int anchor,
            int positive,
            double margin,
            String title) {
        requireTriplets(points, labels, anchor, positive, margin);
        double[] center = points[anchor];
        double near = distance(center, points[positive]);
        List<Trace> traces = new ArrayList<>();
        String outer = "ring at d_ap + margin = %.3g";
        String inner = "ring at d_ap = %.3g";
        traces.add(ring(center, near + margin, outer, Colors.SEMI_HARD));
        traces.add(ring(center, near, inner, Colors.HARD));
        traces.add(
                points(points, new int[] {anchor, positive}, "")
                        .mode(ScatterTrace.Mode.LINE)
                        .line(Line.builder().color(Colors.INK).width(1.5).build())
                        .showLegend(false)
                        .build());
        addNegatives(traces, points, labels, anchor, near, margin);
        int[] others =
                IntStream.range(0, points.length)
                        .filter(i -> labels[i] == labels[anchor] && i != anchor && i != positive)
                        .toArray();
        if (others.length > 0) {
            traces.add(marked(points, others, "other positives", "#9cc5ea", Symbol.CIRCLE, 10));
        }
        traces.add(
                marked(
                        points,
                        new int[] {positive},
                        "positive",
                        Colors.POSITIVE,
                        Symbol.CIRCLE,
                        13));
        traces.add(marked(points, new int[] {anchor}, "anchor", Colors.INK, Symbol.STAR, 17));
        return new Figure(
                Layouts.plane(title, 600)
                        .xAxis(axis("first coordinate", points, center, near, 0).build())
                        .yAxis(
                                axis("second coordinate", points, center, near, 1)
                                        .constrainToward(Axis.ConstrainToward.MIDDLE)
                                        .build())
                        .build(),
                traces.toArray(new Trace[0]));
    }

    private static void addNegatives(
            List<Trace> traces,
            double[][] points,
            int[] labels,
            int anchor,
            double near,
            double margin) {
        for (Kind kind : Kind.values()) {
            int[] rows =
                    IntStream.range(0, points.length)
                            .filter(i -> labels[i] != labels[anchor])
                            .filter(
                                    i ->
                                            Kind.of(
                                                            near,
                                                            distance(points[anchor], points[i]),
                                                            margin)
                                                    == kind)
                            .toArray();
            boolean between = kind == Kind.TIE || kind == Kind.EDGE;
            if (rows.length > 0 || !between) {
                String name = "%s (%d)".formatted(kind.text, rows.length);
                traces.add(marked(points, rows, name, kind.color, kind.symbol, 10));
            }
        }
    }

    /** A filled circle; its colour tells what negatives in it are, where no other covers it. */
    private static Trace ring(double[] center, double radius, String name, String color) {
        double[] x = new double[RING_POINTS + 1];
        double[] y = new double[RING_POINTS + 1];
        for (int i = 0; i <= RING_POINTS; i++) {
            double angle = 2 * Math.PI * i / RING_POINTS;
            x[i] = center[0] + radius * Math.cos(angle);
            y[i] = center[1] + radius * Math.sin(angle);
        }
        return ScatterTrace.builder(
                        Rounding.significant(x, DIGITS), Rounding.significant(y, DIGITS))
                .mode(ScatterTrace.Mode.LINE)
                .line(Line.builder().color(color).width(1.5).build())
                .fill(ScatterTrace.Fill.TO_SELF)
                .fillColor(Colors.translucent(color, 0.14))
                .name(String.format(Locale.ROOT, name, radius))
                .build();
    }

    private static Trace marked(
            double[][] points, int[] rows, String name, String color, Symbol symbol, int size) {
        Marker marker = Marker.builder().color(color).size(size).symbol(symbol).build();
        return points(points, rows, name).mode(ScatterTrace.Mode.MARKERS).marker(marker).build();
    }

    private static ScatterTrace.ScatterBuilder points(double[][] points, int[] rows, String name) {
        double[] x = Arrays.stream(rows).mapToDouble(i -> points[i][0]).toArray();
        double[] y = Arrays.stream(rows).mapToDouble(i -> points[i][1]).toArray();
        return ScatterTrace.builder(
                        Rounding.significant(x, DIGITS), Rounding.significant(y, DIGITS))
                .name(name);
    }

    private static Axis.AxisBuilder axis(
            String title, double[][] points, double[] center, double near, int index) {
        double[] seen = Arrays.stream(points).mapToDouble(point -> point[index]).toArray();
        double low = Math.min(center[index] - near, Arrays.stream(seen).min().orElseThrow());
        double high = Math.max(center[index] + near, Arrays.stream(seen).max().orElseThrow());
        double air = high > low ? AIR * (high - low) : 1;
        double[] range = Rounding.significant(new double[] {low - air, high + air}, DIGITS);
        return Layouts.axis(title).range(range[0], range[1]);
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    private static void requireTriplets(
            double[][] points, int[] labels, int anchor, int positive, double margin) {
        Arguments.requireLabels(labels, points.length);
        for (int i = 0; i < points.length; i++) {
            Arguments.requireFinite("points in row " + i, points[i]);
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
        if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "margin is %s, expected a finite number, 0 or more".formatted(margin));
        }
    }
}
