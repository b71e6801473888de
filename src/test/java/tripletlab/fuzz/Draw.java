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

/** Draws the inputs of one call, most of them good, and notes the names of those that are not. */
final class Draw implements AutoCloseable {

    private static final double BAD = 0.06; // of all arguments

    final Random random;
    final NDManager manager = NDManager.newBaseManager();
    private final Map<String, Object> inputs = new LinkedHashMap<>();
    private final Set<String> faults = new TreeSet<>();
    private final Set<String> doubts = new TreeSet<>();

    Draw(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    // ---- what is wrong

    /** An argument is not allowed if so: the call must be refused. */
    void fault(String name, boolean wrong) {
        if (wrong) {
            faults.add(name);
        }
    }

    /** An argument may be refused if so, but a right answer will do. */
    void doubt(String name, boolean strange) {
        if (strange) {
            doubts.add(name);
        }
    }

    Set<String> faults() {
        return faults;
    }

    Set<String> doubts() {
        return doubts;
    }

    boolean good() {
        return faults.isEmpty();
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

    /** A number within bounds now and then at or beyond them. */
    int count(String name, int low, int high) {
        int value =
                chance(2 * BAD)
                        ? of(low - 1, high + 1, 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)
                        : from(low, Math.max(low, high));
        fault(name, value < low || value > high);
        return note(name, value);
    }

    double margin() {
        double value =
                chance(0.5) ? of(0.0, 0.2, 0.5, 0.7, 1.0, (double) 0.7f) : 2 * random.nextDouble();
        if (chance(2 * BAD)) {
            value = of(Double.NaN, -1.0, 1e308, 1e39, Double.POSITIVE_INFINITY, -0.0, 3e38, 1e-45);
        }
        fault("margin", !(value >= 0 && value <= Float.MAX_VALUE));
        return note("margin", value);
    }

    private double special() {
        return of(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                1e-40,
                -1e-45,
                -0.0,
                0.0,
                1e-20,
                1e19,
                1e25,
                (double) Float.MAX_VALUE);
    }

    // ---- rows

    /** Embeddings: whole numbers, whose distances are exact, or Gaussian ones; some are wrong. */
    float[][] rows(String name) {
        return rows(name, from(1, 12), from(1, 5));
    }

    float[][] rows(String name, int size, int width) {
        float[][] rows = numbers(size, width);
        if (chance(BAD)) {
            rows[from(0, size - 1)] = of(new float[width + 1], null, new float[0]);
        }
        if (chance(BAD / 2)) {
            rows = of(null, new float[0][], new float[size][0]);
        }
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
        if (rows == null || rows.length == 0 || rows[0] == null || rows[0].length == 0) {
            return false;
        }
        for (float[] row : rows) {
            if (row == null || row.length != rows[0].length) {
                return false;
            }
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Squares of the largest distance may not fit a float: such rows may be refused. */
    void doubtLarge(String name, float[][] rows) {
        doubt(name, finite(rows) && Plain.longest(rows) > 1e18);
    }

    // ---- labels

    /** One for each of so many items, of few classes. */
    int[] labels(String name, int size) {
        int classes = from(1, 5);
        int[] labels = random.ints(size, 0, classes).toArray();
        if (size > 0 && chance(0.1)) {
            labels[from(0, size - 1)] = of(7, 1000, 10_007);
        }
        if (chance(BAD)) {
            labels = of(null, new int[0], Arrays.copyOf(labels, size + 1));
        }
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
        double[][] rows = Plain.doubles(numbers(size, width));
        Shape flat = new Shape(size * (long) width);
        NDArray array = matrix(name, rows, new Shape(1, size, width), flat);
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
        NDArray array = matrix(name, rows, new Shape(size * (long) size), new Shape(1, size, size));
        doubt(name, size < 2);
        fault(name, array != null && Arrays.stream(Plain.flat(array)).anyMatch(x -> !(x >= 0)));
        return array;
    }

    private NDArray matrix(String name, double[][] rows, Shape... wrong) {
        DataType type = DataType.FLOAT32;
        if (chance(0.3)) {
            type = of(DataType.FLOAT64, DataType.FLOAT64, DataType.FLOAT16, DataType.INT32);
        }
        Shape shape = new Shape(rows.length, rows[0].length);
        if (chance(BAD)) {
            shape = of(wrong);
            fault(name, true);
        }
        if (chance(BAD / 2)) {
            fault(name, true);
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
        double[] flat = array.toType(DataType.FLOAT64, true).toDoubleArray();
        int width = (int) array.getShape().get(1);
        double[][] rows = new double[(int) array.getShape().get(0)][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }

    /** Labels of any type, and the classes that they stand for. */
    record Labels(NDArray array, int[] classes) {}

    /** One for each of so many items, of any type, as (B) or (B, 1); some are wrong. */
    Labels labelArray(String name, int size) {
        int[] classes = random.ints(size, 0, from(1, 5)).toArray();
        DataType type =
                of(
                        DataType.FLOAT16,
                        DataType.FLOAT32,
                        DataType.FLOAT64,
                        DataType.INT8,
                        DataType.UINT8,
                        DataType.INT32,
                        DataType.INT64,
                        DataType.INT64);
        if (chance(BAD / 2)) {
            fault(name, true);
            return note(name, new Labels(null, classes));
        }
        boolean large = type == DataType.INT64 && chance(0.5); // no double tells these apart
        long first = large ? of(1L << 53, Long.MIN_VALUE, Long.MAX_VALUE - 10) : of(0, 1, 100);
        long[] values = Arrays.stream(classes).mapToLong(c -> first + c).toArray();
        Shape shape = chance(0.3) ? new Shape(size, 1) : new Shape(size);
        if (size > 1 && chance(BAD)) {
            shape = of(new Shape(1, size), new Shape(size, 1, 1));
            fault(name, true);
        }
        type = chance(BAD / 2) ? DataType.BOOLEAN : type;
        fault(name, type == DataType.BOOLEAN);
        NDArray array =
                type == DataType.INT64
                        ? manager.create(values, shape)
                        : labels(name, values, shape, type);
        note(name, type + " " + shape + " " + Arrays.toString(values));
        return new Labels(array, classes);
    }

    private NDArray labels(String name, long[] values, Shape shape, DataType type) {
        double[] doubles = Arrays.stream(values).asDoubleStream().toArray();
        boolean wrong = type.isFloating() && chance(BAD);
        doubles[0] = wrong ? Double.NaN : doubles[0];
        fault(name, wrong);
        return array(doubles, shape, type);
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
                            "  %s = %s%n".formatted(name, shown.substring(1, shown.length() - 1)));
                });
        return text.toString();
    }
}
