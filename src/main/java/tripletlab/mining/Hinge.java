package tripletlab.mining;

import tripletlab.internal.Arguments;

/**
 * The hinge {@code max(0, m − g) = max(0, d_ap − d_an + m)}: a triplet costs nothing once its
 * negative is farther than its positive by the margin.
 *
 * <p>K. Weinberger, L. Saul: <i>Distance Metric Learning for Large Margin Nearest Neighbor
 * Classification</i>, JMLR 10, 2009.
 *
 * @param margin m, finite and not below 0
 */
public record Hinge(double margin) implements TripletPenalty {

    /** Rounds the margin to a float, as distances are. */
    public Hinge {
        margin = Arguments.requireMargin(margin);
    }

    @Override
    public double value(double gap) {
        return Math.max(0, margin - gap);
    }

    @Override
    public double slope(double gap) {
        return gap < margin ? -1 : 0;
    }

    @Override
    public String toString() {
        return "margin " + (float) margin;
    }
}
