package tripletlab.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** Shortens numbers, because each digit of each point is stored in the notebook. */
final class Rounding {
    private Rounding() {}

    /** The values to {@code digits} significant digits; NaN and infinities stay. */
    static double[] significant(double[] values, int digits) {
        MathContext context = new MathContext(digits);
        return Arrays.stream(values)
                .map(v -> Double.isFinite(v) ? new BigDecimal(v).round(context).doubleValue() : v)
                .toArray();
    }
}
