package tripletlab.plot;

import java.util.Map;
import tech.tablesaw.plotly.components.HoverLabel;
import tech.tablesaw.plotly.traces.Trace;

/** A trace in plotly.js's own words, for what Tablesaw has no builder for. */
final class JsonTrace implements Trace {
    private final Map<String, Object> json;

    /** A trace of keys and values in turn; arrays may be among the values. */
    JsonTrace(Object... keysAndValues) {
        this(Json.object(keysAndValues));
    }

    JsonTrace(Map<String, Object> json) {
        this.json = Json.plainObject(json);
    }

    Map<String, Object> json() {
        return Json.plainObject(json);
    }

    @Override
    public String asJavascript(int i) {
        return "var trace%d = %s;".formatted(i, JsonText.of(json));
    }

    @Override
    public String name() {
        return String.valueOf(json.getOrDefault("name", ""));
    }

    @Override
    public HoverLabel hoverLabel() {
        return null;
    }

    @Override
    public boolean showLegend() {
        return Boolean.TRUE.equals(json.get("showlegend"));
    }
}
