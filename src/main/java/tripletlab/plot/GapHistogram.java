package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.internal.Arguments;

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
public final class GapHistogram {
    private static final int BINS = 90;
    private static final int DIGITS = 4;
    private static final double AIR = 1.05;

    /** None of them that of a region. */
    private static final List<String> COLORS =
            List.of(Colors.POSITIVE, Colors.INK, DigitColors.of(4), DigitColors.of(2));

    private GapHistogram() {}

    /**
     * Begins a figure.
     *
     * @return a builder without gaps, with margin 1
     */
    public static Builder builder() {
        return new Builder();
    }

    private record Gaps(String name, double[] values) {}

    /** Takes gaps, the margin and titles. */
    public static final class Builder {
        private final List<Gaps> all = new ArrayList<>();
        private double margin = 1;
        private double low;
        private double high;
        private String title = "Gaps of the triplets";
        private String xTitle = "gap d_an − d_ap";

        private Builder() {}

        /**
         * Adds the gaps of some triplets.
         *
         * @param name for the legend
         * @param values {@code d_an − d_ap} of each triplet, finite
         * @throws IllegalArgumentException if there are none, or one is not finite
         */
        public Builder addGaps(String name, double[] values) {
            Arguments.requireNonNull("name", name);
            Arguments.requireNonNull("values", values);
            Arguments.requireFinite("gaps of \"%s\"".formatted(name), values);
            all.add(new Gaps(name, values.clone()));
            return this;
        }

        /**
         * Sets the margin, by default 1.
         *
         * @param value 0 or more, in units of the distance
         * @throws IllegalArgumentException if it is below 0 or not finite
         */
        public Builder optMargin(double value) {
            margin = Arguments.requireMargin(value);
            return this;
        }

        /**
         * Makes the axis reach at least from one gap to another, so that figures of different
         * margins have the same scale.
         *
         * @param from finite, 0 or less
         * @param to finite, 0 or more
         * @throws IllegalArgumentException if they are not so
         */
        public Builder optRange(double from, double to) {
            if (!(from <= 0 && to >= 0 && Double.isFinite(to - from))) {
                throw new IllegalArgumentException(
                        "range is %s to %s, expected finite numbers around 0".formatted(from, to));
            }
            low = from;
            high = to;
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
         * Sets the title of the x axis, "gap d_an − d_ap" by default.
         *
         * @param value the gap of which distance it is
         */
        public Builder optXTitle(String value) {
            xTitle = Arguments.requireNonNull("xTitle", value);
            return this;
        }

        /**
         * Draws the figure.
         *
         * @return a figure of 800 by 450 pixels
         * @throws IllegalArgumentException if there are no gaps
         */
        public Figure build() {
            if (all.isEmpty()) {
                throw new IllegalArgumentException("gaps is empty, expected at least one series");
            }
            Bins bins = bins();
            double[] edges = bins.edges();
            List<double[]> shares =
                    all.stream().map(gaps -> bins.shares(gaps.values(), 100)).toList();
            double most = shares.stream().flatMapToDouble(Arrays::stream).max().orElseThrow() * AIR;
            double end = edges[BINS];
            List<Trace> traces = new ArrayList<>();
            traces.add(region("hard", edges[0], 0, most, Colors.HARD));
            traces.add(region("semi-hard", 0, margin, most, Colors.SEMI_HARD));
            traces.add(region("easy", margin, end, most, Colors.EASY));
            for (int i = 0; i < all.size(); i++) {
                traces.add(
                        steps(
                                all.get(i).name(),
                                shares.get(i),
                                edges,
                                COLORS.get(i % COLORS.size())));
            }
            return new Figure(
                    Layouts.plane(title, 450)
                            .xAxis(Layouts.axis(xTitle).range(edges[0], end).build())
                            .yAxis(Layouts.axis("share of the triplets (%)").range(0, most).build())
                            .build(),
                    traces.toArray(new Trace[0]));
        }

        /** Over all gaps, 0, the margin and the range that was asked for. */
        private Bins bins() {
            double from = low;
            double to = Math.max(high, margin);
            for (Gaps gaps : all) {
                from = Math.min(from, Arrays.stream(gaps.values()).min().orElseThrow());
                to = Math.max(to, Arrays.stream(gaps.values()).max().orElseThrow());
            }
            return Bins.between(from, to, BINS);
        }
    }

    private static Trace region(String kind, double from, double to, double top, String color) {
        double[] x = Rounding.significant(new double[] {from, from, to, to}, DIGITS + 2);
        double[] y = Rounding.significant(new double[] {0, top, top, 0}, DIGITS);
        String fill = Colors.translucent(color, 0.14);
        return Scatter.area(kind, x, y, "toself", fill, "color", color, "width", 1);
    }

    private static Trace steps(String name, double[] shares, double[] edges, String color) {
        double[] x = Rounding.significant(edges, DIGITS + 2);
        double[] y = Arrays.copyOf(shares, edges.length); // down to 0 at the last edge
        double[] heights = Rounding.significant(y, DIGITS);
        return Scatter.line(name, x, heights, "color", color, "width", 2.5, "shape", "hv");
    }
}
