package tripletlab.plot.parts;

import java.util.List;
import java.util.Locale;
import tripletlab.data.Labels;
import tripletlab.internal.Arguments;

/**
 * Colours that can be told apart with normal and with colour-blind eyes, and that ten words name:
 * "the green dots" are of one class. Ten of them are of ten classes, the same in every figure.
 *
 * <p>A search by simulated annealing found them: it made the least difference by CIEDE2000 as large
 * as it could, for normal sight and for each colour blindness of Machado et al., 2009. {@code
 * ColorsTest} prints the least differences. Digits that resemble each other (3, 5 and 8; 4, 7 and
 * 9) have the colours that differ most.
 */
public final class Colors {
    public static final String POSITIVE = "#3f90da";
    public static final String NEGATIVE = "#e76300";
    public static final String EASY = "#717581";
    public static final String SEMI_HARD = "#ffa90e";
    public static final String HARD = "#bd1f01";
    public static final String INK = "#222222";

    private static final List<String> DIGITS =
            List.of(
                    "#60606b", // 0 grey
                    "#523522", // 1 brown
                    "#f8b0e5", // 2 pink
                    "#157406", // 3 green
                    "#4e139f", // 4 purple
                    "#df3f52", // 5 red
                    "#57b49e", // 6 turquoise
                    "#f9e856", // 7 yellow
                    "#4a75d4", // 8 blue
                    "#e1900b"); // 9 orange

    /** The order for series: the palest, which makes the thinnest lines, comes last. */
    private static final int[] ORDER = {8, 9, 3, 5, 4, 6, 1, 2, 0, 7};

    private Colors() {}

    /** The colour of a class, 0 or more; from 10 on they repeat. */
    public static String digit(int label) {
        if (label < 0) {
            throw new IllegalArgumentException("label is " + label + ", expected 0 or more");
        }
        return DIGITS.get(label % DIGITS.size());
    }

    /** The colour of a series; from 10 on they repeat. */
    public static String series(int index) {
        return digit(ORDER[index % ORDER.length]);
    }

    /** One label for each of at least one point, none negative. */
    public static void requireLabels(int[] labels, int points) {
        Labels.requireOneForEach(labels, points, "point");
        Arguments.require(points > 0, "labels is empty, expected at least one");
        for (int label : labels) {
            digit(label); // refuses what is negative
        }
    }

    /** A colour that lets through what is below it. */
    public static String translucent(String color, double opacity) {
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
        return light < 140 ? "#ffffff" : INK;
    }

    private static int channel(String color, int index) {
        return Integer.parseInt(color.substring(1 + 2 * index, 3 + 2 * index), 16);
    }
}
