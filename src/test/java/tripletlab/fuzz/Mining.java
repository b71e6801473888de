package tripletlab.fuzz;

import static ai.djl.ndarray.types.DataType.FLOAT32;
import static tripletlab.fuzz.Plain.check;
import static tripletlab.fuzz.Plain.close;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import tripletlab.GivenTruth;
import tripletlab.Oracle;
import tripletlab.Strategy;
import tripletlab.Truth;
import tripletlab.book.MaskedLosses;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.mining.BatchAllSemiHardMiner;
import tripletlab.mining.DistanceWeightedMiner;
import tripletlab.mining.Hinge;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.MiningStats;
import tripletlab.mining.TripletCounts;
import tripletlab.mining.TripletMasks;
import tripletlab.mining.TripletMean;
import tripletlab.mining.TripletMiner;
import tripletlab.mining.Triplets;

/** Masks and counts, and losses on given distances. */
final class Mining {

    private Mining() {}

    static Call<?> masks(Draw d) {
        int size = d.from(1, 8);
        Draw.Labels labels = d.labelArray("labels", size);
        int[] y = labels.classes();
        int mask = d.note("positive, negative, triplet", d.from(0, 2));
        return new Call<>(
                () ->
                        switch (mask) {
                            case 0 -> TripletMasks.anchorPositive(labels.array()).toBooleanArray();
                            case 1 -> TripletMasks.anchorNegative(labels.array()).toBooleanArray();
                            default -> TripletMasks.triplets(labels.array()).toBooleanArray();
                        },
                found -> {
                    int depth = mask == 2 ? size : 1;
                    check(found.length == size * size * depth, "%s values", found.length);
                    for (int t = 0; t < found.length; t++) {
                        int i = t / depth / size;
                        int j = t / depth % size;
                        boolean positive = i != j && y[i] == y[j];
                        boolean expected =
                                mask == 1
                                        ? y[i] != y[j]
                                        : positive && (mask == 0 || y[t % depth] != y[i]);
                        check(found[t] == expected, "place %s is %s", t, found[t]);
                    }
                });
    }

    static Call<?> counts(Draw d) {
        Inputs in = Inputs.draw(d);
        double margin = d.margin();
        return new Call<>(
                () -> TripletCounts.of(in.distances, in.labels.array(), margin),
                found -> {
                    double[][] at = in.at();
                    Triplets all = Strategy.BATCH_ALL.taken(at, in.y(), 0);
                    long[] n = new long[5]; // easy, semi-hard, hard, a tie, on the edge
                    for (int t = 0; t < all.size(); t++) {
                        double[] row = at[all.anchors()[t]];
                        double gap = row[all.negatives()[t]] - row[all.positives()[t]];
                        n[kind((float) gap, (float) margin)]++;
                    }
                    TripletCounts expected =
                            new TripletCounts(all.size(), n[0], n[1], n[2], n[3], n[4]);
                    check(found.equals(expected), "%s, not %s", found, expected);
                });
    }

    private static int kind(float gap, float margin) {
        if (gap <= 0) {
            return gap < 0 ? 2 : 3;
        }
        return gap > margin ? 0 : gap < margin ? 1 : 4;
    }

    /** Distances and labels of one batch. */
    private record Inputs(NDArray distances, Draw.Labels labels) {

        static Inputs draw(Draw d) {
            int size = d.from(1, 9);
            return new Inputs(d.distances("distances", size), d.labelArray("labels", size));
        }

        /** The distances as miners see them. */
        double[][] at() {
            return Plain.asFloats(Draw.seen(distances));
        }

        int[] y() {
            return labels.classes();
        }

        double precision(boolean book) {
            return !book ? 1e-6 : distances.getDataType() == DataType.FLOAT16 ? 5e-2 : 1e-5;
        }

        MiningBatch batch() {
            return MiningBatch.of(distances, labels.array());
        }
    }

    /** Every miner, the losses by the book, and a miner of one's own that takes any triplet. */
    static Call<?> miners(Draw d) {
        Inputs in = Inputs.draw(d);
        Truth.Cost cost = d.of(Truth.Cost.values());
        boolean own = d.chance(0.2);
        Strategy strategy = d.or(d.of(Strategy.values()), 0.2, Strategy.BATCH_ALL_SEMI_HARD);
        d.note("miner", (own ? "one's own" : strategy) + ", " + cost);
        boolean ruled = !own && strategy == Strategy.BATCH_ALL_SEMI_HARD; // by a margin
        double margin = ruled || cost == Truth.Cost.HINGE ? d.margin() : 1;
        if (own) {
            return ofOnesOwn(d, in, cost, margin);
        }
        boolean book = d.note("by the book", d.chance(0.3));
        return new Call<>(
                () -> {
                    if (book) {
                        return byTheBook(strategy, in, cost, (float) margin);
                    }
                    TripletMiner miner =
                            ruled ? new BatchAllSemiHardMiner(margin) : strategy.miner();
                    var mined = miner.mine(in.batch(), cost.penalty(margin));
                    MiningStats s = mined.stats();
                    double[] means = {s.loss(), s.active(), s.meanPositive(), s.meanNegative()};
                    double[][] weights = Oracle.doubles(new float[][] {mined.weights()});
                    return Plain.flat(new double[][] {means, weights[0]});
                },
                found -> {
                    Truth t = Truth.of(strategy, in.at(), in.y(), (float) margin, cost);
                    close("loss", found[0], t.loss(), in.precision(book) * Math.max(1, t.loss()));
                    if (!book) {
                        close("active", found[1], t.active(), 0);
                        close("mean d_ap", found[2], t.meanPositive(), 1e-6 * t.meanPositive());
                        close("mean d_an", found[3], t.meanNegative(), 1e-6 * t.meanNegative());
                        double[] weights = Arrays.copyOfRange(found, 4, found.length);
                        close("weights", weights, Plain.flat(t.weights()), 1e-5);
                    }
                });
    }

