package tripletlab.notebook.widgets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tripletlab.evaluation.Neighbor;
import tripletlab.notebook.FigureContent;
import tripletlab.plot.parts.ClassDots;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.Json;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlanePoints;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * The figure that stands for a map where nobody answers: the map with one digit as a star, and
 * below it this digit's picture and those of its nearest neighbours, with their distances.
 */
final class MapStill {
    private static final int HEIGHT = 640;
    private static final int BOTTOM = 130; // room for the pictures
    private static final double SIDE = 0.08; // of a picture, of the width

    private MapStill() {}

    /**
     * Content by MIME type.
     *
     * @param query the digit, (784)
     * @param place where it is on the map, (2)
     * @param found its neighbours among the digits of the map, nearest first
     */
    static Map<String, Object> of(
            EmbeddingMap map, String title, float[] query, double[] place, List<Neighbor> found) {
        List<Object> images = new ArrayList<>(List.of(image(query, 0)));
        List<Object> texts = new ArrayList<>(List.of(caption("★ query", 0)));
        for (Neighbor one : found) {
            texts.add(caption(Numbers.text("%.3g", one.distance()), images.size()));
            images.add(image(map.pictures()[one.index()], images.size()));
        }
        Map<String, Object> axis = Json.of("{zeroline: false, showticklabels: false}");
        PlotlyFigure figure =
                new PlotlyFigure(title, HEIGHT)
                        .axis("xaxis", "", axis)
                        .axis("yaxis", "", axis)
                        .equalScales()
                        .with("{margin: {l: 20, r: 20, t: 60, b: %s}, showlegend: false}", BOTTOM)
                        .with("{images: %s, annotations: %s}", images, texts);
        PlanePoints points = map.points();
        int[] all = IntStream.range(0, points.size()).toArray();
        ClassDots.add(figure, points.places(), points.labels(), null, all);
        double[] x = {place[0]};
        double[] y = {place[1]};
        return FigureContent.of(figure.marks("query", x, y, Colors.INK, "star", 18));
    }

    /** A picture in the row below the map. */
    private static Map<String, Object> image(float[] picture, int column) {
        double height = SIDE * 760 / (HEIGHT - 60 - BOTTOM);
        return Json.of(
                """
                {source: %s, x: %s, y: -0.06, xref: 'paper', yref: 'paper', sizex: %s, sizey: %s}
                """,
                DigitPixels.address(picture), left(column), SIDE, height);
    }

    private static Map<String, Object> caption(String text, int column) {
        return Json.of(
                """
                {x: %s, y: -0.2, xref: 'paper', yref: 'paper', xanchor: 'center', yanchor: 'top',
                 text: %s, showarrow: false}
                """,
                left(column) + SIDE / 2, text);
    }

    /** The query stands a little apart. */
    private static double left(int column) {
        return column * 0.09 + (column > 0 ? 0.02 : 0);
    }
}
