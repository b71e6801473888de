package tripletlab.plot.parts;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The cells of a matrix in colours: those of Viridis for distances, two for a mask.
 *
 * @param values (B, B)
 * @param mask whether they are 0 for no and 1 for yes
 * @param valueTitle the title of the colour scale of distances
 */
public record HeatMap(double[][] values, boolean mask, String valueTitle) {
    private static final int MAX_GAPS = 40;
    private static final String TWO_COLORS = // named beside the matrix
            """
            {colorscale: [[0, '#eeeeee'], [0.5, '#eeeeee'], [0.5, '#1f5f9f'], [1, '#1f5f9f']],
             zmin: 0, zmax: 1, colorbar: {tickvals: [0.25, 0.75], ticktext: ['no', 'yes'],
                                          len: 0.3, y: 0.98, yanchor: 'top'}}
            """;

    /** The trace, with names of the items for the mouse, and values in the cells or not. */
    public Map<String, Object> trace(List<String> names, boolean withValues) {
        Map<String, Object> trace =
                Json.of(
                        """
                        {type: 'heatmap', x: %1$s, y: %1$s, z: %2$s, xgap: %3$s, ygap: %3$s,
                         hovertemplate: %4$s}
                        """,
                        names,
                        values,
                        values.length <= MAX_GAPS ? 1 : 0,
                        "%{y}, %{x}" + (mask ? "" : ": %{z}") + "<extra></extra>");
        trace.putAll(mask ? Json.of(TWO_COLORS) : viridis());
        if (withValues) {
            boolean whole = finite().allMatch(value -> value % 1 == 0);
            trace.put("texttemplate", whole ? "%{z:.0f}" : "%{z:.2f}");
        }
        return trace;
    }

    /** From the smallest to the largest value, and from 0 if none is below. */
    private Map<String, Object> viridis() {
        DoubleSummaryStatistics known = finite().summaryStatistics();
        double low = Math.min(0, known.getMin());
        double high = known.getMax();
        return Json.of(
                """
                {colorscale: 'Viridis', zmin: %s, zmax: %s,
                 colorbar: {title: {text: %s}, len: 0.9}}
                """,
                low, high > low ? high : low + 1, Json.text(valueTitle));
    }

    private DoubleStream finite() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite);
    }
}
