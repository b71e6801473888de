package tripletlab.fuzz;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tripletlab.Oracle;

/** Draws the inputs of one call, most of them good, and notes the names of those that are not. */
final class Draw implements AutoCloseable {

    private static final double BAD = 0.06; // of all arguments

    final Random random;
    final NDManager manager = NDManager.newBaseManager();

    /** Names of arguments that are not allowed: the call must be refused. */
    final Set<String> faults = new TreeSet<>();

    /** Names of arguments that may be refused, but a right answer will do. */
    final Set<String> doubts = new TreeSet<>();

    private final Map<String, Object> inputs = new LinkedHashMap<>();

    Draw(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    void fault(String name, boolean wrong) {
        if (wrong) {
            faults.add(name);
        }
    }

    void doubt(String name, boolean strange) {
        if (strange) {
            doubts.add(name);
        }
    }

    boolean good() {
        return faults.isEmpty();
    }

    /** Another name by which an argument may be refused. */
    void alias(String name, String other) {
        fault(other, faults.contains(name));
        doubt(other, doubts.contains(name));
    }

    /** Squares of the largest distance may not fit a float: such rows may be refused. */
    void doubtLarge(String name, float[][] rows) {
        doubt(name, finite(rows) && Plain.longest(Oracle.doubles(rows)) > 1e18);
    }

    /** Remembers an input, to be shown if the outcome is wrong. */
    <T> T note(String name, T value) {
        inputs.put(name, value);
        return value;
    }

    // ---- single values

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    int from(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    @SafeVarargs
    final <T> T of(T... values) {
        return values[random.nextInt(values.length)];
    }

    /** A value, or now and then one of others. */
    @SafeVarargs
    final <T> T or(T value, double share, T... others) {
        return chance(share) ? others[random.nextInt(others.length)] : value;
    }

    /** A number within bounds, now and then at or beyond them. */
    int count(String name, int low, int high) {
        int good = from(low, Math.max(low, high));
        int value = or(good, 2 * BAD, low - 1, high + 1, 0, -1, 1 << 31, Integer.MAX_VALUE);
        fault(name, value < low || value > high);
        return note(name, value);
    }

    double margin() {
        double good = or(2 * random.nextDouble(), 0.5, 0.0, 0.2, 0.5, 0.7, 1.0, (double) 0.7f);
        double infinite = Double.POSITIVE_INFINITY;
        double value =
                or(good, 2 * BAD, Double.NaN, -1.0, 1e308, 1e39, infinite, -0.0, 3e38, 1e-45);
        fault("margin", !(value >= 0 && value <= Float.MAX_VALUE));
        return note("margin", value);
    }

    private double special() {
        String values = "NaN Infinity -Infinity 1e-40 -1e-45 -0 0 1e-20 1e19 1e25 3.4028235e38";
        return Double.parseDouble(of(values.split(" ")));
    }

    // ---- rows and labels

    /** Embeddings: whole numbers, whose distances are exact, or Gaussian ones; some are wrong. */
    float[][] rows(String name) {
        return rows(name, from(1, 12), from(1, 5));
    }

    float[][] rows(String name, int size, int width) {
        float[][] rows = numbers(size, width);
        int i = from(0, size - 1);
        rows[i] = or(rows[i], BAD, new float[width + 1], null, new float[0]);
        rows = or(rows, BAD / 2, null, new float[0][], new float[size][0]);
        fault(name, !finite(rows));
        return note(name, rows);
    }

    private float[][] numbers(int size, int width) {
        boolean whole = chance(0.6);
        double scale = of(1.0, 1.0, 1e-3, 1e3);
        float[][] rows = new float[size][width];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < width; k++) {
                rows[i][k] = whole ? from(-3, 3) : (float) (scale * random.nextGaussian());
            }
            rows[i] = i > 0 && chance(0.1) ? rows[from(0, i - 1)].clone() : rows[i]; // duplicates
        }
        if (chance(BAD)) {
            rows[from(0, size - 1)][from(0, width - 1)] = (float) special();
        }
        if (chance(BAD)) {
            Arrays.fill(rows[from(0, size - 1)], of(0f, 1e-40f, 1e-25f, 1e18f));
        }
        return rows;
    }

    /** Whether these are rows of one length, 1 or more, of finite numbers. */
    static boolean finite(float[][] rows) {
        return rows != null
                && rows.length > 0
                && rows[0] != null
                && rows[0].length > 0
                && Stream.of(rows).allMatch(row -> row != null && row.length == rows[0].length)
                && Double.isFinite(Plain.sum(Oracle.doubles(rows)));
    }

