package tripletlab.notebook;

/**
 * Claims that a notebook makes about its own results. One that holds is printed, such as {@code ✓
 * precision@1 = 0.953, expected 0.95 to 1}; one that does not stops the run. (JShell ignores the
 * keyword {@code assert}.)
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
        if (!Double.isFinite(expected)) {
            throw new IllegalArgumentException(
                    "expected is %s, expected a finite number".formatted(expected));
        }
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException(
                    "tolerance is %s, expected 0 or more".formatted(tolerance));
        }
        String bounds = "%s ± %s".formatted(Numbers.text(expected), Numbers.text(tolerance));
        require(Math.abs(actual - expected) <= tolerance, what, actual, bounds);
    }

    /**
     * Claims something that holds or not.
     *
     * @param claim what should hold, as a sentence
     * @param holds whether it does
     * @throws CheckFailed if it does not
     */
    public static void that(String claim, boolean holds) {
        if (!holds) {
            throw new CheckFailed("does not hold: " + claim);
        }
        System.out.println("✓ " + claim);
    }

    private static void require(boolean holds, String what, double value, String bounds) {
        String line =
                "%s = %s, expected %s".formatted(what, holds ? Numbers.text(value) : value, bounds);
        if (!holds) {
            throw new CheckFailed(line);
        }
        System.out.println("✓ " + line);
    }
}
