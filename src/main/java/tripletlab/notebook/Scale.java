package tripletlab.notebook;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Places values between two edges of a picture. */
record Scale(double low, double high, double from, double to) {
    private static final int MOST_TICKS = 8;

    Scale(double[] limits, double from, double to) {
        this(limits[0], limits[1], from, to);
    }

    /** The pixel of a value. */
    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** Round values, at most eight, at steps of 1, 2 or 5 times a power of ten. */
    double[] ticks() {
        double power = Math.pow(10, Math.floor(Math.log10((high - low) / MOST_TICKS)));
        double step =
                DoubleStream.of(1, 2, 5, 10)
                        .map(factor -> factor * power)
                        .filter(s -> (high - low) / s < MOST_TICKS)
                        .findFirst()
                        .orElseThrow();
        int first = (int) Math.ceil(low / step);
        int last = (int) Math.floor(high / step);
        return IntStream.rangeClosed(first, last).mapToDouble(i -> i * step).toArray();
    }
}
