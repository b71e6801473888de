package tripletlab.notebook;

import java.util.LinkedHashMap;
import java.util.Map;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.plot.FigureJson;

/** A figure as JupyterLab's plotly extension wants it. */
final class PlotlyJson {
    /** The MIME type under which JupyterLab's plotly extension draws a figure. */
    static final String MIME_TYPE = "application/vnd.plotly.v1+json";

    private PlotlyJson() {}

    /** The figure as maps, lists, strings, numbers and booleans, with no NaN among them. */
    static Map<String, Object> of(Figure figure) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("displaylogo", false);
        config.put("showSendToCloud", false); // it would ask the network
        config.put("typesetMath", false); // or plotly.js would take $…$ for a formula
        Map<String, Object> json = FigureJson.of(figure);
        json.put("config", config);
        return json;
    }
}
