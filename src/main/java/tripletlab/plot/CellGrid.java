package tripletlab.plot;

import java.util.List;

/**
 * Where small multiples stand: the parts of a figure's width and height that each takes, counted
 * from the left and from the bottom.
 *
 * @param cells how many
 * @param columns how many in a row
 * @param xTitles whether each has a title of its x axis
 * @param yTitles whether each has a title of its y axis
 * @param square whether they are as high as wide
 * @param legend pixels of the width of what is at the right of all
 * @param legendHeight pixels of its height, which cells of one row may have to grow for
 */
record CellGrid(
        int cells,
        int columns,
        boolean xTitles,
        boolean yTitles,
        boolean square,
        int legend,
        int legendHeight) {
    static final int LEFT = 70;
    static final int TOP = 80;
    static final int BOTTOM = 60;
    private static final int NARROW_GAP = 24;
    private static final int WIDE_GAP = 70;
    private static final int TITLE_GAP = 46;
    private static final double FLAT = 0.8;
    private static final int MOST_HEIGHT = 320;

    /** Pixels of the whole figure. */
    int height() {
        return TOP + BOTTOM + rows() * cellHeight() + (rows() - 1) * gapY();
    }

    /** Whether nothing is below. */
    boolean isLowest(int cell) {
        return cell + columns >= cells;
    }

    /** Whether it is in the first column. */
    boolean isLeftmost(int cell) {
        return cell % columns == 0;
    }

    /** From left to right. */
    List<Double> x(int cell) {
        double step = (double) (cellWidth() + gapX()) / innerWidth();
        double from = cell % columns * step;
        return List.of(round(from), round(from + (double) cellWidth() / innerWidth()));
    }

    /** From bottom to top. */
    List<Double> y(int cell) {
        int all = height() - TOP - BOTTOM;
        double to = 1 - (double) (cell / columns * (cellHeight() + gapY())) / all;
        return List.of(Math.max(0, round(to - (double) cellHeight() / all)), round(to));
    }

    private int rows() {
        return (cells + columns - 1) / columns;
    }

    private int innerWidth() {
        return Layouts.WIDTH - LEFT - legend;
    }

    private int gapX() {
        return yTitles ? WIDE_GAP : NARROW_GAP;
    }

    private int gapY() {
        return TITLE_GAP + (xTitles ? NARROW_GAP : 0);
    }

    private int cellWidth() {
        return (innerWidth() - (columns - 1) * gapX()) / columns;
    }

    private int cellHeight() {
        int wanted = square ? cellWidth() : Math.min(MOST_HEIGHT, (int) (FLAT * cellWidth()));
        int shared = (legendHeight - (rows() - 1) * gapY()) / rows() + 1;
        return Math.max(wanted, shared);
    }

    private static double round(double share) {
        return Math.round(share * 1e4) / 1e4;
    }
}
