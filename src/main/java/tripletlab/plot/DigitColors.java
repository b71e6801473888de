package tripletlab.plot;

import java.util.List;
import tripletlab.internal.Arguments;

/**
 * Ten colours for ten classes, the same in every figure, that colour-blind readers can tell apart.
 *
 * <p>They are Matthew A. Petroff's sequence of ten, <a
 * href="https://arxiv.org/abs/2107.02270">Accessible Color Sequences for Data Visualization</a>,
 * 2021, in an order that gives the strong ones to the digits that resemble each other: 3, 5 and 8,
 * and 4, 7 and 9.
 */
public final class DigitColors {
    private static final List<String> COLORS =
            List.of(
                    "#94a4a2", "#717581", "#a96b59", "#bd1f01", "#832db6", "#3f90da", "#b9ac70",
                    "#e76300", "#ffa90e", "#92dadd");

    private DigitColors() {}

    /**
     * The colour of a class; from 10 on the colours repeat.
     *
     * @param label a class, 0 or more
     * @return a CSS colour such as {@code #bd1f01}
     * @throws IllegalArgumentException if {@code label} is negative
     */
    public static String of(int label) {
        if (label < 0) {
            throw new IllegalArgumentException("label is " + label + ", expected 0 or more");
        }
        return COLORS.get(label % COLORS.size());
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
            of(label); // refuses what is negative
        }
    }
}
