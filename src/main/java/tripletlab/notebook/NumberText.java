package tripletlab.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Numbers as text, short enough to read. */
public final class NumberText {
    private static final int DIGITS = 4;
    private static final int MAX_DECIMALS = 6;

    private NumberText() {}

    /**
     * One number with four significant digits or all of its whole part, such as 0.9531 or 12345;
     * also NaN, ∞ and -∞.
     */
    public static String text(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
        }
        double size = Math.abs(value);
        if (value != 0 && (size < 1e-4 || size >= 1e9)) {
            return rounded(value, DIGITS).toString();
        }
        int whole = size < 1 ? 0 : (int) Math.log10(size) + 1;
        return rounded(value, Math.max(DIGITS, whole)).toPlainString();
    }

    /**
     * Numbers that stand below each other: the same decimals for all, as many as the largest needs.
     */
    static List<String> aligned(double[] values) {
        double largest =
                Arrays.stream(values).filter(Double::isFinite).map(Math::abs).max().orElse(0);
        if (largest != 0 && (largest < 1e-4 || largest >= 1e9)) {
            return Arrays.stream(values).mapToObj(NumberText::text).toList();
        }
        int whole = largest == 0 ? 0 : (int) Math.floor(Math.log10(largest)) + 1;
        int most = Math.min(MAX_DECIMALS, Math.max(0, DIGITS - whole));
        int decimals = Arrays.stream(values).mapToInt(v -> decimals(v, most)).max().orElse(0);
        return Arrays.stream(values)
                .mapToObj(v -> Double.isFinite(v) ? fixed(v, decimals) : text(v))
                .toList();
    }

    private static BigDecimal rounded(double value, int digits) {
        return new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    }

    private static int decimals(double value, int most) {
        if (!Double.isFinite(value)) {
            return 0;
        }
        BigDecimal shortest = new BigDecimal(value).setScale(most, RoundingMode.HALF_EVEN);
        return Math.max(0, shortest.stripTrailingZeros().scale());
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value == 0 ? 0 : value);
    }
}
