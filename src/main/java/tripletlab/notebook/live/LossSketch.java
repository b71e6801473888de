package tripletlab.notebook.live;

import java.util.Arrays;
import java.util.Locale;
import tripletlab.notebook.NumberText;

/**
 * The loss so far as an SVG of 800 by 450 pixels, which JupyterLab replaces without a flicker. More
 * than 200 batches are averaged in runs; a gap is where the loss is not finite.
 */
final class LossSketch {
    private static final int MAX_POINTS = 200;
    private static final int INTERVALS = 4; // between two grid lines, at most
    private static final double LEFT = 80; // of the plot, in pixels
    private static final double RIGHT = 770;
    private static final double TOP = 60;
    private static final double BOTTOM = 390;

    private LossSketch() {}

    /** Of one batch or more, at least one with a finite loss. */
    static String of(double[] losses) {
        double[] means = new double[Math.min(MAX_POINTS, losses.length)];
        for (int i = 0; i < means.length; i++) {
            int from = (int) ((long) i * losses.length / means.length);
            int to = (int) ((i + 1L) * losses.length / means.length);
            means[i] = Arrays.stream(losses, from, to).average().orElseThrow();
        }
        double[] finite = Arrays.stream(means).filter(Double::isFinite).toArray();
        double low = Math.min(0, Arrays.stream(finite).min().orElse(0));
        double range = 1.05 * (Arrays.stream(finite).max().orElse(1) - low);
        range = Math.max(range, 1e-6 * Math.max(1, -low));
        StringBuilder body = new StringBuilder();
        double interval = roundedUp(range / INTERVALS);
        for (long i = (long) Math.ceil(low / interval); i * interval <= low + range; i++) {
            double loss = i * interval;
            double y = BOTTOM + (loss - low) / range * (TOP - BOTTOM);
            add(body, "<path d='M%.1f %.1fH%.1f' stroke='#eee'/>", LEFT, y, RIGHT);
            String label = "<text x='%.1f' y='%.1f' text-anchor='end'>%s</text>";
            add(body, label, LEFT - 6, y + 4, NumberText.text(loss));
        }
        char step = 'M';
        body.append("<path fill='none' stroke='#1f5f9f' stroke-width='3' d='");
        for (int i = 0; i < means.length; i++) {
            double x = LEFT + (i + 0.5) / means.length * (RIGHT - LEFT);
            double y = BOTTOM + (means[i] - low) / range * (TOP - BOTTOM);
            if (Double.isFinite(y)) {
                add(body, step + "%.1f %.1fh1", x, y);
            }
            step = Double.isFinite(y) ? 'L' : 'M';
        }
        return """
        <svg xmlns='http://www.w3.org/2000/svg' width='800' height='450' \
        style='display:block;margin:0;background:#fff' \
        font-family='Open Sans, verdana, arial, sans-serif' font-size='12' fill='#444'>\
        <text x='80' y='33' font-size='17'>Loss while training</text>\
        <text x='425' y='435' font-size='14' text-anchor='middle'>batch 1 to %d</text>\
        %s'/></svg>"""
                .formatted(losses.length, body);
    }

    /** To 1, 2 or 5 times a power of ten. */
    private static double roundedUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double digit = value / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    private static void add(StringBuilder body, String format, Object... arguments) {
        body.append(String.format(Locale.ROOT, format, arguments));
    }
}
