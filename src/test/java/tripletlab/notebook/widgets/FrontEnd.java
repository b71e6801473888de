package tripletlab.notebook.widgets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The other end of a link, as JupyterLab keeps it: models with states, and what they were told. */
public final class FrontEnd implements Widget.Link {
    final Map<String, Map<String, Object>> models = new LinkedHashMap<>();
    final List<String> closed = new ArrayList<>();
    int messages;
    private final Map<String, UnaryOperator<Map<String, Object>>> receivers = new LinkedHashMap<>();

    @Override
    @SuppressWarnings("unchecked")
    public synchronized void open(
            String id, Map<String, Object> data, UnaryOperator<Map<String, Object>> receiver) {
        models.put(id, new LinkedHashMap<>((Map<String, Object>) data.get("state")));
        receivers.put(id, receiver);
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized void send(String id, Map<String, Object> data) {
        messages++;
        if (models.containsKey(id)) { // else JupyterLab drops it
            models.get(id).putAll((Map<String, Object>) data.get("state"));
        }
    }

    @Override
    public synchronized void close(String id) {
        models.remove(id);
        receivers.remove(id);
        closed.add(id);
    }

    /** The only open model with this value under this key. */
    synchronized String find(String key, Object value) {
        List<String> found =
                models.keySet().stream()
                        .filter(id -> value.equals(models.get(id).get(key)))
                        .toList();
        if (found.size() != 1) {
            throw new AssertionError(key + " = " + value + " is in " + found + " of " + models);
        }
        return found.get(0);
    }

    synchronized Object state(String description, String key) {
        return models.get(find("description", description)).get(key);
    }

    /** A reader moves a control. */
    void move(String description, Object value) {
        String id = find("description", description);
        String key = models.get(id).containsKey("index") ? "index" : "value";
        receive(id, Map.of("method", "update", "state", Map.of(key, value)));
    }

    void click(String label) {
        Map<String, Object> content = Map.of("event", "click");
        receive(find("description", label), Map.of("method", "custom", "content", content));
    }

    Map<String, Object> receive(String id, Map<String, Object> data) {
        UnaryOperator<Map<String, Object>> receiver;
        synchronized (this) {
            receiver = receivers.get(id);
        }
        return receiver.apply(data);
    }

    /** What an output widget shows, by its CSS class. */
    @SuppressWarnings("unchecked")
    synchronized List<Map<String, Object>> outputs(String cssClass) {
        String id = find("_dom_classes", List.of(cssClass));
        return (List<Map<String, Object>>) models.get(id).get("outputs");
    }

    /** The text of the only output. */
    String text(String cssClass) {
        List<Map<String, Object>> outputs = outputs(cssClass);
        if (outputs.size() != 1) {
            throw new AssertionError("expected one output of " + cssClass + ": " + outputs);
        }
        return ((Map<?, ?>) outputs.get(0).get("data")).get("text/plain").toString();
    }

    /** What controls with these values say. */
    public static ControlValues values(Map<String, Object> values) {
        return new ControlValues(values);
    }
}
