package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;
import static tripletlab.fuzz.Plain.close;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tripletlab.GivenTruth;
import tripletlab.Strategy;
import tripletlab.Truth;
import tripletlab.distance.Distance;
import tripletlab.loss.MiningLoss;
import tripletlab.loss.TripletLoss;
import tripletlab.offline.GivenTripletLoss;
import tripletlab.offline.TripletLayout;

/** Distances, mined losses and losses of given triplets, with their gradients by the embeddings. */
final class Gradients {

    private Gradients() {}

    /** What was computed of embeddings, and the gradient by them, empty where there is none. */
    private record Answer(double[] values, double[] gradient) {}

    /** Computes something of embeddings, and the gradient of its sum, weighted if so. */
    private static Answer answer(NDArray[] embeddings, double[] weights, Supplier<NDArray> code) {
        for (NDArray array : embeddings) {
            // MXNet has no gradients of float16, PyTorch none of whole numbers
            DataType type = array == null ? null : array.getDataType();
            if (type == DataType.FLOAT32 || type == DataType.FLOAT64) {
                array.setRequiresGradient(true);
            }
        }
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray found = code.get();
            NDArray factors = found.getManager().create(weights, found.getShape());
            if (embeddings[0].hasGradient()) {
                collector.backward(found.mul(factors.toType(found.getDataType(), false)).sum());
            }
            double[] gradient =
                    Stream.of(embeddings)
                            .filter(NDArray::hasGradient)
                            .flatMapToDouble(a -> Arrays.stream(Plain.flat(a.getGradient())))
                            .toArray();
            return new Answer(Plain.flat(found), gradient);
        }
    }

    /** ∂L/∂E from W = ∂L/∂d, both ends of each pair. */
    private static double[] gradient(Distance distance, double[][] e, double[][] weights) {
        double[][] d = GivenTruth.distances(distance, e);
        double[][] gradient = new double[e.length][e[0].length];
        for (int i = 0; i < e.length; i++) {
            for (int j = 0; j < e.length; j++) {
                double w = weights[i][j] + weights[j][i];
                for (int k = 0; i != j && w != 0 && k < e[i].length; k++) {
                    gradient[i][k] += w * slope(distance, e[i], e[j], d[i][j], k);
                }
            }
        }
        return Plain.flat(gradient);
    }

    /** ∂d(x, y)/∂x_k. */
    private static double slope(Distance distance, double[] x, double[] y, double d, int k) {
        double lx = Math.sqrt(Plain.dot(x, x));
        double ly = Math.sqrt(Plain.dot(y, y));
        return switch (distance) {
            case SQUARED_EUCLIDEAN -> 2 * (x[k] - y[k]);
            case EUCLIDEAN -> d == 0 ? 0 : (x[k] - y[k]) / d;
            case COSINE -> ((1 - d) * x[k] / lx - y[k] / ly) / lx;
        };
    }

    /** Notes rows that are too long, or too short to have a direction. */
    private static void strange(Draw d, Distance distance, NDArray... arrays) {
        if (d.faults.stream().noneMatch(Set.of("embeddings", "predictions")::contains)) {
            double[][] rows = joined(arrays);
            d.doubt("embeddings", Plain.longest(rows) > 1e18);
            d.fault("embeddings", distance == Distance.COSINE && Plain.shortest(rows) == 0);
            d.doubt("embeddings", distance == Distance.COSINE && Plain.shortest(rows) < 1e-30);
        }
    }

    /** Finite in any case, and close to another one if that is clear and there is a gradient. */
    private static void judge(double[] found, boolean clear, double[] slopes, double rounding) {
        check(Arrays.stream(found).allMatch(Double::isFinite), "the gradient is not finite");
        if (clear && found.length == slopes.length) { // float16 has none on MXNet
            close("the gradient", found, slopes, 1e-3 * Plain.largest(slopes) + rounding);
        }
    }

    private static double[][] joined(NDArray... arrays) {
        return Stream.of(arrays).map(Draw::seen).flatMap(Stream::of).toArray(double[][]::new);
    }

    // ---- distances

    static Call<?> distances(Draw d) {
        Distance distance = d.of(Distance.values());
        NDArray rows = d.rowArray("embeddings", d.from(1, 10), d.from(1, 5));
        strange(d, distance, rows);
        int size = d.good() ? (int) rows.getShape().get(0) : 1;
        double[][] weights = new double[size][size];
        for (double[] row : weights) {
            Arrays.setAll(row, j -> d.from(-2, 2));
        }
        return new Call<>(
                () -> {
                    NDArray[] embeddings = {rows};
                    return answer(embeddings, Plain.flat(weights), () -> distance.pairwise(rows));
                },
                found -> {
                    double[][] e = Draw.seen(rows);
                    boolean half = rows.getDataType() == DataType.FLOAT16;
                    judge(distance, e, found.values, half ? 2e-2 : 1e-6);
                    // where rows are nearly equal, the distance is mostly rounding, as is its slope
                    double scale = distance == Distance.COSINE ? 1 : Plain.longest(e);
                    double[] truth = Plain.flat(GivenTruth.distances(distance, e));
                    boolean clear =
                            Plain.whole(e)
                                    || Arrays.stream(truth)
                                            .allMatch(x -> x <= 0 || x > 0.03 * scale);
                    boolean cosine = distance == Distance.COSINE;
                    double rounding = cosine ? 1e-5 / Plain.shortest(e) : 1e-6;
                    judge(found.gradient, clear, gradient(distance, e, weights), rounding);
                });
    }

    private static void judge(Distance distance, double[][] e, double[] found, double precision) {
        double[][] expected = GivenTruth.distances(distance, e);
        double power = distance == Distance.EUCLIDEAN ? 2 : 1; // its square is what cancels
        double scale = distance == Distance.COSINE ? 1 : Math.pow(Plain.longest(e), 2);
        int size = e.length;
        check(found.length == size * size, "%s distances", found.length);
        for (int i = 0; i < size; i++) {
            check(found[i * size + i] == 0, "d_ii is %s", found[i * size + i]);
            for (int j = 0; j < size; j++) {
                double there = found[i * size + j];
                double back = found[j * size + i];
                check(there == back && there >= 0, "d_ij is %s, d_ji %s", there, back);
                double square = i == j ? 0 : Math.pow(expected[i][j], power);
                close("d_ij", Math.pow(there, power), square, 10 * precision * scale + 1e-36);
            }
        }
    }

    // ---- losses

    /** What a loss has beside its triplets. */
    private record Setting(Distance distance, Truth.Cost cost, double margin) {

        static Setting draw(Draw d) {
            Truth.Cost cost = d.of(Truth.Cost.values());
            double margin = cost == Truth.Cost.HINGE ? d.margin() : 1;
            return d.note("loss", new Setting(d.of(Distance.values()), cost, margin));
        }

        <T extends MiningLoss.BaseBuilder<T>> T set(T builder) {
            T set = builder.optDistance(distance);
            return cost == Truth.Cost.SOFT ? set.optSoftMargin() : set.optMargin((float) margin);
        }

        /** Where rounding decides which triplets are taken or active, both have to be finite. */
        void judge(Answer found, double[][] e, double[][] at, double loss, double[][] weights) {
            check(Double.isFinite(found.values[0]), "the loss is %s", found.values[0]);
            boolean clear = isClear(at);
            double largest = Plain.largest(Plain.flat(at));
            double tolerance = clear ? 1e-5 * Math.max(1, largest) : Double.POSITIVE_INFINITY;
            close("loss", found.values[0], loss, tolerance);
            Gradients.judge(found.gradient, clear, gradient(distance, e, weights), 1e-6);
        }

        /** Whether no two distances, and no gap and margin, are so close that rounding decides. */
        private boolean isClear(double[][] d) {
            double largest = Plain.largest(Plain.flat(d));
            double step = 1e-4 * Math.max(largest, 1e-3);
            boolean clear = largest > 1e-12 || margin > 0;
            for (double[] row : d) {
                for (int i = 0; i < d.length; i++) {
                    for (int j = 0; j < i; j++) {
                        double gap = Math.abs(row[i] - row[j]);
                        boolean tie = gap == 0 && distance != Distance.COSINE; // a real one
                        clear &= tie || gap >= step;
                        clear &= gap == (float) margin || Math.abs(gap - (float) margin) >= step;
                    }
                }
            }
            return clear;
        }
    }

    private static Answer answer(MiningLoss loss, NDList labels, NDArray... embeddings) {
        return answer(embeddings, new double[] {1}, () -> loss.evaluate(labels, list(embeddings)));
    }

    private static NDList list(NDArray... arrays) {
        return Arrays.asList(arrays).contains(null) ? null : new NDList(arrays);
    }

    static Call<?> mined(Draw d) {
        int size = d.from(1, 10);
        NDArray rows = d.rowArray("embeddings", size, d.from(1, 5));
        Draw.Labels labels = d.labelArray("labels", size);
        Strategy strategy = d.note("miner", d.of(Strategy.values()));
        Setting s = Setting.draw(d);
        d.doubt("embeddings", size < 2);
        d.fault("predictions", rows == null);
        d.fault("penalty", strategy == Strategy.BATCH_ALL_SEMI_HARD && s.cost == Truth.Cost.SOFT);
        strange(d, s.distance, rows);
        return new Call<>(
                () -> {
                    TripletLoss.Builder builder = TripletLoss.builder().setMiner(strategy.miner());
                    return answer(s.set(builder).build(), list(labels.array()), rows);
                },
                found -> {
                    double[][] e = Draw.seen(rows);
                    double[][] at = Plain.asFloats(GivenTruth.distances(s.distance, e));
                    Truth truth =
                            Truth.of(strategy, at, labels.classes(), (float) s.margin, s.cost);
                    s.judge(found, e, at, truth.loss(), truth.weights());
                });
    }

    static Call<?> given(Draw d) {
        TripletLayout layout = d.note("layout", d.of(TripletLayout.values()));
        Setting s = Setting.draw(d);
        int count = d.from(1, 6);
        int width = d.from(1, 4);
        boolean split = layout == TripletLayout.ARRAYS;
        boolean indices = layout == TripletLayout.INDICES;
        int odd = indices ? 0 : d.or(0, 0.05, 1); // a row too many, or another width of the last
        int size = indices ? d.from(1, 8) : split ? count : 3 * count;
        NDArray[] arrays = new NDArray[split ? 3 : 1];
        Arrays.setAll(
                arrays,
                i ->
                        split
                                ? d.rowArray("embeddings", size, width + (i == 2 ? odd : 0))
                                : d.rowArray("embeddings", size + odd, width));
        d.fault("embeddings", odd > 0);
        d.alias("embeddings", "predictions");
        strange(d, s.distance, arrays);
        int[][] triplets = triplets(d, layout, count, size);
        NDList labels = indices ? list(indices(d, triplets, size)) : new NDList();
        boolean same = Stream.of(triplets).anyMatch(t -> IntStream.of(t).distinct().count() < 3);
        d.doubt("triplet", same);
        return new Call<>(
                () -> {
                    GivenTripletLoss.Builder builder = GivenTripletLoss.builder().setLayout(layout);
                    return answer(s.set(builder).build(), labels, arrays);
                },
                found -> judge(found, s, joined(arrays), triplets));
    }

    private static void judge(Answer found, Setting s, double[][] e, int[][] triplets) {
        double[][] at = GivenTruth.distances(s.distance, e);
        double[][] weights = new double[e.length][e.length];
        for (int[] t : triplets) {
            double slope = s.cost.slope(at[t[0]][t[2]] - at[t[0]][t[1]], s.margin);
            weights[t[0]][t[1]] -= slope / triplets.length;
            weights[t[0]][t[2]] += slope / triplets.length;
        }
        double loss = GivenTruth.loss(s.distance, e, triplets, gap -> s.cost.value(gap, s.margin));
        s.judge(found, e, Plain.asFloats(at), loss, weights);
    }

    /** As the layout has them among all rows. */
    private static int[][] triplets(Draw d, TripletLayout layout, int count, int size) {
        int[][] triplets = new int[count][3];
        for (int t = 0; t < count; t++) {
            for (int i = 0; i < 3; i++) {
                triplets[t][i] =
                        switch (layout) {
                            case INDICES -> d.from(0, size - 1);
                            case ROWS -> 3 * t + i;
                            case ARRAYS -> i * count + t;
                        };
            }
        }
        return d.note("triplets", triplets);
    }

    private static NDArray indices(Draw d, int[][] triplets, int size) {
        double[] flat = Plain.flat(triplets);
        int place = d.from(0, flat.length - 1);
        double good = flat[place];
        flat[place] = d.or(good, 0.1, -1.0, (double) size, (double) (1 << 30));
        Shape rows = new Shape(flat.length / 3, 3);
        Shape shape = flat.length > 3 ? d.or(rows, 0.05, new Shape(1, flat.length)) : rows;
        DataType type = d.of(DataType.INT32, DataType.INT64, DataType.INT64, DataType.FLOAT32);
        d.fault("labels", flat[place] != good || shape != rows || type == DataType.FLOAT32);
        d.note("labels", type + " " + Arrays.toString(flat));
        return d.array(flat, shape, type);
    }
}
