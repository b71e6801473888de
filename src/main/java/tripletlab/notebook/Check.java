package tripletlab.notebook;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.Function;
import tripletlab.internal.Arguments;

/**
 * Claims that a notebook makes about its own results. One that holds is printed, such as {@code ✓
 * loss = 0.6931, expected 0.6931 ± 0.001}; one that does not stops the run, unless it is made for
 * the defaults only. (JShell ignores the keyword {@code assert}.)
 *
 * <p>Values are numbers or booleans, single ones or in arrays of any number of dimensions, Java's
 * or NDArrays. They are compared element by element, NaN is equal to NaN only, and the message
 * names the first element that is wrong.
 */
public final class Check {
    private static final int BLOCK = 1 << 18; // elements in Java's memory at once

    private Check() {}

    /**
     * An element that is not as expected.
     *
     * @param index one number from 0 for each dimension; none for a single number
     * @param value what is there; 1 for true, 0 for false
     * @param expected what should be there
     */
    public record Mismatch(int[] index, double value, double expected) {

        /** An element. */
        public Mismatch {
            Arguments.requireNonNull("index", index);
        }

        /** The last but one index, 0 if there is none. */
        public int row() {
            return index.length < 2 ? 0 : index[index.length - 2];
        }

        /** The last index, 0 if there is none. */
        public int column() {
            return index.length < 1 ? 0 : index[index.length - 1];
        }

        /** Whether it is on the diagonal of a matrix. */
        public boolean onDiagonal() {
            return index.length >= 2 && row() == column();
        }

        /** Where it is, such as {@code in row 3, column 0}. */
        @Override
        public String toString() {
            return switch (index.length) {
                case 0 -> "";
                case 1 -> "at index " + index[0];
                case 2 -> "in row %d, column %d".formatted(row(), column());
                default -> "at index " + Arrays.toString(index);
            };
        }
    }

    /** Claims that values are exactly as expected. */
    public static void equal(String what, Object actual, Object expected) {
        close(what, actual, expected, 0, mismatch -> "");
    }

    /** Claims that values are exactly as expected. */
    public static void equal(
            String what, Object actual, Object expected, Function<Mismatch, String> hint) {
        close(what, actual, expected, 0, hint);
    }

    /** Claims that values are as expected, but for rounding. */
    public static void close(String what, Object actual, Object expected, double tolerance) {
        close(what, actual, expected, tolerance, mismatch -> "");
    }

    /**
     * Claims that values are as expected, but for rounding.
     *
     * @param tolerance the greatest difference allowed, 0 or more
     * @param hint what the first wrong element tells a reader, or an empty text
     * @throws CheckFailed if they are not
     * @throws IllegalArgumentException if {@code expected} holds no numbers or booleans
     */
    public static void close(
            String what,
            Object actual,
            Object expected,
            double tolerance,
            Function<Mismatch, String> hint) {
        Arguments.requireNonNull("what", what);
        Arguments.requireNonNull("expected", expected);
        Arguments.requireNonNull("hint", hint);
        Arguments.require(tolerance >= 0, "tolerance is %s, expected 0 or more", tolerance);
        if (actual == null) {
            throw new CheckFailed(what + " is null");
        }
        compare(what, Values.of(what, actual), Values.of("expected", expected), tolerance, hint);
    }

    private static void compare(
            String what,
            Values found,
            Values wanted,
            double tolerance,
            Function<Mismatch, String> hint) {
        Shape shape = found.shape();
        if (!shape.equals(wanted.shape())) {
            throw new CheckFailed(
                    "%s has shape %s, expected %s".formatted(what, shape, wanted.shape()));
        }
        String rounding = tolerance == 0 ? "" : " ± " + NumberText.text(tolerance);
        Mismatch first = null;
        long wrong = 0;
        for (long from = 0; from < shape.size(); from += BLOCK) {
            int count = (int) Math.min(BLOCK, shape.size() - from);
            double[] values = found.read(from, count);
            double[] right = wanted.read(from, count);
            for (int i = 0; i < count; i++) {
                if (!isNear(values[i], right[i], tolerance)) {
                    wrong++;
                    first = first != null ? first : mismatch(shape, from + i, values[i], right[i]);
                }
            }
        }
        if (first != null) {
            String some = wrong == 1 ? "" : " (%d of %d are wrong)".formatted(wrong, shape.size());
            String complaint = complaint(first, found, wanted) + rounding + some;
            throw new CheckFailed(what + complaint + reason(hint.apply(first)));
        }
        System.out.println("✓ " + what + praise(found, wanted, rounding));
    }

    private static String praise(Values found, Values wanted, String rounding) {
        if (found.shape().dimension() > 0) {
            return " as expected " + found.shape();
        }
        String band = rounding.isEmpty() ? "" : ", expected " + wanted.first() + rounding;
        return " = " + found.first() + band;
    }

    private static boolean isNear(double value, double expected, double tolerance) {
        boolean equal = Double.compare(value, expected) == 0; // also if both are NaN
        return equal || Math.abs(value - expected) <= tolerance;
    }

    private static String reason(String hint) {
        return hint == null || hint.isEmpty() ? "" : ": " + hint;
    }

    private static String complaint(Mismatch first, Values found, Values wanted) {
        String value = found.text(first.value());
        String expected = wanted.text(first.expected());
        boolean alike = value.equals(expected); // when rounded
        return " is %s%s, expected %s"
                .formatted(
                        alike ? first.value() : value,
                        first.index().length == 0 ? "" : " " + first,
                        alike ? first.expected() : expected);
    }

    private static Mismatch mismatch(Shape shape, long position, double value, double expected) {
        int[] index = new int[shape.dimension()];
        long rest = position;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = (int) (rest % shape.get(axis));
            rest /= shape.get(axis);
        }
        return new Mismatch(index, value, expected);
    }

    /**
     * Claims something that holds or not.
     *
     * @param claim what should hold, as a sentence
     * @throws CheckFailed if it does not
     */
    public static void that(String claim, boolean holds) {
        Arguments.requireNonNull("claim", claim);
        if (!holds) {
            throw new CheckFailed("does not hold: " + claim);
        }
        System.out.println("✓ " + claim);
    }

    /**
     * Claims that a value lies in a band at the notebook's defaults. Elsewhere nothing is claimed:
     * a value outside is printed, such as {@code ✗ precision@1 = 0.31, at the defaults 0.95 to 1},
     * and the notebook goes on. A run of {@code lab.py} at the defaults fails then.
     */
    public static void atDefaults(String what, double value, double low, double high) {
        Arguments.requireNonNull("what", what);
        boolean holds = low <= value && value <= high;
        String line =
                holds ? "✓ %s = %s, expected %s to %s" : "✗ %s = %s, at the defaults %s to %s";
        String found = holds ? NumberText.text(value) : String.valueOf((float) value);
        System.out.println(
                line.formatted(what, found, NumberText.text(low), NumberText.text(high)));
    }

    /**
     * Claims something that holds or not at the notebook's defaults. Elsewhere a claim that does
     * not hold is printed, and the notebook goes on.
     */
    public static void atDefaults(String claim, boolean holds) {
        Arguments.requireNonNull("claim", claim);
        System.out.println(holds ? "✓ " + claim : "✗ only at the defaults: " + claim);
    }
}
