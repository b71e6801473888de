package tripletlab.notebook.widgets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tripletlab.evaluation.Neighbor;
import tripletlab.notebook.Display;
import tripletlab.notebook.FigureContent;

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
        List<Object> traces = new ArrayList<>();
        List<Object> texts = new ArrayList<>();
        for (Map<String, Object> one : map.classes()) {
            int[] items =
                    IntStream.range(0, map.labels().length)
                            .filter(i -> one.get("label").equals(map.labels()[i]))
                            .toArray();
            traces.add(markers(map, items, (String) one.get("color")));
            texts.add(name(one));
        }
        Map<String, Object> star = Map.of("symbol", "star", "size", 18, "color", "#222222");
        traces.add(scatter("query", new double[] {place[0]}, new double[] {place[1]}, star));
        List<Object> images = new ArrayList<>(List.of(image(query, 0)));
        texts.add(caption("★ query", 0));
        for (int i = 0; i < found.size(); i++) {
            Neighbor one = found.get(i);
            images.add(image(map.pictures()[one.index()], i + 1));
            String distance = String.format(Locale.ROOT, "%.3g", one.distance());
            texts.add(caption(distance, i + 1));
        }
        Map<String, Object> layout = layout(title);
        layout.put("images", images);
        layout.put("annotations", texts);
        Map<String, Object> figure = Map.of("data", traces, "layout", layout);
        return Map.of(FigureContent.PLOTLY, figure, "text/plain", title);
    }

    private static Map<String, Object> layout(String title) {
        Map<String, Object> axis = Map.of("zeroline", false, "showticklabels", false);
        Map<String, Object> layout = new LinkedHashMap<>();
        layout.put("title", Map.of("text", Display.escape(title), "x", 0, "xref", "paper"));
        layout.put("width", 800);
        layout.put("height", HEIGHT);
        layout.put("margin", Map.of("l", 20, "r", 20, "t", 60, "b", BOTTOM));
        layout.put("showlegend", false);
        layout.put("xaxis", axis);
        Map<String, Object> equal = new LinkedHashMap<>(axis);
        equal.put("scaleanchor", "x");
        layout.put("yaxis", equal);
        return layout;
    }

    private static Map<String, Object> markers(EmbeddingMap map, int[] items, String color) {
        return scatter(
                "class",
                IntStream.of(items).mapToDouble(i -> rounded(map.points()[i][0])).toArray(),
                IntStream.of(items).mapToDouble(i -> rounded(map.points()[i][1])).toArray(),
                Map.of("color", color, "size", 6, "opacity", 0.75));
    }

    private static Map<String, Object> scatter(
            String name, double[] x, double[] y, Map<String, Object> marker) {
        return Map.of(
                "type", "scatter",
                "mode", "markers",
                "name", name,
                "x", x,
                "y", y,
                "marker", marker);
    }

    private static Map<String, Object> name(Map<String, Object> one) {
        return Map.of(
                "x",
                one.get("x"),
                "y",
                one.get("y"),
                "text",
                "<b>" + one.get("label") + "</b>",
                "showarrow",
                false,
                "bgcolor",
                "rgba(255, 255, 255, 0.75)",
                "font",
                Map.of("size", 17, "color", "#222222"));
    }

    /** A picture in the row below the map. */
    private static Map<String, Object> image(float[] picture, int column) {
        double height = SIDE * 760 / (HEIGHT - 60 - BOTTOM);
        return Map.of(
                "source",
                DigitPixels.address(picture),
                "xref",
                "paper",
                "yref",
                "paper",
                "x",
                left(column),
                "y",
                -0.06,
                "sizex",
                SIDE,
                "sizey",
                height);
    }

    private static Map<String, Object> caption(String text, int column) {
        return Map.of(
                "x",
                left(column) + SIDE / 2,
                "y",
                -0.2,
                "yanchor",
                "top",
                "xref",
                "paper",
                "yref",
                "paper",
                "xanchor",
                "center",
                "text",
                text,
                "showarrow",
                false);
    }

    /** The query stands a little apart. */
    private static double left(int column) {
        return column * 0.09 + (column > 0 ? 0.02 : 0);
    }

    /** To as many digits as a saved notebook needs. */
    private static double rounded(double value) {
        return value == 0 ? 0 : Double.parseDouble(String.format(Locale.ROOT, "%.4g", value));
    }
}
