package tripletlab.plot;

import java.util.List;

/**
 * Ten colours for ten classes, the same in every figure, that colour-blind readers can tell apart.
 *
 * <p>They are Matthew A. Petroff's sequence of ten, <a
 * href="https://arxiv.org/abs/2107.02270">Accessible Color Sequences for Data Visualization</a>,
 * 2021.
 */
public final class DigitColors {
    private static final List<String> COLORS =
            List.of(
                    "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6", "#a96b59", "#e76300",
                    "#b9ac70", "#717581", "#92dadd");

    private DigitColors() {}

    /**
     * The colour of a class; from 10 on the colours repeat.
     *
     * @param label a class, 0 or more
     * @return a CSS colour such as {@code #3f90da}
     * @throws IllegalArgumentException if {@code label} is negative
     */
    public static String of(int label) {
        if (label < 0) {
            throw new IllegalArgumentException("label is " + label + ", expected 0 or more");
        }
        return COLORS.get(label % COLORS.size());
    }
}
