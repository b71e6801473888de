package tripletlab.plot;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as maps, lists, strings, numbers and booleans. Maps keep their order, so that the same
 * figure is saved with the same bytes.
 */
final class Json {
    private Json() {}

    /** An object of keys and values in turn. */
    static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }

    /** A deep copy in which arrays are lists, and numbers that JSON does not know are null. */
    static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            return plainObject(map);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(plain(element)));
            return copy;
        }
        if (value != null && value.getClass().isArray()) {
            List<Object> copy = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                copy.add(plain(Array.get(value, i)));
            }
            return copy;
        }
        return value instanceof Double || value instanceof Float
                ? shortest(((Number) value).doubleValue())
                : value;
    }

    /** A deep copy of an object, as {@link #plain} makes it. */
    static Map<String, Object> plainObject(Map<?, ?> object) {
        Map<String, Object> copy = new LinkedHashMap<>();
        object.forEach((key, value) -> copy.put(key.toString(), plain(value)));
        return copy;
    }

    /** Puts {@code more} into {@code object}; objects in both are merged, other values replaced. */
    static void merge(Map<String, Object> object, Map<String, Object> more) {
        more.forEach(
                (key, value) -> {
                    if (value instanceof Map<?, ?> && object.get(key) instanceof Map<?, ?>) {
                        Map<String, Object> merged = plainObject(map(object.get(key)));
                        merge(merged, map(value));
                        object.put(key, merged);
                    } else {
                        object.put(key, value);
                    }
                });
    }

    /** The object that a value is, an empty one if it is none. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
    }

    /** The list that a value is, an empty one if it is none. */
    static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** 3 rather than 3.0, because each digit is stored in the notebook; null for NaN. */
    static Number shortest(double number) {
        if (!Double.isFinite(number)) {
            return null;
        }
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }
}
