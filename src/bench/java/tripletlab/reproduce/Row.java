package tripletlab.reproduce;

import java.util.Locale;

/**
 * A line of the table.
 *
 * @param what the quantity
 * @param published its value elsewhere, or empty
 * @param measured its value here
 * @param verdict what was asked of it, and whether it holds; or empty
 */
record Row(String what, String published, String measured, String verdict) {

    private static final String REACHED = "yes";
    private static final String MISSED = "**no**";

    /** A value to look at. */
    static Row of(String what, double measured) {
        return new Row(what, "", text(measured), "");
    }

    /** A value beside that of the original, of which nothing is asked. */
    static Row beside(String what, double published, double measured) {
        return new Row(what, text(published), text(measured), "");
    }

    /** A value that must be near the published one. */
    static Row near(String what, double published, double measured, double tolerance) {
        boolean holds = Math.abs(measured - published) <= tolerance;
        String asked = String.format(Locale.ROOT, "within %s: ", text(tolerance));
        return new Row(what, text(published), text(measured), asked + (holds ? REACHED : MISSED));
    }

    /** A value that must be as large as said. */
    static Row atLeast(String what, double least, double measured) {
        String asked = "at least " + text(least) + ": ";
        return new Row(what, "", text(measured), asked + (measured >= least ? REACHED : MISSED));
    }

    /** A sentence that must hold, with the numbers it is about. */
    static Row claim(String what, String measured, boolean holds) {
        return new Row(what, "", measured, holds ? REACHED : MISSED);
    }

    /** Whether something was asked that does not hold. */
    boolean isMissed() {
        return verdict.endsWith(MISSED);
    }

    String markdown() {
        return "| " + String.join(" | ", what, published, measured, verdict) + " |";
    }

    /** Four significant digits, and all digits of a whole number. */
    static String text(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) >= 1000;
        if (whole) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        int decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
