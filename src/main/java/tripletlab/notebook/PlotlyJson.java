package tripletlab.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.Trace;

/**
 * A Tablesaw figure as the JSON that plotly.js draws.
 *
 * <p>Tablesaw writes JavaScript for an older plotly.js, so some of it is set right here: numbers in
 * quotes, titles that are strings, and axes of equal scale.
 */
final class PlotlyJson {
    /** The MIME type under which JupyterLab's plotly extension draws a figure. */
    static final String MIME_TYPE = "application/vnd.plotly.v1+json";

    private static final ObjectMapper JAVASCRIPT =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
                    .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .build();

    /** What plotly.js shows as text, even if it looks like a number. */
    private static final Set<String> TEXTS =
            Set.of("text", "name", "title", "labels", "ticktext", "tickprefix", "ticksuffix");

    private static final Map<String, Object> MARGIN = Map.of("l", 80, "r", 30, "t", 60, "b", 60);

    private PlotlyJson() {}

    /** The figure as maps, lists, strings, numbers and booleans, with no NaN among them. */
    static Map<String, Object> of(Figure figure) {
        List<Object> data = new ArrayList<>();
        Trace[] traces = figure.getTraces();
        for (int i = 0; i < traces.length; i++) {
            data.add(read(traces[i].asJavascript(i)));
        }
        Map<String, Object> layout = new LinkedHashMap<>();
        layout.put("margin", MARGIN);
        layout.put("legend", Map.of("itemsizing", "constant")); // small markers, readable legend
        if (figure.getLayout() != null) {
            layout.putAll(read(figure.getLayout().asJavascript()));
        }
        equalScale(layout);
        titleAtLeft(layout);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("data", data);
        json.put("layout", layout);
        // "Send to cloud" would ask the network.
        json.put("config", Map.of("displaylogo", false, "showSendToCloud", false));
        return json;
    }

    /** Reads {@code var name = {…};}. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(String javascript) {
        String literal =
                javascript.substring(javascript.indexOf('{'), javascript.lastIndexOf('}') + 1);
        try {
            return (Map<String, Object>) cleaned("", JAVASCRIPT.readValue(literal, Map.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("figure is not readable: " + literal, e);
        }
    }

    private static Object cleaned(String key, Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> clean = new LinkedHashMap<>();
            map.forEach((k, v) -> clean.put(k.toString(), cleaned(k.toString(), v)));
            clean.values().removeIf(v -> v == null);
            titleAsObject(clean);
            return clean;
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .collect(ArrayList::new, (l, v) -> l.add(cleaned(key, v)), List::addAll);
        }
        if (value instanceof Double number) {
            return shortest(number);
        }
        if (value instanceof String text) {
            return TEXTS.contains(key) ? unquoted(text) : valueOf(text);
        }
        return value;
    }

    /** Tablesaw escapes titles and names as HTML; plotly.js does not know all of that. */
    private static String unquoted(String text) {
        return text.replace("&quot;", "\"").replace("&#34;", "\"").replace("&#39;", "'");
    }

    /** Strings that mean numbers or booleans. */
    private static Object valueOf(String text) {
        switch (text) {
            case "NaN", "Infinity", "-Infinity", "null":
                return null;
            case "true", "True":
                return true;
            case "false", "False":
                return false;
            default:
                // Not "1d" or "0x1", which Double.valueOf takes as well.
                return text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")
                        ? shortest(Double.parseDouble(text))
                        : text;
        }
    }

    /** 3 rather than 3.0, because each digit is stored in the notebook. */
    private static Number shortest(double number) {
        if (!Double.isFinite(number)) {
            return null;
        }
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }

    private static void titleAsObject(Map<String, Object> parent) {
        Object font = parent.remove("titlefont");
        if (parent.get("title") instanceof String text) {
            if (text.isEmpty()) {
                parent.remove("title");
            } else {
                parent.put(
                        "title",
                        font == null ? Map.of("text", text) : Map.of("text", text, "font", font));
            }
        }
    }

    /** In the middle it would run into plotly.js's buttons. */
    private static void titleAtLeft(Map<String, Object> layout) {
        if (layout.get("title") instanceof Map<?, ?> title) {
            Map<String, Object> placed = new LinkedHashMap<>(Map.of("x", 0, "xref", "paper"));
            title.forEach((key, value) -> placed.put(key.toString(), value));
            layout.put("title", placed);
        }
    }

    /** An axis that Tablesaw constrains is anchored, which Tablesaw itself cannot say. */
    private static void equalScale(Map<String, Object> layout) {
        if (layout.get("yaxis") instanceof Map<?, ?> axis
                && (axis.containsKey("constraintoward") || axis.containsKey("scaleratio"))) {
            Map<String, Object> anchored = new LinkedHashMap<>();
            axis.forEach((key, value) -> anchored.put(key.toString(), value));
            anchored.put("scaleanchor", "x");
            layout.put("yaxis", anchored);
        }
    }
}
