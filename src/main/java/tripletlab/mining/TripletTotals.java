package tripletlab.mining;

/** Counts and sums over the triplets that are taken. */
final class TripletTotals {

    private long taken;
    private long active;
    private double cost;
    private double positives;
    private double negatives;

    /** Adds triplets: how many, how many of them active, the sums of costs, d_ap and d_an. */
    void add(long taken, long active, double cost, double positives, double negatives) {
        this.taken += taken;
        this.active += active;
        this.cost += cost;
        this.positives += positives;
        this.negatives += negatives;
    }

    void add(TripletTotals other) {
        add(other.taken, other.active, other.cost, other.positives, other.negatives);
    }

    long taken() {
        return taken;
    }

    long active() {
        return active;
    }

    /** The stats of a loss that divides the costs by {@code divisor}. */
    MiningStats stats(long valid, double divisor) {
        double loss = cost / divisor;
        return new MiningStats(valid, taken, active, loss, positives / taken, negatives / taken);
    }
}
