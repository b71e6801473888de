package tripletlab.notebook.live;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import tripletlab.notebook.Display;
import tripletlab.notebook.FigureContent;
import tripletlab.plot.Curves;
import tripletlab.training.TrainingHistory;

/**
 * In a notebook: a line with a bar, and below it the loss curve.
 *
 * <p>While the training runs, the curve is a sketch; at the end it becomes the figure of the same
 * size that one can zoom.
 */
final class NotebookView {
    private static final String BAR =
            """
            <div style="height:40px;width:800px;max-width:100%%">\
            <div style="font-variant-numeric:tabular-nums;white-space:nowrap">%s</div>\
            <div style="background:#ddd;height:8px;margin-top:6px;border-radius:4px">\
            <div style="background:%s;height:8px;width:%.1f%%;border-radius:4px"></div>\
            </div></div>""";
    private static final String BLANK = "<div style=\"height:450px;margin:0\"></div>";

    /** What a training does, and the colour of its bar. */
    enum State {
        RUNNING("#3f90da"),
        FINISHED("#2e8540"),
        STOPPED("#e76300");

        private final String color;

        State(String color) {
            this.color = color;
        }
    }

    private final Display display;
    private String lineId;
    private String curveId;

    NotebookView(Display display) {
        this.display = display;
    }

    /**
     * Shows how far a training is.
     *
     * @param text one line, such as {@code epoch 2 of 5 · batch 123 of 300 · loss 0.4121 · …}
     * @param fraction the part that is done, from 0 to 1
     */
    void progress(State state, String text, double fraction) {
        String html = String.format(Locale.ROOT, BAR, text, state.color, 100 * fraction);
        if (lineId == null) {
            lineId = display.show(content(html, text));
            curveId = display.show(content(BLANK, ""));
        } else {
            display.update(lineId, content(html, text));
        }
    }

    /** Shows the curve so far, or at the end. */
    void curve(TrainingHistory history, boolean atEnd) {
        double[] losses = history.losses();
        if (Arrays.stream(losses).anyMatch(Double::isFinite)) {
            display.update(
                    curveId,
                    atEnd
                            ? FigureContent.of(Curves.loss(history))
                            : content(LossSketch.of(losses), "loss curve, still growing"));
        }
    }

    private static Map<String, Object> content(String html, String text) {
        return Map.of("text/html", html, "text/plain", text);
    }

    /** Whether it belongs to a cell that has ended, so that a new one is needed. */
    boolean isGone() {
        return display.isGone();
    }
}
