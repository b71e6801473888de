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
 * <p>While the training runs, the curve is an SVG, which JupyterLab replaces without a flicker; at
 * the end it becomes the figure of the same size that one can zoom.
 */
final class NotebookView implements TrainingView {
    private static final String HTML = "text/html";
    private static final String TEXT = "text/plain";
    private static final String BLANK = "<div style=\"height:450px;margin:0\"></div>";

    private final Display display;
    private String lineId;
    private String curveId;

    NotebookView(Display display) {
        this.display = display;
    }

    @Override
    public void progress(TrainingProgress progress) {
        Map<String, Object> content = Map.of(HTML, html(progress), TEXT, progress.text());
        if (lineId == null) {
            lineId = display.show(content);
            curveId = display.show(Map.of(HTML, BLANK, TEXT, ""));
        } else {
            display.update(lineId, content);
        }
    }

    @Override
    public void epoch(TrainingProgress progress) {
        progress(progress);
    }

    @Override
    public void curve(TrainingHistory history) {
        if (hasCurve(history)) {
            String svg = new SvgFigure(FigureContent.plotly(Curves.loss(history))).draw();
            display.update(curveId, Map.of(HTML, svg, TEXT, "loss curve, still growing"));
        }
    }

    @Override
    public void lastCurve(TrainingHistory history) {
        if (hasCurve(history)) {
            display.update(curveId, FigureContent.of(Curves.loss(history)));
        }
    }

    @Override
    public boolean isGone() {
        return display.isGone();
    }

    private static boolean hasCurve(TrainingHistory history) {
        return Arrays.stream(history.losses()).anyMatch(Double::isFinite);
    }

    private static String html(TrainingProgress progress) {
        String color =
                switch (progress.state()) {
                    case RUNNING -> "#3f90da";
                    case FINISHED -> "#2e8540";
                    case STOPPED -> "#e76300";
                };
        String bar =
                """
                <div style="height:40px;width:800px;max-width:100%%">\
                <div style="font-variant-numeric:tabular-nums;white-space:nowrap">%s</div>\
                <div style="background:#ddd;height:8px;margin-top:6px;border-radius:4px">\
                <div style="background:%s;height:8px;width:%.1f%%;border-radius:4px"></div>\
                </div></div>""";
        double percent = 100 * progress.fraction();
        return String.format(Locale.ROOT, bar, progress.text(), color, percent);
    }
}
