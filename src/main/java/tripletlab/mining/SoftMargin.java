package tripletlab.mining;

/**
 * The soft margin {@code log(1 + exp(−g)) = log(1 + exp(d_ap − d_an))}: no margin to choose, and
 * every triplet goes on being pulled apart, ever more weakly.
 *
 * <p>A. Hermans, L. Beyer, B. Leibe: <i>In Defense of the Triplet Loss for Person
 * Re-Identification</i>, arXiv 1703.07737, 2017.
 */
public record SoftMargin() implements TripletPenalty {

    @Override
    public double value(double gap) {
        // log(1 + exp(x)) = max(0, x) + log(1 + exp(−|x|)) never overflows
        return Math.max(0, -gap) + Math.log1p(Math.exp(-Math.abs(gap)));
    }

    @Override
    public double slope(double gap) {
        return -1 / (1 + Math.exp(gap));
    }

    @Override
    public String toString() {
        return "soft margin";
    }
}
