package tripletlab.plot;

import java.util.Locale;

/** Colours that are not of a digit, for colour-blind readers as well. */
final class Colors {
    static final String POSITIVE = "#3f90da";
    static final String NEGATIVE = "#e76300";
    static final String EASY = "#717581";
    static final String SEMI_HARD = "#ffa90e";
    static final String HARD = "#bd1f01";
    static final String INK = "#222222";

    /** Petroff's own order, which makes the first few differ most. */
    private static final int[] ORDER = {5, 8, 3, 0, 4, 2, 7, 6, 1, 9};

    private Colors() {}

    /** The colour of a series; from 10 on they repeat. */
    static String series(int index) {
        return DigitColors.of(ORDER[index % ORDER.length]);
    }

    /** A colour that lets through what is below it. */
    static String translucent(String color, double opacity) {
        return String.format(
                Locale.ROOT,
                "rgba(%d, %d, %d, %.2f)",
                channel(color, 0),
                channel(color, 1),
                channel(color, 2),
                opacity);
    }

    /** White or nearly black, whichever is easier to read on a colour. */
    static String inkOn(String color) {
        double light =
                0.299 * channel(color, 0) + 0.587 * channel(color, 1) + 0.114 * channel(color, 2);
        return light < 150 ? "#ffffff" : INK;
    }

    private static int channel(String color, int index) {
        return Integer.parseInt(color.substring(1 + 2 * index, 3 + 2 * index), 16);
    }
}
