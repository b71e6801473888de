package tripletlab.plot.parts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * JSON as maps, lists, texts, numbers and booleans. Maps keep their order, so that the same figure
 * is saved with the same bytes.
 */
public final class Json {
    private static final ObjectMapper JAVASCRIPT =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
                    .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                    .build();

    private Json() {}

    /**
     * An object as JavaScript writes it, such as <code>{color: %s, width: 2}</code>. Each %s is a
     * value in turn: a text, which is escaped, a number, an array, a list or a map.
     */
    public static Map<String, Object> of(String javascript, Object... values) {
        return read(javascript.formatted(Arrays.stream(values).map(Json::write).toArray()));
    }

    /** An object as JavaScript writes it; numbers that JSON does not know are null. */
    static Map<String, Object> read(String javascript) {
        try {
            return map(shortened(JAVASCRIPT.readValue(javascript, Object.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("figure is not readable: " + javascript, e);
        }
    }

    /** As it may stand in a page's script. */
    static String script(Object value) {
        return write(value).replace("<", "\\u003c");
    }

    private static String write(Object value) {
        try {
            return JAVASCRIPT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figure cannot be written as JSON", e);
        }
    }

    /** The object that a value is, an empty one if it is none. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
    }

    /** The list that a value is, an empty one if it is none. */
    public static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** A text as plotly.js shows it as given: it reads a little HTML, and skips line breaks. */
    public static String text(String given) {
        return breaks(given.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    /** Texts as plotly.js shows them as given. */
    public static List<String> texts(List<String> given) {
        return given.stream().map(Json::text).toList();
    }

    /** Line breaks as plotly.js knows them. */
    static String breaks(String text) {
        return text.replaceAll("\r\n|[\n\r]", "<br>");
    }

    /** 3 rather than 3.0, because each digit is stored in the notebook; null for NaN. */
    public static Number shortest(double number) {
        if (!Double.isFinite(number)) {
            return null;
        }
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }

    @SuppressWarnings("unchecked")
    private static Object shortened(Object value) {
        if (value instanceof Map<?, ?>) {
            map(value).replaceAll((key, element) -> shortened(element));
        } else if (value instanceof List<?> list) {
            ((List<Object>) list).replaceAll(Json::shortened);
        }
        return value instanceof Double number ? shortest(number) : value;
    }
}
