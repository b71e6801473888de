package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.internal.Arguments;
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
public final class TripletPlane {
    private static final int RING_POINTS = 120;
    private static final int DIGITS = 5;
    private static final double AIR = 0.15; // around the points, of their extent

    private TripletPlane() {}

    /** Kinds of negatives, and points on a ring, which are between two kinds. */
    private enum Kind {
        HARD("hard negatives", Colors.HARD, "x"),
        TIE("negatives as far as the positive", Colors.INK, "cross"),
        SEMI_HARD("semi-hard negatives", Colors.SEMI_HARD, "diamond"),
        EDGE("negatives at the margin", Colors.INK, "square"),
        EASY("easy negatives", Colors.EASY, "circle");

        private final String text;
        private final String color;
        private final String symbol;

        Kind(String text, String color, String symbol) {
            this.text = text;
            this.color = color;
            this.symbol = symbol;
        }

        /** By the gap in floats, as mining and counts have it. */
        static Kind of(float gap, float margin) {
            if (gap <= 0) {
                return gap < 0 ? HARD : TIE;
            }
            if (gap <= margin) {
                return gap < margin ? SEMI_HARD : EDGE;
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
        return builder()
                .setPoints(points, labels)
                .setPair(anchor, positive)
                .optMargin(margin)
                .build();
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
        return builder()
                .setPoints(points, labels)
                .setPair(anchor, positive)
                .optMargin(margin)
                .optTitle(title)
                .build();
    }

    /**
     * Begins a figure.
     *
     * @return a builder without points, with margin 1 and Euclidean distance
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Takes points, an anchor and a positive among them, and what else is to be seen. */
    public static final class Builder {
        private double[][] points = {};
        private int[] labels = {};
        private int anchor;
        private int positive;
        private double margin = 1;
        private Distance distance = Distance.EUCLIDEAN;
        private Triplets triplets; // null: it is not shown what is chosen
        private String title;

        private Builder() {}

        /**
         * Sets the points.
         *
         * @param values (N, 2), finite
         * @param classes (N), the class of each point, 0 or more
         */
        public Builder setPoints(double[][] values, int[] classes) {
            Arguments.requireNoNulls("values", values);
            points = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
            labels = Arguments.requireNonNull("classes", classes).clone();
            return this;
        }

        /**
         * Sets the points.
         *
         * @param values (N, 2), finite
         * @param classes (N), the class of each point, 0 or more
         */
        public Builder setPoints(float[][] values, int[] classes) {
            return setPoints(Matrices.rows("values", values), classes);
        }

        /**
         * Sets the pair whose negatives are shown.
         *
         * @param ofAnchor which point is the anchor
         * @param ofPositive which point is the positive, another one of the anchor's class
         */
        public Builder setPair(int ofAnchor, int ofPositive) {
            anchor = ofAnchor;
            positive = ofPositive;
            return this;
        }

        /**
         * Sets the margin, by default 1.
         *
         * @param value 0 or more, in units of the distance
         */
        public Builder optMargin(double value) {
            margin = Arguments.requireMargin(value);
            return this;
        }

        /**
         * Sets the distance, by default Euclidean.
         *
         * @param value Euclidean or squared Euclidean, whose rings are circles
         */
        public Builder optDistance(Distance value) {
            distance = Arguments.requireNonNull("distance", value);
            return this;
        }

        /**
         * Marks the negatives that a miner or a selector chose for the anchor and the positive.
         *
         * @param value triplets of these points; those of other pairs are passed over
         */
        public Builder optChosen(Triplets value) {
            triplets = Arguments.requireNonNull("triplets", value);
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
         * @return a figure of 800 by 600 pixels
         * @throws IllegalArgumentException if an argument is not as said
         */
        public Figure build() {
            requireTriplets(points, labels, anchor, positive);
            if (distance != Distance.EUCLIDEAN && distance != Distance.SQUARED_EUCLIDEAN) {
                throw new IllegalArgumentException(
                        "distance is %s, expected Euclidean or squared Euclidean"
                                .formatted(distance));
            }
            double[] center = points[anchor];
            double near =
                    Math.hypot(center[0] - points[positive][0], center[1] - points[positive][1]);
            List<Trace> traces = new ArrayList<>();
            addRings(traces);
            traces.add(line(points, Colors.INK, anchor, positive));
            addChosen(traces);
            addNegatives(traces);
            addPositives(traces);
            return new Figure(
                    Layouts.plane(title == null ? defaultTitle() : title, 600)
                            .xAxis(axis("first coordinate", points, center, near, 0).build())
                            .yAxis(
                                    axis("second coordinate", points, center, near, 1)
                                            .constrainToward(Axis.ConstrainToward.MIDDLE)
                                            .build())
                            .build(),
                    traces.toArray(new Trace[0]));
        }

        private String defaultTitle() {
            Number shown = Json.shortest(Rounding.significant(new double[] {margin}, DIGITS)[0]);
            return "Negatives of one anchor and positive, margin " + shown;
        }

        /** From the anchor to a point. */
        private double to(int point) {
            double x = points[point][0] - points[anchor][0];
            double y = points[point][1] - points[anchor][1];
            return squared() ? x * x + y * y : Math.hypot(x, y);
        }

        private boolean squared() {
            return distance == Distance.SQUARED_EUCLIDEAN;
        }

        private void addRings(List<Trace> traces) {
            String name = "ring at %sd_ap%s = %s";
            String what = squared() ? "squared " : "";
            double near = to(positive);
            for (double more : new double[] {margin, 0}) {
                boolean outer = traces.isEmpty();
                double reach = near + more;
                traces.add(
                        ring(
                                points[anchor],
                                squared() ? Math.sqrt(reach) : reach,
                                String.format(
                                        Locale.ROOT,
                                        name,
                                        what,
                                        outer ? " + margin" : "",
                                        Rounding.text("%.3g", reach)),
                                outer ? Colors.SEMI_HARD : Colors.HARD));
            }
        }

        private void addChosen(List<Trace> traces) {
            if (triplets == null) {
                return;
            }
            int[] negatives = triplets.negativesOf(anchor, positive);
            for (int negative : negatives) {
                Arguments.requireIndex("negative of a chosen triplet", negative, points.length);
                traces.add(line(points, Colors.NEGATIVE, anchor, negative));
            }
            String halo = Colors.translucent(Colors.NEGATIVE, 0.5);
            traces.add(marked(points, negatives, "chosen negatives", halo, "circle", 24));
        }

        private void addNegatives(List<Trace> traces) {
            float[] d = EmbeddingBatch.of(distance, floats(points)).from(anchor);
            for (Kind kind : Kind.values()) {
                int[] rows =
                        IntStream.range(0, points.length)
                                .filter(i -> labels[i] != labels[anchor])
                                .filter(i -> Kind.of(d[i] - d[positive], (float) margin) == kind)
                                .toArray();
                boolean between = kind == Kind.TIE || kind == Kind.EDGE;
                if (rows.length > 0 || !between) {
                    String name = "%s (%d)".formatted(kind.text, rows.length);
                    traces.add(marked(points, rows, name, kind.color, kind.symbol, 10));
                }
            }
        }

        private void addPositives(List<Trace> traces) {
            int[] others =
                    IntStream.range(0, points.length)
                            .filter(i -> labels[i] == labels[anchor])
                            .filter(i -> i != anchor && i != positive)
                            .toArray();
            if (others.length > 0) {
                traces.add(marked(points, others, "other positives", "#9cc5ea", "circle", 10));
            }
            int[] own = {positive};
            traces.add(marked(points, own, "positive", Colors.POSITIVE, "circle", 13));
            int[] start = {anchor};
            traces.add(marked(points, start, "anchor", Colors.INK, "star", 17));
        }
    }

    private static float[][] floats(double[][] points) {
        return Arrays.stream(points)
                .map(point -> new float[] {(float) point[0], (float) point[1]})
                .toArray(float[][]::new);
    }

    private static Trace line(double[][] points, String color, int from, int to) {
        Map<String, Object> line = Json.object("color", color, "width", 1.5);
        int[] rows = {from, to};
        Map<String, Object> more = Json.object("line", line, "showlegend", false);
        return points(points, rows, "", "lines", more);
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
        x = Rounding.significant(x, DIGITS);
        y = Rounding.significant(y, DIGITS);
        String fill = Colors.translucent(color, 0.14);
        return Scatter.area(name, x, y, "toself", fill, "color", color, "width", 1.5);
    }

    private static Trace marked(
            double[][] points, int[] rows, String name, String color, String symbol, int size) {
        Map<String, Object> marker = Json.object("color", color, "size", size, "symbol", symbol);
        return points(points, rows, name, "markers", Json.object("marker", marker));
    }

    private static Trace points(
            double[][] points, int[] rows, String name, String mode, Map<String, Object> more) {
        double[] x = Arrays.stream(rows).mapToDouble(i -> points[i][0]).toArray();
        double[] y = Arrays.stream(rows).mapToDouble(i -> points[i][1]).toArray();
        x = Rounding.significant(x, DIGITS);
        y = Rounding.significant(y, DIGITS);
        Map<String, Object> all =
                Json.object("text", Arrays.stream(rows).mapToObj(i -> "point " + i).toList());
        all.putAll(more);
        return Scatter.of(name, mode, x, y, all);
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

    private static void requireTriplets(double[][] points, int[] labels, int anchor, int positive) {
        DigitColors.requireLabels(labels, points.length);
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
    }
}
