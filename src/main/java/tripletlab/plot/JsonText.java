package tripletlab.plot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON as text that may stand in a page's script. */
final class JsonText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonText() {}

    static String of(Object plain) {
        try {
            return JSON.writeValueAsString(plain).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figure cannot be written as JSON", e);
        }
    }
}
