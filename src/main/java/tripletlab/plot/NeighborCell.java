package tripletlab.plot;

import java.util.Map;
import tripletlab.evaluation.Neighbor;
import tripletlab.internal.Pictures;

/**
 * A neighbour in its place beside the query: its picture, a frame, and the distance below.
 *
 * @param found the neighbour
 * @param right whether it is of the query's class
 * @param x its middle, in cells
 * @param row that of the query, from 0 on
 */
record NeighborCell(Neighbor found, boolean right, double x, int row) {
    static final double ROW_HEIGHT = 1.3; // in cells, with room for the distance
    static final double HALF_WIDTH = 0.42; // of a frame, in cells
    static final double HALF_HEIGHT = HALF_WIDTH / ROW_HEIGHT; // in rows

    static String color(boolean right) {
        return right ? Colors.POSITIVE : Colors.NEGATIVE;
    }

    static Map<String, Object> picture(float[] ink, int width, double x, int row) {
        double side = 2 * HALF_WIDTH - 0.06; // within its frame
        return Json.of(
                """
                {source: %s, x: %s, y: %s, xref: 'x', yref: 'y', sizex: %s, sizey: %s,
                 xanchor: 'center', yanchor: 'middle', layer: 'below'}
                """,
                Pictures.address(Pictures.square(width, ink)), x, row, side, side / ROW_HEIGHT);
    }

    Map<String, Object> frame() {
        return Json.of(
                """
                {type: 'rect', x0: %s, x1: %s, y0: %s, y1: %s,
                 line: {color: %s, width: 3, dash: %s}}
                """,
                x - HALF_WIDTH,
                x + HALF_WIDTH,
                row - HALF_HEIGHT,
                row + HALF_HEIGHT,
                color(right),
                right ? "solid" : "dash");
    }

    String name(int[] labels) {
        return "item %d, class %d".formatted(found.index(), labels[found.index()]);
    }

    Map<String, Object> distance() {
        return Json.of(
                "{x: %s, y: %s, yanchor: 'top', text: %s, showarrow: false, font: {size: 12}}",
                x, row + HALF_HEIGHT, Numbers.text("%.3g", found.distance()));
    }
}
