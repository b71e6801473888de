package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;
import static tripletlab.fuzz.Plain.close;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import java.util.Arrays;
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

/** Losses on embeddings with their gradients: mined, and of given triplets. */
final class Losses {

    private Losses() {}

    private record Answer(double value, double[] gradient) {}

    static Call<?> mined(Draw d) {
        int size = d.from(1, 10);
        NDArray rows = d.rowArray("embeddings", size, d.from(1, 5));
        Draw.Labels labels = d.labelArray("labels", size);
        Distance distance = d.of(Distance.values());
        Truth.Cost cost = d.of(Truth.Cost.values());
        Strategy strategy = d.of(Strategy.values());
        double margin = cost == Truth.Cost.HINGE ? d.margin() : 1;
        d.note("loss", strategy + ", " + distance + ", " + cost);
        d.doubt("embeddings", size < 2);
        d.fault("predictions", rows == null);
        d.fault("penalty", strategy == Strategy.BATCH_ALL_SEMI_HARD && cost == Truth.Cost.SOFT);
        Distances.strange(d, distance, rows);
        return new Call<Answer>(
                () -> {
                    TripletLoss.Builder builder = TripletLoss.builder().setMiner(strategy.miner());
                    MiningLoss loss = set(builder, distance, cost, margin).build();
                    return evaluated(loss, list(labels.array()), list(rows));
                },
                answer -> {
                    double[][] e = Draw.seen(rows);
                    double[][] at = Plain.asFloats(GivenTruth.distances(distance, e));
                    int[] y = labels.classes();
                    Truth truth = Truth.of(strategy, at, y, (float) margin, cost);
                    double[][] gradient = Plain.gradient(distance, e, truth.weights());
                    boolean clear = clear(distance, at, margin);
                    judge(answer, truth.loss(), gradient, at, clear);
                });
    }

    static Call<?> given(Draw d) {
        TripletLayout layout = d.of(TripletLayout.values());
        Distance distance = d.of(Distance.values());
        Truth.Cost cost = d.of(Truth.Cost.values());
        double margin = cost == Truth.Cost.HINGE ? d.margin() : 1;
        d.note("loss", layout + ", " + distance + ", " + cost);
        int count = d.from(1, 6);
        int width = d.from(1, 4);
        boolean split = layout == TripletLayout.ARRAYS;
        boolean indices = layout == TripletLayout.INDICES;
        boolean odd = !indices && d.chance(0.05); // a row too many, or another width
        int size = indices ? d.from(1, 8) : split ? count : 3 * count;
        NDArray[] arrays = arrays(d, size, width, split ? 3 : 1, odd);
        d.fault("embeddings", odd);
        d.fault("predictions", d.faults().contains("embeddings"));
        Distances.strange(d, distance, arrays);
        int[][] triplets = triplets(d, layout, count, size);
        NDList labels = indices ? list(indices(d, triplets, size)) : new NDList();
        d.note("triplets", triplets);
        d.doubt(
                "triplet",
                Stream.of(triplets).anyMatch(t -> IntStream.of(t).distinct().count() < 3));
        return new Call<Answer>(
                () -> {
                    GivenTripletLoss.Builder builder = GivenTripletLoss.builder().setLayout(layout);
                    MiningLoss loss = set(builder, distance, cost, margin).build();
                    return evaluated(loss, labels, list(arrays));
                },
                answer ->
                        judge(answer, Distances.joined(arrays), triplets, distance, cost, margin));
    }

    private static void judge(
            Answer answer,
            double[][] e,
            int[][] triplets,
            Distance distance,
            Truth.Cost cost,
            double margin) {
        double[][] at = GivenTruth.distances(distance, e);
        double[][] weights = new double[e.length][e.length];
        double sum = 0;
        for (int[] t : triplets) {
            double gap = at[t[0]][t[2]] - at[t[0]][t[1]];
            double slope = Plain.slope(cost, gap, margin) / triplets.length;
            sum += Plain.cost(cost, gap, margin);
            weights[t[0]][t[1]] -= slope;
            weights[t[0]][t[2]] += slope;
        }
        double[][] gradient = Plain.gradient(distance, e, weights);
        boolean clear = clear(distance, Plain.asFloats(at), margin);
        judge(answer, sum / triplets.length, gradient, at, clear);
    }

