package tripletlab.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;

/** Shortens numbers, because each digit of each point is stored in the notebook. */
final class Rounding {
    private Rounding() {}

    /** A number that is none as a word: NaN, ∞ or -∞; otherwise as the format says. */
    static String text(String format, double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        return Double.isNaN(value) ? "NaN" : String.format(Locale.ROOT, format, value);
    }

    /** The values to {@code digits} significant digits; NaN and infinities stay. */
    static double[] significant(double[] values, int digits) {
        MathContext context = new MathContext(digits);
        return Arrays.stream(values)
                .map(v -> Double.isFinite(v) ? new BigDecimal(v).round(context).doubleValue() : v)
                .toArray();
    }
}
