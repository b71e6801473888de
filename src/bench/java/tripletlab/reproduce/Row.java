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

    /** A value beside that of the original, which must be as large as said. */
    static Row atLeast(String what, double published, double measured, double least) {
        String asked = "at least " + text(least) + ": " + (measured >= least ? REACHED : MISSED);
        return new Row(what, text(published), text(measured), asked);
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

    /** All digits of a large number, the first ones of a small one. */
    static String text(double value) {
        double size = Math.abs(value);
        boolean almostOne = size < 1 && size > 0.9999; // a cosine of 0.99998 is not 1
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : almostOne ? 6 : 4;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