    private static double[] byTheBook(Strategy strategy, Inputs in, Truth.Cost cost, float margin) {
        boolean hinge = cost == Truth.Cost.HINGE;
        UnaryOperator<NDArray> costs =
                hinge ? MaskedLosses.hinge(margin) : MaskedLosses.softMargin();
        return Plain.flat(strategy.byTheBook(in.distances, in.labels.array(), margin, costs));
    }

    /** Takes one triplet with each anchor, which may be none. */
    private static Call<?> ofOnesOwn(Draw d, Inputs in, Truth.Cost cost, double margin) {
        int[] y = in.y();
        int[][] taken = new int[y.length][];
        for (int anchor = 0; anchor < y.length; anchor++) {
            int a = anchor;
            int[] p = IntStream.range(0, y.length).filter(i -> i != a && y[i] == y[a]).toArray();
            int[] n = IntStream.range(0, y.length).filter(i -> y[i] != y[a]).toArray();
            if (p.length > 0 && n.length > 0) {
                taken[a] = new int[] {p[d.from(0, p.length - 1)], n[d.from(0, n.length - 1)]};
            }
            int[] any = {d.from(-1, y.length), d.from(-1, y.length)};
            taken[a] = d.or(taken[a], 0.03, any);
            boolean valid = contains(p, any[0]) && contains(n, any[1]);
            d.fault("triplet", taken[a] == any && !valid);
        }
        d.note("taken", taken);
        return new Call<>(
                () ->
                        TripletMean.overTaken(
                                        in.batch(),
                                        cost.penalty(margin),
                                        (a, triplets) -> {
                                            if (taken[a] != null) {
                                                triplets.add(taken[a][0], taken[a][1]);
                                            }
                                        })
                                .stats(),
                found -> {
                    double[][] at = in.at();
                    double mean =
                            IntStream.range(0, y.length)
                                    .filter(a -> taken[a] != null)
                                    .mapToDouble(a -> at[a][taken[a][1]] - at[a][taken[a][0]])
                                    .map(gap -> cost.value(gap, margin))
                                    .average()
                                    .orElse(0);
                    close("loss", found.loss(), mean, 1e-6 * (1 + mean));
                });
    }

    /** Its draws, judged by what each may take, and by their loss. */
    static Call<?> distanceWeighted(Draw d) {
        int size = d.from(2, 9);
        int width = d.from(1, 5);
        double[][] e = new double[size][width];
        for (double[] row : e) {
            Arrays.setAll(row, k -> d.random.nextGaussian());
            double length = Math.sqrt(Plain.dot(row, row));
            Arrays.setAll(row, k -> row[k] / length);
        }
        double length = d.note("length of row 0", d.or(1.0, 0.1, 0.5, 1.01, 1.0001));
        Arrays.setAll(e[0], k -> length * e[0][k]);
        d.fault("embeddings", Math.abs(length - 1) > 1e-3);
        Distance distance = d.note("distance", d.or(Distance.EUCLIDEAN, 0.1, Distance.values()));
        d.fault("distance", distance != Distance.EUCLIDEAN);
        int[] y = d.random.ints(size, 0, 3).toArray();
        d.note("embeddings, labels", List.of(e, y));
        double margin = d.margin();
        long seed = d.random.nextLong();
        return new Call<>(
                () -> {
                    NDArray rows = d.array(Plain.flat(e), new Shape(size, width), FLOAT32);
                    MiningBatch batch = MiningBatch.of(EmbeddingBatch.of(distance, rows), y);
                    Hinge hinge = new Hinge(margin);
                    var miner = new DistanceWeightedMiner(seed);
                    double loss = miner.mine(batch, hinge).stats().loss();
                    var again = new DistanceWeightedMiner(seed);
                    return Map.entry(loss, Triplets.takenBy(again, batch, hinge));
                },
                found -> judge(found.getKey(), found.getValue(), e, y, margin));
    }

    private static void judge(double loss, Triplets taken, double[][] e, int[] y, double margin) {
        double[][] at = GivenTruth.distances(Distance.EUCLIDEAN, e);
        double sum = 0;
        for (int t = 0; t < taken.size(); t++) {
            int a = taken.anchors()[t];
            int p = taken.positives()[t];
            int n = taken.negatives()[t];
            check(a != p && y[a] == y[p] && y[a] != y[n], "(%s, %s, %s)", a, p, n);
            check(at[a][n] < 1.4 + 1e-5, "a negative at %s", at[a][n]);
            check(taken.negativesOf(a, p).length == 1, "(%s, %s) twice", a, p);
            sum += Math.max(0, at[a][p] - at[a][n] + (float) margin);
        }
        long pairs = 0; // those whose anchor has a negative that is near enough
        for (int a = 0; a < y.length; a++) {
            int i = a;
            IntStream negatives = IntStream.range(0, y.length).filter(n -> y[n] != y[i]);
            boolean near = negatives.anyMatch(n -> at[i][n] < 1.4);
            pairs += near ? Arrays.stream(y).filter(c -> c == y[i]).count() - 1 : 0;
        }
        check(taken.size() == pairs, "%s of %s pairs", taken.size(), pairs);
        double mean = pairs == 0 ? 0 : sum / pairs;
        close("loss", loss, mean, 1e-5 * (1 + mean));
    }

    private static boolean contains(int[] items, int item) {
        return Arrays.stream(items).anyMatch(i -> i == item);
    }
}