    /** The last of several may be odd in its width, a single one in its size. */
    private static NDArray[] arrays(Draw d, int size, int width, int count, boolean odd) {
        NDArray[] arrays = new NDArray[count];
        for (int i = 0; i < count; i++) {
            int more = odd && i == count - 1 ? 1 : 0;
            arrays[i] =
                    count == 1
                            ? d.rowArray("embeddings", size + more, width)
                            : d.rowArray("embeddings", size, width + more);
        }
        return arrays;
    }

    /** As the layout has them among all rows. */
    private static int[][] triplets(Draw d, TripletLayout layout, int count, int size) {
        int[][] triplets = new int[count][3];
        for (int t = 0; t < count; t++) {
            int row = t;
            Arrays.setAll(
                    triplets[t],
                    i ->
                            switch (layout) {
                                case INDICES -> d.from(0, size - 1);
                                case ROWS -> 3 * row + i;
                                case ARRAYS -> i * count + row;
                            });
        }
        return triplets;
    }

    private static NDArray indices(Draw d, int[][] triplets, int size) {
        double[] flat = Plain.flat(Plain.doubles(triplets));
        if (d.chance(0.1)) {
            flat[d.from(0, flat.length - 1)] = d.of(-1, size, 1 << 30);
            d.fault("labels", true);
        }
        boolean wide = flat.length > 3 && d.chance(0.05);
        d.fault("labels", wide);
        DataType type = d.of(DataType.INT32, DataType.INT64, DataType.INT64, DataType.FLOAT32);
        d.fault("labels", type == DataType.FLOAT32);
        d.note("labels", type + " " + Arrays.toString(flat));
        return d.array(
                flat, wide ? new Shape(1, flat.length) : new Shape(flat.length / 3, 3), type);
    }

    /** Whether no two distances, and no gap and margin, are so close that rounding decides. */
    private static boolean clear(Distance distance, double[][] d, double margin) {
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

    private static <T extends MiningLoss.BaseBuilder<T>> T set(
            T builder, Distance distance, Truth.Cost cost, double margin) {
        T set = builder.optDistance(distance);
        return cost == Truth.Cost.SOFT ? set.optSoftMargin() : set.optMargin((float) margin);
    }

    private static NDList list(NDArray... arrays) {
        return Arrays.asList(arrays).contains(null) ? null : new NDList(arrays);
    }

    private static Answer evaluated(Loss loss, NDList labels, NDList predictions) {
        if (labels == null || predictions == null) {
            loss.evaluate(labels, predictions);
        }
        predictions.forEach(Plain::requireGradient);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = loss.evaluate(labels, predictions);
            if (predictions.head().hasGradient()) {
                collector.backward(value);
            }
            double[] gradient =
                    predictions.stream()
                            .filter(NDArray::hasGradient)
                            .flatMapToDouble(a -> Arrays.stream(Plain.flat(a.getGradient())))
                            .toArray();
            return new Answer(Plain.flat(value)[0], gradient);
        }
    }

    /** Where rounding decides which triplets are taken or active, both have to be finite only. */
    private static void judge(
            Answer answer, double loss, double[][] gradient, double[][] d, boolean clear) {
        check(Double.isFinite(answer.value()), "the loss is %s", answer.value());
        for (double slope : answer.gradient()) {
            check(Double.isFinite(slope), "the gradient is %s", slope);
        }
        if (clear
                && answer.gradient().length
                        == d.length * gradient[0].length) { // float16 has none on MXNet
            close("loss", answer.value(), loss, 1e-5 * Math.max(1, Plain.largest(Plain.flat(d))));
            double[] slopes = Plain.flat(gradient);
            close("the gradient", answer.gradient(), slopes, 1e-3 * Plain.largest(slopes) + 1e-6);
        }
    }
}
