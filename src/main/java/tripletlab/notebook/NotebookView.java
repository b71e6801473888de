package tripletlab.notebook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import tech.tablesaw.plotly.components.Figure;
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
            String svg = SvgFigure.of(PlotlyJson.of(Curves.loss(history)));
            display.update(curveId, Map.of(HTML, svg, TEXT, "loss curve, still growing"));
        }
    }

    @Override
    public void end(TrainingProgress progress, TrainingHistory history) {
        progress(progress);
        if (hasCurve(history)) {
            Figure figure = Curves.loss(history);
            Map<String, Object> plotly = PlotlyJson.of(figure);
            display.update(
                    curveId, Map.of(PlotlyJson.MIME_TYPE, plotly, TEXT, FigureSummary.of(plotly)));
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
        return """
                <div style="height:40px;width:800px;max-width:100%%">\
                <div style="font-variant-numeric:tabular-nums;white-space:nowrap">%s</div>\
                <div style="background:#ddd;height:8px;margin-top:6px;border-radius:4px">\
                <div style="background:%s;height:8px;width:%s%%;border-radius:4px"></div>\
                </div></div>"""
                .formatted(
                        ValueGrid.escape(progress.text()),
                        color,
                        String.format(Locale.ROOT, "%.1f", 100 * progress.fraction()));
    }
}
