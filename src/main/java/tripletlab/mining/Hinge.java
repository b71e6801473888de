package tripletlab.mining;

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

    /** Checks the margin. */
    public Hinge {
        if (!Double.isFinite(margin) || margin < 0) {
            throw new IllegalArgumentException(
                    "margin is " + margin + ", expected a finite number that is not below 0");
        }
    }

    @Override
    public double value(double gap) {
        return Math.max(0, margin - gap);
    }

    @Override
    public double slope(double gap) {
        return gap < margin ? -1 : 0;
    }

    /** The margin as it was written: one that came as a float without the digits of a double. */
    @Override
    public String toString() {
        boolean single = (float) margin == margin;
        return "margin " + (single ? Float.toString((float) margin) : Double.toString(margin));
    }
}
