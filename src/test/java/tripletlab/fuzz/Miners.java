package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.close;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import tripletlab.Strategy;
import tripletlab.Truth;
import tripletlab.book.MaskedLosses;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.MiningStats;
import tripletlab.mining.TripletMean;
import tripletlab.mining.TripletMiner;

/** Every miner, the losses by the book, and a miner of one's own that takes any triplet. */
final class Miners {

    private Miners() {}

    static Call<?> draw(Draw d) {
        int size = d.from(1, 9);
        NDArray distances = d.distances("distances", size);
        Draw.Labels labels = d.labelArray("labels", size);
        Truth.Cost cost = d.of(Truth.Cost.values());
        boolean ruled = d.chance(0.2); // by a rule with a margin
        Strategy strategy = ruled ? Strategy.BATCH_ALL_SEMI_HARD : d.of(Strategy.values());
        ruled = strategy == Strategy.BATCH_ALL_SEMI_HARD;
        double margin = ruled || cost == Truth.Cost.HINGE ? d.margin() : 1;
        if (d.chance(0.2)) {
            if (cost == Truth.Cost.SOFT) {
                d.faults().remove("margin"); // nobody reads it
            }
            return ofOnesOwn(d, distances, labels, cost, margin);
        }
        if (d.chance(0.3)) {
            return byTheBook(strategy, distances, labels, cost, margin);
        }
        return new Call<TripletMean>(
                () -> {
                    MiningBatch batch = MiningBatch.of(distances, labels.array());
                    return miner(strategy, margin).mine(batch, cost.penalty(margin));
                },
                found -> judge(truth(strategy, distances, labels, cost, margin), found));
    }

    private static TripletMiner miner(Strategy strategy, double margin) {
        return strategy == Strategy.BATCH_ALL_SEMI_HARD
                ? new tripletlab.mining.BatchAllSemiHardMiner(margin)
                : strategy.miner();
    }

    private static Truth truth(
            Strategy strategy, NDArray distances, Draw.Labels labels, Truth.Cost cost, double m) {
        double[][] d = Plain.asFloats(Draw.seen(distances));
        return Truth.of(strategy, d, labels.classes(), (float) m, cost);
    }

    private static void judge(Truth truth, TripletMean found) {
        MiningStats stats = found.stats();
        close("loss", stats.loss(), truth.loss(), 1e-6 * Math.max(1, truth.loss()));
        close("active", stats.active(), truth.active(), 0);
        close("mean d_ap", stats.meanPositive(), truth.meanPositive(), 1e-6 * truth.meanPositive());
        close("mean d_an", stats.meanNegative(), truth.meanNegative(), 1e-6 * truth.meanNegative());
        double[] weights = Plain.flat(Plain.doubles(new float[][] {found.weights()}));
        close("weights", weights, Plain.flat(truth.weights()), 1e-5);
    }

    private static Call<?> byTheBook(
            Strategy strategy, NDArray distances, Draw.Labels labels, Truth.Cost cost, double m) {
        return new Call<Float>(
                () -> {
                    UnaryOperator<NDArray> costs =
                            cost == Truth.Cost.HINGE
                                    ? MaskedLosses.hinge((float) m)
                                    : MaskedLosses.softMargin();
                    NDArray loss = strategy.byTheBook(distances, labels.array(), (float) m, costs);
                    return (float) Plain.flat(loss)[0];
                },
                found -> {
                    double expected = truth(strategy, distances, labels, cost, m).loss();
                    boolean half = distances.getDataType() == ai.djl.ndarray.types.DataType.FLOAT16;
                    double precision = half ? 5e-2 : 1e-5;
                    close("loss", found, expected, precision * Math.max(1, expected));
                });
    }

    /** Takes one triplet with each anchor, which may be none. */
    private static Call<?> ofOnesOwn(
            Draw d, NDArray distances, Draw.Labels labels, Truth.Cost cost, double margin) {
        int[] y = labels.classes();
        int[][] taken = new int[y.length][];
        for (int a = 0; a < y.length; a++) {
            int[] p = matching(y, a, true);
            int[] n = matching(y, a, false);
            if (p.length > 0 && n.length > 0) {
                taken[a] = new int[] {p[d.from(0, p.length - 1)], n[d.from(0, n.length - 1)]};
            }
            if (d.chance(0.03)) {
                taken[a] = new int[] {d.from(-1, y.length), d.from(-1, y.length)};
                boolean valid = contains(p, taken[a][0]) && contains(n, taken[a][1]);
                d.fault("triplet", !valid);
            }
        }
        d.note("taken", taken);
        return new Call<TripletMean>(
                () ->
                        TripletMean.overTaken(
                                MiningBatch.of(distances, labels.array()),
                                cost.penalty(margin),
                                (a, triplets) -> {
                                    if (taken[a] != null) {
                                        triplets.add(taken[a][0], taken[a][1]);
                                    }
                                }),
                found -> {
                    double sum = 0;
                    int count = 0;
                    float[][] at = Plain.floats(Draw.seen(distances));
                    for (int a = 0; a < y.length; a++) {
                        if (taken[a] != null) {
                            double gap = (double) at[a][taken[a][1]] - at[a][taken[a][0]];
                            sum += Plain.cost(cost, gap, margin);
                            count++;
                        }
                    }
                    close("loss", found.stats().loss(), sum / Math.max(1, count), 1e-6 * (1 + sum));
                });
    }

    private static int[] matching(int[] y, int a, boolean positive) {
        return java.util.stream.IntStream.range(0, y.length)
                .filter(i -> i != a && (y[i] == y[a]) == positive)
                .toArray();
    }

    private static boolean contains(int[] items, int item) {
        return Arrays.stream(items).anyMatch(i -> i == item);
    }
}
