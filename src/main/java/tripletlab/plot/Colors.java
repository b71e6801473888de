package tripletlab.plot;

import java.util.List;
import java.util.Locale;
import tripletlab.internal.Arguments;

/**
 * Colours that colour-blind readers can tell apart. Ten of them are of ten classes, the same in
 * every figure.
 *
 * <p>These are Matthew A. Petroff's sequence of ten, <a
 * href="https://arxiv.org/abs/2107.02270">Accessible Color Sequences for Data Visualization</a>,
 * 2021, in an order that gives the strong ones to the digits that resemble each other: 3, 5 and 8,
 * and 4, 7 and 9.
 */
public final class Colors {
    public static final String POSITIVE = "#3f90da";
    public static final String NEGATIVE = "#e76300";
    public static final String EASY = "#717581";
    public static final String SEMI_HARD = "#ffa90e";
    public static final String HARD = "#bd1f01";
    static final String INK = "#222222";

    private static final List<String> DIGITS =
            List.of(
                    "#94a4a2", "#717581", "#a96b59", "#bd1f01", "#832db6", "#3f90da", "#b9ac70",
                    "#e76300", "#ffa90e", "#92dadd");

    /** Petroff's own order, which makes the first few differ most. */
    private static final int[] ORDER = {5, 8, 3, 0, 4, 2, 7, 6, 1, 9};

    private Colors() {}

    /** The colour of a class, 0 or more; from 10 on they repeat. */
    public static String digit(int label) {
        if (label < 0) {
            throw new IllegalArgumentException("label is " + label + ", expected 0 or more");
        }
        return DIGITS.get(label % DIGITS.size());
    }

    /** The colour of a series; from 10 on they repeat. */
    static String series(int index) {
        return digit(ORDER[index % ORDER.length]);
    }

    /** One label for each of at least one point, none negative. */
    static void requireLabels(int[] labels, int points) {
        if (Arguments.requireNonNull("labels", labels).length != points) {
            throw new IllegalArgumentException(
                    "labels has length %d, expected %d, one for each point"
                            .formatted(labels.length, points));
        }
        if (points == 0) {
            throw new IllegalArgumentException("labels is empty, expected at least one");
        }
        for (int label : labels) {
            digit(label); // refuses what is negative
        }
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
