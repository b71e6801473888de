package tripletlab.plot.parts;

import java.util.Map;
import tripletlab.internal.Pictures;

/**
 * A picture and its frame in a cell of a table.
 *
 * @param axis the x axis, such as "x2"; the y axis is "y"
 * @param x its middle, in cells
 * @param row from 0 on
 * @param rowHeight in cells
 */
public record FramedPicture(String axis, double x, int row, double rowHeight) {
    /** The layout around such a table: four margins, and the place of the legend above. */
    public static final String MARGINS_AND_LEGEND =
            """
            {margin: {l: %s, r: %s, t: %s, b: %s}, legend: {itemsizing: 'constant',
             orientation: 'h', x: 1, xanchor: 'right', y: %s, yanchor: 'bottom'}}
            """;

    private static final double HALF_WIDTH = 0.42; // of the frame, in cells
    private static final double SIDE = 2 * HALF_WIDTH - 0.06; // within the frame

    /** {@return its right side} */
    public double right() {
        return x + HALF_WIDTH;
    }

    /** {@return half its height, in rows} */
    public double halfHeight() {
        return HALF_WIDTH / rowHeight;
    }

    /** {@return an image, 0 for paper to 1 for ink, of a width} */
    public Map<String, Object> picture(float[] ink, int width) {
        return Json.of(
                """
                {source: %s, x: %s, y: %s, xref: %s, yref: 'y', sizex: %s, sizey: %s,
                 xanchor: 'center', yanchor: 'middle', layer: 'below'}
                """,
                Pictures.address(Pictures.square(width, ink)),
                x,
                row,
                axis,
                SIDE,
                SIDE / rowHeight);
    }

    /** {@return a solid or a dashed frame} */
    public Map<String, Object> frame(String color, boolean solid) {
        return Json.of(
                """
                {type: 'rect', xref: %s, x0: %s, x1: %s, y0: %s, y1: %s,
                 line: {color: %s, width: 3, dash: %s}}
                """,
                axis,
                x - HALF_WIDTH,
                right(),
                row - halfHeight(),
                row + halfHeight(),
                color,
                solid ? "solid" : "dash");
    }
}