    /** One for each of so many items, of few classes. */
    int[] labels(String name, int size) {
        int[] labels = random.ints(size, 0, from(1, 5)).toArray();
        if (size > 0 && chance(0.1)) {
            labels[from(0, size - 1)] = of(7, 1000, 10_007);
        }
        labels = or(labels, BAD, null, new int[0], Arrays.copyOf(labels, size + 1));
        fault(name, labels == null || labels.length != size);
        return note(name, labels);
    }

    // ---- the engine's arrays

    /** Numbers as an array of a type. */
    NDArray array(double[] values, Shape shape, DataType type) {
        NDArray array = manager.create(values, shape);
        return type == DataType.FLOAT64 ? array : array.toType(type, false);
    }

    /** Embeddings (B, D) as an array, now and then of another type or shape, or null. */
    NDArray rowArray(String name, int size, int width) {
        double[][] rows = Oracle.doubles(numbers(size, width));
        NDArray array = matrix(name, rows, new Shape(1, size, width));
        fault(name, array != null && !array.getDataType().isFloating());
        return array;
    }

    /** Distances (B, B), many of them equal; some are wrong. */
    NDArray distances(String name, int size) {
        double step = of(0.125, 0.1);
        boolean any = chance(0.3);
        double[][] rows = new double[size][size];
        for (double[] row : rows) {
            Arrays.setAll(row, j -> any ? 2 * random.nextDouble() : step * from(0, 16));
        }
        if (chance(BAD)) {
            rows[from(0, size - 1)][from(0, size - 1)] = special();
        }
        NDArray array = matrix(name, rows, new Shape(1, size, size));
        doubt(name, size < 2);
        fault(name, array != null && Arrays.stream(Plain.flat(array)).anyMatch(x -> !(x >= 0)));
        return array;
    }

    private NDArray matrix(String name, double[][] rows, Shape deep) {
        DataType[] others = {DataType.FLOAT64, DataType.FLOAT64, DataType.FLOAT16, DataType.INT32};
        DataType type = or(DataType.FLOAT32, 0.3, others);
        Shape good = new Shape(rows.length, rows[0].length);
        Shape shape = or(good, BAD, new Shape(good.size()), deep);
        boolean none = chance(BAD / 2);
        fault(name, none || shape != good);
        if (none) {
            return null;
        }
        NDArray array = array(Plain.flat(rows), shape, type);
        doubt(name, type == DataType.FLOAT16 || type == DataType.INT32);
        fault(name, !Arrays.stream(Plain.flat(array)).allMatch(Double::isFinite));
        note(name, type + " " + shape + " " + Arrays.deepToString(rows));
        return array;
    }

    /** An array as it is seen by who reads it: with the precision of its type. */
    static double[][] seen(NDArray array) {
        double[] flat = Plain.flat(array);
        int width = (int) array.getShape().get(1);
        double[][] rows = new double[(int) array.getShape().get(0)][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }

    /** Labels of any type, and the classes that they stand for. */
    record Labels(NDArray array, int[] classes) {}

    /** One for each of so many items, of any type, as (B) or (B, 1); some are wrong. */
    Labels labelArray(String name, int size) {
        String types = "FLOAT16 FLOAT32 FLOAT64 INT8 UINT8 INT32 INT64 INT64";
        DataType good = DataType.valueOf(of(types.split(" ")));
        boolean large = good == DataType.INT64 && chance(0.5); // no double tells these apart
        long first = large ? of(1L << 53, Long.MIN_VALUE, Long.MAX_VALUE - 10) : of(0, 1, 100);
        int[] classes = random.ints(size, 0, from(1, 5)).toArray();
        long[] values = Arrays.stream(classes).mapToLong(c -> first + c).toArray();
        double[] doubles = LongStream.of(values).asDoubleStream().toArray();
        doubles[0] = good.isFloating() ? or(doubles[0], BAD, Double.NaN) : doubles[0];
        Shape flat = or(new Shape(size), 0.3, new Shape(size, 1));
        Shape shape = size > 1 ? or(flat, BAD, new Shape(1, size), new Shape(size, 1, 1)) : flat;
        DataType type = or(good, BAD / 2, DataType.BOOLEAN);
        boolean none = chance(BAD / 2);
        fault(name, none || type != good || shape != flat || Double.isNaN(doubles[0]));
        note(name, type + " " + shape + " " + Arrays.toString(values));
        NDArray array =
                type == DataType.INT64
                        ? manager.create(values, shape)
                        : array(doubles, shape, type);
        return new Labels(none ? null : array, classes);
    }

    @Override
    public void close() {
        manager.close();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        inputs.forEach(
                (name, value) -> {
                    String shown = Arrays.deepToString(new Object[] {value});
                    text.append(
                            "  " + name + " = " + shown.substring(1, shown.length() - 1) + "\n");
                });
        return text.toString();
    }
}
