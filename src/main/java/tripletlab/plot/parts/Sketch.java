package tripletlab.plot.parts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Boxes, texts, arrows and images at places of their own, in pixels from the lower left. */
public final class Sketch {
    private final List<Object> images = new ArrayList<>();
    private final List<Object> shapes = new ArrayList<>();
    private final List<Object> annotations = new ArrayList<>();

    /** Draws a box around a place. */
    public void box(double x, double y, double halfWidth, double halfHeight) {
        shapes.add(
                Json.of(
                        """
                        {type: 'rect', x0: %s, x1: %s, y0: %s, y1: %s,
                         line: {color: %s, width: 1}, fillcolor: '#dbe9f6', layer: 'below'}
                        """,
                        x - halfWidth, x + halfWidth, y - halfHeight, y + halfHeight, Colors.INK));
    }

    /** Writes text around a place, or below it with the anchor 'top'. */
    public void text(double x, double y, String anchor, int size, String text) {
        annotations.add(
                Json.of(
                        """
                        {x: %s, y: %s, yanchor: %s, text: %s, showarrow: false, font: {size: %s}}
                        """,
                        x, y, anchor, Json.text(text), size));
    }

    /** Draws an arrow to a place, from so many pixels right of it and below it. */
    public void arrow(double x, double y, int right, int below) {
        annotations.add(
                Json.of(
                        """
                        {x: %s, y: %s, ax: %s, ay: %s, text: '', showarrow: true, arrowhead: 2,
                         arrowwidth: 1.2, arrowcolor: %s}
                        """,
                        x, y, right, below, Colors.INK));
    }

    /** Draws a line from one place to another. */
    public void line(double x0, double y0, double x1, double y1) {
        shapes.add(
                Json.of(
                        """
                        {type: 'line', x0: %s, y0: %s, x1: %s, y1: %s,
                         line: {width: 1.2, color: %s}}
                        """,
                        x0, y0, x1, y1, Colors.INK));
    }

    /** Adds a shape in other units. */
    public void shape(Map<String, Object> shape) {
        shapes.add(shape);
    }

    /** Draws an image around a place. */
    public void image(String address, double x, double y, double side) {
        images.add(
                Json.of(
                        """
                        {source: %s, x: %s, y: %s, xref: 'x', yref: 'y', sizex: %s, sizey: %s,
                         xanchor: 'center', yanchor: 'middle', sizing: 'stretch'}
                        """,
                        address, x, y, side, side));
    }

    /** The figure, whose width holds so many units. */
    public PlotlyFigure figure(String title, int height, int units) {
        String axis = "{visible: false, fixedrange: true, range: [0, %s]}";
        Map<String, Object> x = Json.of(axis, units);
        Map<String, Object> y = Json.of(axis, height - 40);
        return new PlotlyFigure(title, height)
                .axis("xaxis", "", x)
                .axis("yaxis", "", y)
                .with(
                        "{margin: {l: 15, r: 15, t: 40, b: 0}, showlegend: false, images: %s,"
                                + " shapes: %s, annotations: %s, plot_bgcolor: '#ffffff'}",
                        images, shapes, annotations);
    }
}
