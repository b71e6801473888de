package tripletlab.plot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the JavaScript that Tablesaw writes for a trace or a layout. It is made for an older
 * plotly.js, so numbers in quotes and titles that are strings are set right here.
 */
final class TablesawScript {
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

    private TablesawScript() {}

    /** Two kinds of text: in double quotes as in JSON, in single ones escaped as HTML. */
    private static final Pattern TEXT =
            Pattern.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|'[^']*+'", Pattern.DOTALL);

    /** Reads {@code var name = {…};}. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> read(String javascript) {
        String literal =
                javascript.substring(javascript.indexOf('{'), javascript.lastIndexOf('}') + 1);
        // Tablesaw forgets that in JavaScript a backslash is no text.
        String given =
                TEXT.matcher(literal)
                        .replaceAll(
                                text ->
                                        Matcher.quoteReplacement(
                                                text.group().startsWith("'")
                                                        ? text.group().replace("\\", "\\\\")
                                                        : text.group()));
        try {
            return (Map<String, Object>) cleaned("", JAVASCRIPT.readValue(given, Map.class));
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
            return Json.shortest(number);
        }
        if (value instanceof String text) {
            return TEXTS.contains(key) ? unquoted(text) : valueOf(text);
        }
        return value;
    }

    /** Tablesaw escapes titles and names as HTML; plotly.js does not know all of that. */
    private static String unquoted(String text) {
        return PlotlyText.breaks(
                text.replace("&quot;", "\"").replace("&#34;", "\"").replace("&#39;", "'"));
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
                        ? Json.shortest(Double.parseDouble(text))
                        : text;
        }
    }

    private static void titleAsObject(Map<String, Object> parent) {
        Object font = parent.remove("titlefont");
        if (parent.get("title") instanceof String text) {
            if (text.isEmpty()) {
                parent.remove("title");
            } else {
                parent.put(
                        "title",
                        font == null
                                ? Json.object("text", text)
                                : Json.object("text", text, "font", font));
            }
        }
    }
}
