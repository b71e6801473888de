package tripletlab.mining;

/**
 * Counts the triplets of one anchor without visiting each: a negative goes with a range of the
 * positives, nearest first.
 *
 * <p>With the hinge, which is piecewise linear, a range costs the same however long it is. Let s_i
 * be the i-th nearest positive's distance and S its prefix sums. The positives from r to t with
 * {@code s_i + m > d_an} cost {@code S_t − S_r + (t − r)(m − d_an)}. The negative's weight is −(t −
 * r), that of each of these positives 1, which a difference array adds up at the end.
 */
final class HingeByPrefixSums {

    /** Where a range begins or ends, for a negative at a distance. */
    interface Bound {
        int of(SortedPositives positives, float an);
    }

    private HingeByPrefixSums() {}

    /** Takes each negative of the anchor with the positives in [from, to). */
    static void take(
            MiningBatch batch,
            TripletPenalty penalty,
            int anchor,
            TripletMean.Taken triplets,
            Bound from,
            Bound to) {
        SortedPositives positives = new SortedPositives(batch, anchor);
        int count = positives.count();
        if (!(penalty instanceof Hinge hinge) || batch.taken() != null) {
            takeEach(batch, anchor, triplets, positives, from, to);
            return;
        }
        double[] sums = new double[count + 1]; // S
        for (int i = 0; i < count; i++) {
            sums[i + 1] = sums[i] + positives.distance(i);
        }
        long[] steps = new long[count + 1]; // how the weight changes from positive to positive
        for (int n = 0; count > 0 && n < batch.size(); n++) {
            if (batch.isNegative(anchor, n)) {
                float an = batch.distance(anchor, n);
                int begin = from.of(positives, an);
                int end = to.of(positives, an);
                int first = Math.max(begin, positives.atLeast(an, (float) hinge.margin()));
                first = Math.min(first, end); // from here on, the margin is violated
                int active = first;
                while (active < end && isAtRest(hinge, an, positives.distance(active))) {
                    active++; // costs so little that it does not count
                }
                long violating = end - first;
                long taken = end - begin;
                double cost = sums[end] - sums[first] + violating * (hinge.margin() - an);
                triplets.count(
                        taken, end - active, cost, sums[end] - sums[begin], taken * (double) an);
                triplets.addWeight(n, -violating);
                steps[first]++;
                steps[end]--;
            }
        }
        long weight = 0;
        for (int i = 0; i < count; i++) {
            weight += steps[i];
            triplets.addWeight(positives.item(i), weight);
        }
    }

    private static boolean isAtRest(Hinge hinge, double an, double ap) {
        return !MiningStats.isActive(hinge.value(an - ap));
    }

    /** The same, each triplet by itself: it has a slope or a record of its own. */
    private static void takeEach(
            MiningBatch batch,
            int anchor,
            TripletMean.Taken triplets,
            SortedPositives positives,
            Bound from,
            Bound to) {
        for (int n = 0; n < batch.size(); n++) {
            if (batch.isNegative(anchor, n)) {
                float an = batch.distance(anchor, n);
                int end = to.of(positives, an);
                for (int i = from.of(positives, an); i < end; i++) {
                    triplets.add(positives.item(i), n);
                }
            }
        }
    }
}
