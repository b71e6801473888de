package tripletlab.plot.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void valuesStandWhereTheyAreAskedFor() {
        Map<String, Object> json =
                Json.of(
                        "{z: %s, a: {b: 'c', d: %s}, e: %s}",
                        new double[] {1, 0.5, Double.NaN}, List.of("x", true), null);
        assertEquals("{z=[1, 0.5, null], a={b=c, d=[x, true]}, e=null}", json.toString());
    }

    @Test
    void textsAreNoJavascript() {
        String text = "'}, \"\\ \n </script> %s {{x}} \u2028 😀";
        assertEquals(text, Json.of("{text: %s}", text).get("text"));
        assertEquals("{\"a\":\"\\u003c/script>\"}", Json.script(Map.of("a", "</script>")));
    }

    @Test
    void numbersAreShort() {
        assertEquals("{a=3, b=-3.0E-7, c=0}", Json.of("{a: 3.0, b: -3e-7, c: -0.0}").toString());
    }

    @Test
    void textsAreNoHtml() {
        assertEquals("a &lt; b &amp;&amp; c<br>d", Json.text("a < b && c\r\nd"));
    }

    @Test
    void copiesAreDeep() {
        Map<String, Object> json = Json.of("{a: {b: 1}}");
        Json.map(Json.of("%s", json).get("a")).put("b", 2);
        assertEquals("{a={b=1}}", json.toString());
    }

    @Test
    void whatIsUnreadableIsNamed() {
        assertThrows(IllegalArgumentException.class, () -> Json.read("{a: b"));
    }
}
