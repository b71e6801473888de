package tripletlab.mining;

/**
 * Takes the triplets of one anchor by ranges: a negative together with all positives from one place
 * to another in their order of distance.
 *
 * <p>With the hinge, which is piecewise linear, a range costs the same however long it is. Let s_i
 * be the i-th nearest positive's distance and S its prefix sums; the positives from r to t with
 * {@code s_i + m > d_an} cost {@code S_t − S_r + (t − r)(m − d_an)}, pull the negative by −(t − r),
 * and each of them by 1, which a difference array adds up at the end.
 */
final class PositiveRanges {

    private final MiningBatch batch;
    private final int anchor;
    private final SortedPositives positives;
    private final AnchorTriplets triplets;
    private final Hinge hinge; // null where there is no shortcut
    private final double[] sums; // (K + 1): S_i, of the i nearest
    private final long[] steps; // (K + 1): how the weight changes from one positive to the next

    /** A place in the order of the positives' distances, for a negative at a distance. */
    interface Place {
        int of(SortedPositives positives, float an);
    }

    private PositiveRanges(MiningBatch batch, int anchor, AnchorTriplets triplets) {
        this.batch = batch;
        this.anchor = anchor;
        this.positives = SortedPositives.of(batch, anchor);
        this.triplets = triplets;
        boolean linear = triplets.penalty() instanceof Hinge && !triplets.isRecorded();
        this.hinge = linear ? (Hinge) triplets.penalty() : null;
        this.sums = new double[positives.count() + 1];
        this.steps = new long[positives.count() + 1];
        for (int i = 0; i < positives.count(); i++) {
            sums[i + 1] = sums[i] + positives.distance(i);
        }
    }

    /** Takes each negative of the anchor with the positives in [from, to). */
    static void take(MiningBatch batch, int anchor, AnchorTriplets triplets, Place from, Place to) {
        PositiveRanges ranges = new PositiveRanges(batch, anchor, triplets);
        SortedPositives positives = ranges.positives;
        for (int n = 0; positives.count() > 0 && n < batch.size(); n++) {
            if (batch.isNegative(anchor, n)) {
                float an = batch.distance(anchor, n);
                ranges.add(n, from.of(positives, an), to.of(positives, an));
            }
        }
        ranges.finish();
    }

    /** Takes a negative with the positives in [from, to). */
    private void add(int negative, int from, int to) {
        if (hinge == null) {
            for (int i = from; i < to; i++) { // each triplet has a slope or a record of its own
                triplets.add(positives.item(i), negative);
            }
            return;
        }
        float an = batch.distance(anchor, negative);
        int first = Math.min(to, Math.max(from, positives.satisfied(an, (float) hinge.margin())));
        long active = to - first;
        long taken = to - from;
        double cost = sums[to] - sums[first] + active * (hinge.margin() - an);
        triplets.totals().add(taken, active, cost, sums[to] - sums[from], taken * (double) an);
        triplets.addWeight(negative, -active);
        steps[first]++;
        steps[to]--;
    }

    /** Gives the positives their weights, once all ranges are added. */
    private void finish() {
        long weight = 0;
        for (int i = 0; i < positives.count(); i++) {
            weight += steps[i];
            triplets.addWeight(positives.item(i), weight);
        }
    }
}
