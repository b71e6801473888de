package tripletlab.notebook;

import java.util.Optional;
import java.util.function.Function;
import tripletlab.internal.Arguments;

/**
 * Claims that a notebook makes about its own results. One that holds is printed, such as {@code ✓
 * precision@1 = 0.953, expected 0.95 to 1}; one that does not stops the run, unless it is made for
 * the defaults only. (JShell ignores the keyword {@code assert}.)
 */
public final class Check {
    private Check() {}

    /**
     * Claims that a value lies in a band.
     *
     * @param what the value's name
     * @param value the value
     * @param low the least allowed
     * @param high the most allowed
     * @throws CheckFailed if the value is NaN or outside
     * @throws IllegalArgumentException if no value could be allowed
     */
    public static void between(String what, double value, double low, double high) {
        Arguments.requireNonNull("what", what);
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "low is %s and high is %s, expected low <= high".formatted(low, high));
        }
        String bounds = "%s to %s".formatted(Numbers.text(low), Numbers.text(high));
        require(low <= value && value <= high, what, value, bounds);
    }

    /**
     * Claims that a value is as expected, but for rounding.
     *
     * @param what the value's name
     * @param actual the value
     * @param expected what it should be
     * @param tolerance the greatest difference allowed, 0 or more
     * @throws CheckFailed if the value is NaN or further away
     * @throws IllegalArgumentException if no value could be allowed
     */
    public static void close(String what, double actual, double expected, double tolerance) {
        Arguments.requireNonNull("what", what);
        if (!Double.isFinite(expected)) {
            throw new IllegalArgumentException(
                    "expected is %s, expected a finite number".formatted(expected));
        }
        requireTolerance(tolerance);
        String bounds = "%s ± %s".formatted(Numbers.text(expected), Numbers.text(tolerance));
        require(Math.abs(actual - expected) <= tolerance, what, actual, bounds);
    }

    /**
     * Claims that values are exactly as expected: numbers or booleans, single ones or in arrays of
     * any number of dimensions, Java's or NDArrays.
     *
     * @param what the values' name
     * @param actual the values
     * @param expected what they should be
     * @throws CheckFailed if not; the message names the first wrong place
     */
    public static void equal(String what, Object actual, Object expected) {
        close(what, actual, expected, 0, place -> "");
    }

    /**
     * Claims that values are exactly as expected, and says more about a wrong place.
     *
     * @param what the values' name
     * @param actual the values
     * @param expected what they should be
     * @param hint what the first wrong place tells a reader, or an empty text
     * @throws CheckFailed if not; the message names the first wrong place
     */
    public static void equal(
            String what, Object actual, Object expected, Function<Place, String> hint) {
        close(what, actual, expected, 0, hint);
    }

    /**
     * Claims that values are as expected, but for rounding.
     *
     * @param what the values' name
     * @param actual the values
     * @param expected what they should be
     * @param tolerance the greatest difference allowed, 0 or more
     * @throws CheckFailed if not; the message names the first wrong place
     */
    public static void close(String what, Object actual, Object expected, double tolerance) {
        close(what, actual, expected, tolerance, place -> "");
    }

    /**
     * Claims that values are as expected, but for rounding, and says more about a wrong place.
     *
     * @param what the values' name
     * @param actual the values
     * @param expected what they should be
     * @param tolerance the greatest difference allowed, 0 or more
     * @param hint what the first wrong place tells a reader, or an empty text
     * @throws CheckFailed if not; the message names the first wrong place
     */
    public static void close(
            String what,
            Object actual,
            Object expected,
            double tolerance,
            Function<Place, String> hint) {
        Arguments.requireNonNull("what", what);
        Arguments.requireNonNull("expected", expected);
        Arguments.requireNonNull("hint", hint);
        requireTolerance(tolerance);
        if (actual == null) {
            throw new CheckFailed(what + " is null");
        }
        Values values = Values.of(what, actual);
        Values right = Values.of("expected", expected);
        if (!values.shape().equals(right.shape())) {
            throw new CheckFailed(
                    "%s has shape %s, expected %s".formatted(what, values.shape(), right.shape()));
        }
        Optional<Place> wrong = values.firstWrong(right, tolerance);
        if (wrong.isPresent()) {
            throw new CheckFailed(
                    what
                            + complaint(wrong.get(), values, right, tolerance)
                            + reason(hint.apply(wrong.get())));
        }
        boolean single = values.shape().dimension() == 0;
        String found = single ? values.text(values.flat()[0]) : "as expected " + values.shape();
        System.out.println("✓ " + what + (single ? " = " : " ") + found);
    }

    private static String complaint(Place place, Values values, Values right, double tolerance) {
        long count = values.countWrong(right, tolerance);
        String found = values.text(place.value());
        String wanted = right.text(place.expected());
        boolean alike = found.equals(wanted); // when rounded
        return " is %s%s, expected %s%s%s"
                .formatted(
                        alike ? place.value() : found,
                        values.shape().dimension() == 0 ? "" : " " + place,
                        alike ? place.expected() : wanted,
                        tolerance == 0 ? "" : " ± " + Numbers.text(tolerance),
                        count == 1 ? "" : " (%d of %d are wrong)".formatted(count, values.size()));
    }

    private static String reason(String hint) {
        return hint == null || hint.isEmpty() ? "" : ": " + hint;
    }

    /**
     * Claims something that holds or not.
     *
     * @param claim what should hold, as a sentence
     * @param holds whether it does
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
     *
     * @param what the value's name
     * @param value the value
     * @param low the least allowed
     * @param high the most allowed
     */
    public static void atDefaults(String what, double value, double low, double high) {
        if (low <= value && value <= high) {
            between(what, value, low, high);
        } else {
            String line = "✗ %s = %s, at the defaults %s to %s";
            System.out.printf(
                    line + "%n", what, (float) value, Numbers.text(low), Numbers.text(high));
        }
    }

    /**
     * Claims something that holds or not at the notebook's defaults. Elsewhere a claim that does
     * not hold is printed, and the notebook goes on.
     *
     * @param claim what should hold, as a sentence
     * @param holds whether it does
     */
    public static void atDefaults(String claim, boolean holds) {
        if (holds) {
            that(claim, true);
        } else {
            System.out.println("✗ only at the defaults: " + claim);
        }
    }

    private static void requireTolerance(double tolerance) {
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException(
                    "tolerance is %s, expected 0 or more".formatted(tolerance));
        }
    }

    /** Short, or with all digits where they matter. */
    private static String exact(double value, boolean shortly) {
        return shortly || !Double.isFinite(value) ? Numbers.text(value) : String.valueOf(value);
    }

    private static void require(boolean holds, String what, double value, String bounds) {
        String line = "%s = %s, expected %s".formatted(what, exact(value, holds), bounds);
        if (!holds) {
            throw new CheckFailed(line);
        }
        System.out.println("✓ " + line);
    }
}
