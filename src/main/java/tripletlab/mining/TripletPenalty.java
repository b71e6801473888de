package tripletlab.mining;

/**
 * What one triplet costs, as a function of its gap {@code g = d_an − d_ap}: how much farther the
 * negative is than the positive.
 */
public interface TripletPenalty {

    /**
     * Returns the cost of a triplet.
     *
     * @param gap d_an − d_ap
     * @return a value that is not below 0 and falls as the gap grows
     */
    double value(double gap);

    /**
     * Returns the slope of {@link #value} at a gap.
     *
     * @param gap d_an − d_ap
     * @return ∂value/∂gap, not above 0
     */
    double slope(double gap);
}
