package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void arraysAreListsAndNumbersShort() {
        Object[] values = {new double[] {1, 0.5, Double.NaN}, new int[][] {{2}}, null, "a", true};
        assertEquals("[[1, 0.5, null], [[2]], null, a, true]", Json.plain(values).toString());
        assertEquals(Integer.class, Json.shortest(3.0).getClass());
    }

    @Test
    void keysKeepTheirOrder() {
        assertEquals("{z=1, a=2, m=3}", Json.object("z", 1, "a", 2, "m", 3).toString());
    }

    @Test
    void objectsAreMergedAndTheirOriginalsKept() {
        Map<String, Object> inner = Json.object("a", 1, "b", List.of(1));
        Map<String, Object> outer = Json.object("in", inner, "c", 4);
        Json.merge(outer, Json.object("in", Json.object("b", 2, "d", 3), "e", 5));
        assertEquals("{in={a=1, b=2, d=3}, c=4, e=5}", outer.toString());
        assertEquals("{a=1, b=[1]}", inner.toString());
    }
}
