package tripletlab.plot;

import java.util.List;
import java.util.Map;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;

/**
 * A figure with what Tablesaw's layout cannot say, in plotly.js's own words: shapes, annotations,
 * several pairs of axes, frames with a slider.
 */
final class PlotlyFigure extends Figure {
    private final Map<String, Object> more;
    private final List<?> frames;

    /** A still figure, {@code more} merged into its layout. */
    PlotlyFigure(Layout layout, Map<String, Object> more, Trace... traces) {
        this(layout, more, List.of(), traces);
    }

    /** A figure that moves. */
    PlotlyFigure(Layout layout, Map<String, Object> more, List<?> frames, Trace... traces) {
        super(layout, traces);
        this.more = Json.plainObject(more);
        this.frames = List.copyOf(frames);
    }

    Map<String, Object> more() {
        return Json.plainObject(more);
    }

    List<?> frames() {
        return Json.list(Json.plain(frames));
    }

    /** For Tablesaw's own pages: the whole figure rather than traces and layout by themselves. */
    @Override
    protected void buildContext(String divName) {
        super.buildContext(divName);
        getContext().put("figure", "var figure = %s;".formatted(JsonText.of(FigureJson.of(this))));
    }

    @Override
    protected String plotFunction(String divName) {
        return "Plotly.newPlot(%s, figure);".formatted(divName);
    }
}
