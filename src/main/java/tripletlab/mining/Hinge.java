package tripletlab.mining;

import tripletlab.internal.Arguments;

/**
 * The hinge {@code max(0, m − g) = max(0, d_ap − d_an + m)}: a triplet costs nothing once its
 * negative is farther than its positive by the margin.
 *
 * <p>The margin is rounded to a float, as distances are, and so is a gap before it is compared with
 * it: here, in {@link TripletCounts} and in the selectors alike. So 0.7 and 0.7f are one margin.
 *
 * <p>K. Weinberger, L. Saul: <i>Distance Metric Learning for Large Margin Nearest Neighbor
 * Classification</i>, JMLR 10, 2009.
 *
 * @param margin m, a finite number, 0 or more
 */
public record Hinge(double margin) implements TripletPenalty {

    /**
     * Checks the margin and rounds it to a float.
     *
     * @throws IllegalArgumentException if it is NaN, infinite as a float, or below 0
     */
    public Hinge {
        margin = Arguments.requireMargin(margin);
    }

    @Override
    public double value(double gap) {
        return violates(gap) ? margin - gap : 0;
    }

    @Override
    public double slope(double gap) {
        return violates(gap) ? -1 : 0;
    }

    /** Whether a triplet with this gap costs anything: the one comparison with the margin. */
    boolean violates(double gap) {
        return (float) gap < margin;
    }

    /** The margin with the digits of a float. */
    @Override
    public String toString() {
        return "margin " + (float) margin;
    }
}
