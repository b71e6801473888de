package tripletlab.fuzz;

import static tripletlab.fuzz.Plain.check;
import static tripletlab.fuzz.Plain.close;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import tripletlab.GivenTruth;
import tripletlab.distance.Distance;

/** Distances with their gradients, by the engine and in plain Java. */
final class Distances {

    private Distances() {}

    private record Answer(double[][] distances, double[] gradient) {}

    static Call<?> draw(Draw d) {
        Distance distance = d.of(Distance.values());
        int width = d.from(1, 5);
        NDArray rows = d.rowArray("embeddings", d.from(1, 10), width);
        strange(d, distance, rows);
        double[][] weights = new double[10][10];
        for (double[] row : weights) {
            Arrays.setAll(row, j -> d.from(-2, 2));
        }
        return new Call<Answer>(
                () -> measured(d, distance, rows, weights),
                answer -> {
                    boolean half = rows.getDataType() == DataType.FLOAT16;
                    double precision = half ? 2e-2 : 1e-6;
                    judge(distance, Draw.seen(rows), precision, answer, half ? null : weights);
                });
    }

    static void strange(Draw d, Distance distance, NDArray... arrays) {
        if (d.faults().stream().noneMatch(Set.of("embeddings", "predictions")::contains)) {
            double[][] rows = joined(arrays);
            d.doubt("embeddings", Plain.longest(rows) > 1e18);
            d.fault("embeddings", distance == Distance.COSINE && Plain.shortest(rows) == 0);
            d.doubt("embeddings", distance == Distance.COSINE && Plain.shortest(rows) < 1e-30);
        }
    }

    static double[][] joined(NDArray... arrays) {
        return Stream.of(arrays).map(Draw::seen).flatMap(Stream::of).toArray(double[][]::new);
    }

    private static Answer measured(Draw d, Distance distance, NDArray rows, double[][] weights) {
        if (rows == null) {
            return new Answer(Draw.seen(distance.pairwise(null)), null);
        }
        int size = (int) rows.getShape().get(0);
        double[][] used = new double[size][size];
        for (int i = 0; i < size && size <= weights.length; i++) {
            System.arraycopy(weights[i], 0, used[i], 0, size);
        }
        Plain.requireGradient(rows);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray found = distance.pairwise(rows);
            if (!rows.hasGradient()) {
                return new Answer(Draw.seen(found), null);
            }
            NDArray factors = d.array(Plain.flat(used), new Shape(size, size), found.getDataType());
            collector.backward(found.mul(factors).sum());
            return new Answer(Draw.seen(found), Plain.flat(rows.getGradient()));
        }
    }

    private static void judge(
            Distance distance, double[][] e, double precision, Answer answer, double[][] weights) {
        double[][] expected = GivenTruth.distances(distance, e);
        double[][] found = answer.distances();
        double power = distance == Distance.EUCLIDEAN ? 2 : 1; // its square is what cancels
        double scale = distance == Distance.COSINE ? 1 : Math.pow(Plain.longest(e), 2);
        for (int i = 0; i < e.length; i++) {
            expected[i][i] = 0;
            check(found[i][i] == 0, "d_ii is %s", found[i][i]);
            for (int j = 0; j < e.length; j++) {
                check(found[i][j] == found[j][i], "d_ij is %s, d_ji %s", found[i][j], found[j][i]);
                check(found[i][j] >= 0, "d_ij is %s", found[i][j]);
                double square = Math.pow(expected[i][j], power);
                double tolerance = 10 * precision * scale + 1e-36;
                close("d_ij", Math.pow(found[i][j], power), square, tolerance);
            }
        }
        if (weights != null) {
            double[] slopes = Plain.flat(Plain.gradient(distance, e, part(weights, e.length)));
            judge(distance, e, answer.gradient(), slopes);
        }
    }

    /** Where rows are nearly equal, the distance itself is mostly rounding, and so is its slope. */
    private static void judge(Distance distance, double[][] e, double[] found, double[] slopes) {
        for (double slope : found) {
            check(Double.isFinite(slope), "the gradient is %s", slope);
        }
        double[] apart =
                Arrays.stream(Plain.flat(GivenTruth.distances(distance, e)))
                        .filter(x -> x > 0)
                        .toArray();
        double scale = distance == Distance.COSINE ? 1 : Plain.longest(e);
        if (Plain.whole(e) || Arrays.stream(apart).allMatch(x -> x > 0.03 * scale)) {
            double rounding = distance == Distance.COSINE ? 1e-5 / Plain.shortest(e) : 1e-6;
            close("the gradient", found, slopes, 1e-3 * Plain.largest(slopes) + rounding);
        }
    }

    private static double[][] part(double[][] weights, int size) {
        double[][] part = new double[size][size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(weights[i], 0, part[i], 0, size);
        }
        return part;
    }

    private static double[] flat(float[] values) {
        return Plain.flat(Plain.doubles(new float[][] {values}));
    }

    private static double[][] square(double[] flat) {
        int size = (int) Math.sqrt(flat.length);
        double[][] rows = new double[size][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * size, (i + 1) * size));
        return rows;
    }
}
