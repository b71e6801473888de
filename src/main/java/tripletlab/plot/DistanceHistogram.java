package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.internal.Arguments;

/**
 * How far apart positive pairs are, and how far negative pairs: two histograms over the same bins.
 * Where they overlap, no threshold tells the two kinds apart.
 *
 * <p>Heights are shares of the pairs of one kind, because there are many more negative pairs than
 * positive ones. Only the counts are stored in the figure, so any number of pairs will do.
 */
public final class DistanceHistogram {
    private static final int DIGITS = 4;
    private static final List<String> DASHES = List.of("dash", "dot");

    private DistanceHistogram() {}

    /**
     * Histograms with default titles.
     *
     * @param positives distances of positive pairs, finite
     * @param negatives distances of negative pairs, finite
     * @return a figure of 800 by 450 pixels
     * @throws IllegalArgumentException if one is empty or not finite
     */
    public static Figure of(double[] positives, double[] negatives) {
        return builder().setPairs(positives, negatives).build();
    }

    /**
     * Histograms with default titles.
     *
     * @param positives distances of positive pairs, finite
     * @param negatives distances of negative pairs, finite
     * @return a figure of 800 by 450 pixels
     * @throws IllegalArgumentException if one is empty or not finite
     */
    public static Figure of(float[] positives, float[] negatives) {
        return builder().setPairs(positives, negatives).build();
    }

    /**
     * Histograms of a matrix of distances, with default titles.
     *
     * @param distances (B, B), finite
     * @param labels (B), the class of each item, 0 or more
     * @return a figure of 800 by 450 pixels
     * @throws IllegalArgumentException if a shape is not as said, a distance not finite, or there
     *     is no pair of one kind
     */
    public static Figure of(float[][] distances, int[] labels) {
        return builder().setMatrix(distances, labels).build();
    }

    /**
     * Begins a figure.
     *
     * @return a builder without pairs
     */
    public static Builder builder() {
        return new Builder();
    }

    private record Mark(String name, double value) {}

    /** Takes pairs, titles and marks. */
    public static final class Builder {
        private final List<Mark> marks = new ArrayList<>();
        private double[] positives = {};
        private double[] negatives = {};
        private String title = "Distances of positive and of negative pairs";
        private String xTitle = "distance";
        private int bins = 40;

        private Builder() {}

        /**
         * Sets the distances.
         *
         * @param ofPositives distances of positive pairs, finite
         * @param ofNegatives distances of negative pairs, finite
         */
        public Builder setPairs(double[] ofPositives, double[] ofNegatives) {
            positives = Arguments.requireNonNull("positives", ofPositives).clone();
            negatives = Arguments.requireNonNull("negatives", ofNegatives).clone();
            return this;
        }

        /**
         * Sets the distances.
         *
         * @param ofPositives distances of positive pairs, finite
         * @param ofNegatives distances of negative pairs, finite
         */
        public Builder setPairs(float[] ofPositives, float[] ofNegatives) {
            return setPairs(
                    Matrices.row("positives", ofPositives), Matrices.row("negatives", ofNegatives));
        }

        /**
         * Sets the distances to those of each pair of items {@code i < j}.
         *
         * @param distances (B, B)
         * @param labels (B), the class of each item, 0 or more
         * @throws IllegalArgumentException if a shape is not as said
         */
        public Builder setMatrix(float[][] distances, int[] labels) {
            double[][] rows = Matrices.rows("distances", distances);
            Arguments.requireSquare("distances", rows);
            DigitColors.requireLabels(labels, rows.length);
            positives = above(rows, labels, true);
            negatives = above(rows, labels, false);
            return this;
        }

        private static double[] above(double[][] rows, int[] labels, boolean same) {
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
        public Builder optMark(String name, double value) {
            Arguments.requireNonNull("name", name);
            Arguments.requireFinite("value", new double[] {value});
            marks.add(new Mark(name, value));
            return this;
        }

        /**
         * Sets the number of bins, 40 by default.
         *
         * @param value 1 or more
         * @throws IllegalArgumentException if {@code value} is below 1
         */
        public Builder optBins(int value) {
            bins = Arguments.requireAtLeast("bins", value, 1);
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
         * Sets the title of the x axis, "distance" by default.
         *
         * @param value which distance it is, such as "Euclidean distance"
         */
        public Builder optXTitle(String value) {
            xTitle = Arguments.requireNonNull("xTitle", value);
            return this;
        }

        /**
         * Draws the figure.
         *
         * @return a figure of 800 by 450 pixels
         * @throws IllegalArgumentException if there is no pair of one kind or a distance is not
         *     finite
         */
        public Figure build() {
            Arguments.requireFinite("positives", positives);
            Arguments.requireFinite("negatives", negatives);
            Bins all = bins();
            double[] edges = all.edges();
            double[] near = all.shares(positives, 1);
            double[] far = all.shares(negatives, 1);
            double most =
                    DoubleStream.concat(Arrays.stream(near), Arrays.stream(far))
                            .max()
                            .orElseThrow();
            List<Trace> traces = new ArrayList<>();
            traces.add(steps("positive", positives.length, near, edges, Colors.POSITIVE));
            traces.add(steps("negative", negatives.length, far, edges, Colors.NEGATIVE));
            for (int i = 0; i < marks.size(); i++) {
                traces.add(line(marks.get(i), 1.05 * most, DASHES.get(i % DASHES.size())));
            }
            return new Figure(
                    Layouts.plane(title, 450)
                            .xAxis(Layouts.axis(xTitle).build())
                            .yAxis(
                                    Layouts.axis("share of the pairs of one kind")
                                            .range(0, 1.05 * most)
                                            .build())
                            .build(),
                    traces.toArray(new Trace[0]));
        }

        /** From 0, or below it, to the largest distance. */
        private Bins bins() {
            double[] all =
                    DoubleStream.concat(Arrays.stream(positives), Arrays.stream(negatives))
                            .toArray();
            double low = Math.min(0, Arrays.stream(all).min().orElseThrow());
            double high = Arrays.stream(all).max().orElseThrow();
            return Bins.between(low, high, bins);
        }

        private static Trace steps(
                String kind, int pairs, double[] shares, double[] edges, String color) {
            // a step for each bin, and one down to 0 at either end
            double[] x = new double[edges.length + 1];
            double[] y = new double[edges.length + 1];
            x[0] = edges[0];
            System.arraycopy(edges, 0, x, 1, edges.length);
            System.arraycopy(shares, 0, y, 1, shares.length);
            x = Rounding.significant(x, DIGITS + 2);
            y = Rounding.significant(y, DIGITS);
            String name = String.format(Locale.ROOT, "%,d %s pairs", pairs, kind);
            String fill = Colors.translucent(color, 0.35);
            return Scatter.area(
                    name, x, y, "tozeroy", fill, "color", color, "width", 2, "shape", "hv");
        }

        private static Trace line(Mark mark, double top, String dash) {
            double value = Rounding.significant(new double[] {mark.value()}, DIGITS)[0];
            double[] x = {value, value};
            double[] y = {0, top};
            String name = mark.name() + " " + Json.shortest(value);
            return Scatter.line(name, x, y, "color", Colors.INK, "width", 2, "dash", dash);
        }
    }
}
