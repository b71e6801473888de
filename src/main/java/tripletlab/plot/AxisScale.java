package tripletlab.plot;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tech.tablesaw.plotly.components.Axis;

/** How an axis places its values. */
public enum AxisScale {
    /** Equal differences, equal lengths. */
    LINEAR(Axis.Type.LINEAR),

    /** Equal ratios, equal lengths; values above 0 only. */
    LOG(Axis.Type.LOG);

    private static final int FEW = 8;
    private static final int DIGITS = 4;
    private static final double DECADES = 30; // least ratio for which powers of ten will do

    private final Axis.Type type;

    AxisScale(Axis.Type type) {
        this.type = type;
    }

    Axis.Type type() {
        return type;
    }

    /**
     * Where a logarithmic axis has its numbers: at the values if they are few and short, such as
     * batch sizes but not measured times, otherwise at powers of ten.
     */
    Map<String, Object> ticks(Stream<double[]> values) {
        if (this == LINEAR) {
            return Map.of();
        }
        double[] all =
                values.flatMapToDouble(DoubleStream::of)
                        .filter(value -> value > 0 && Double.isFinite(value))
                        .distinct()
                        .sorted()
                        .toArray();
        if (all.length <= FEW && Arrays.equals(all, Rounding.significant(all, DIGITS))) {
            return Json.object("tickmode", "array", "tickvals", all);
        }
        Map<String, Object> powers = Json.object("exponentformat", "power");
        if (all[all.length - 1] / all[0] > DECADES) {
            powers.put("dtick", 1);
        }
        return powers;
    }
}
