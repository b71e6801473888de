package tripletlab.plot.parts;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;

/**
 * Points of the plane with their classes, drawn by their numbers. Under the mouse each tells its
 * number.
 *
 * @param places (N, 2)
 * @param labels (N)
 */
public record PlanePoints(double[][] places, int[] labels) {
    private static final int CIRCLE_POINTS = 120;
    private static final double PADDING = 0.15; // around the points, of their extent

    /** Copies both. */
    public PlanePoints {
        Arguments.requireNonNull("labels", labels);
        places =
                Arrays.stream(Tables.requireNoNulls("points", places))
                        .map(double[]::clone)
                        .toArray(double[][]::new);
        labels = labels.clone();
    }

    /** Refuses places that are not finite, and labels that are not theirs. */
    public void requireFinite() {
        Colors.requireLabels(labels, places.length);
        for (int i = 0; i < places.length; i++) {
            if (places[i].length != 2) {
                throw new IllegalArgumentException(
                        "points has %d numbers in row %d, expected 2"
                                .formatted(places[i].length, i));
            }
            Tables.requireFinite("points in row " + i, places[i]);
        }
    }

    /** N. */
    public int size() {
        return labels.length;
    }

    /** The numbers of some of the points. */
    public int[] where(IntPredicate kept) {
        return IntStream.range(0, places.length).filter(kept).toArray();
    }

    /** The Euclidean distance of two points. */
    public double distance(int i, int j) {
        return Math.hypot(places[i][0] - places[j][0], places[i][1] - places[j][1]);
    }

    /** An axis that holds the points and a circle around one of them, with some space beside. */
    public Map<String, Object> axis(int coordinate, int center, double radius) {
        double middle = places[center][coordinate];
        DoubleStream circle = DoubleStream.of(middle - radius, middle + radius);
        DoubleStream seen = Arrays.stream(places).mapToDouble(place -> place[coordinate]);
        double[] all = DoubleStream.concat(circle, seen).toArray();
        return Json.of("{range: %s}", Numbers.range(all, PADDING));
    }

    /** Draws a filled circle around a point. */
    public void addCircle(
            PlotlyFigure figure, String name, int center, double radius, String color) {
        double[] angles =
                IntStream.rangeClosed(0, CIRCLE_POINTS)
                        .mapToDouble(i -> 2 * Math.PI * i / CIRCLE_POINTS)
                        .toArray();
        double x = places[center][0];
        double y = places[center][1];
        figure.area(
                name,
                Arrays.stream(angles).map(a -> x + radius * Math.cos(a)).toArray(),
                Arrays.stream(angles).map(a -> y + radius * Math.sin(a)).toArray(),
                color,
                1.5);
    }

    /** Draws a line from one point to another. */
    public void addLine(PlotlyFigure figure, String color, int from, int to) {
        String line = "{line: {color: %s, width: 1.5}, showlegend: false}";
        add(figure, "", "lines", Json.of(line, color), from, to);
    }

    /** Draws some of the points. */
    public void addMarks(
            PlotlyFigure figure, String name, String color, String symbol, int size, int... i) {
        String marker = "{marker: {color: %s, size: %s, symbol: %s}}";
        add(figure, name, "markers", Json.of(marker, color, size, symbol), i);
    }

    /** Writes the number of each point beside it. */
    public void addNumbers(PlotlyFigure figure) {
        figure.scatter(
                "numbers",
                "text",
                Arrays.stream(places).mapToDouble(place -> place[0]).toArray(),
                Arrays.stream(places).mapToDouble(place -> place[1]).toArray(),
                """
                {text: %s, textposition: 'top right', textfont: {size: 11}, hoverinfo: 'skip',
                 showlegend: false}
                """,
                IntStream.range(0, places.length).mapToObj(String::valueOf).toList());
    }

    private void add(
            PlotlyFigure figure, String name, String mode, Map<String, Object> more, int... i) {
        more.put("text", Arrays.stream(i).mapToObj(row -> "point " + row).toList());
        double[] x = Arrays.stream(i).mapToDouble(row -> places[row][0]).toArray();
        double[] y = Arrays.stream(i).mapToDouble(row -> places[row][1]).toArray();
        figure.scatter(name, mode, x, y, "%s", more);
    }
}
