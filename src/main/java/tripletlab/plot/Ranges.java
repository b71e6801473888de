package tripletlab.plot;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Ranges that hold for several figures at once. */
final class Ranges {
    private static final double AIR = 0.05; // beside the outermost points, of the range

    private Ranges() {}

    /**
     * The range that holds those of all axes; null if one of them has none. The direction is that
     * of the first.
     */
    static List<Double> union(List<Map<String, Object>> axes) {
        List<double[]> ranges =
                axes.stream()
                        .map(axis -> Json.list(axis.get("range")))
                        .filter(range -> range.size() == 2)
                        .map(range -> new double[] {number(range.get(0)), number(range.get(1))})
                        .toList();
        if (ranges.size() < axes.size()) {
            return null;
        }
        double low = ranges.stream().flatMapToDouble(DoubleStream::of).min().orElseThrow();
        double high = ranges.stream().flatMapToDouble(DoubleStream::of).max().orElseThrow();
        return ranges.get(0)[0] <= ranges.get(0)[1] ? List.of(low, high) : List.of(high, low);
    }

    /** The range of some coordinates with a little air; null if none is a number. */
    static List<Double> ofData(Stream<?> coordinates) {
        double[] known =
                coordinates.filter(Number.class::isInstance).mapToDouble(Ranges::number).toArray();
        if (known.length == 0) {
            return null;
        }
        double low = DoubleStream.of(known).min().orElseThrow();
        double high = DoubleStream.of(known).max().orElseThrow();
        double air = high > low ? AIR * (high - low) : 1;
        double[] rounded = Rounding.significant(new double[] {low - air, high + air}, 4);
        return List.of(rounded[0], rounded[1]);
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
