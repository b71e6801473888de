package tripletlab.notebook.widgets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * One model of the <a
 * href="https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md">
 * Jupyter widget protocol</a>: a state that is the same here and in the front end.
 */
final class Widget {

    /** Carries messages between the widgets here and those of a front end. */
    interface Link {

        /** Tells the front end of a widget; a receiver takes its messages, may return a reply. */
        void open(String id, Map<String, Object> data, UnaryOperator<Map<String, Object>> receiver);

        /** Says something to a widget of the front end. */
        void send(String id, Map<String, Object> data);

        /** Ends a widget at both ends. */
        void close(String id);
    }

    private final Link link;
    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final Map<String, Object> state = new LinkedHashMap<>();
    private final BiConsumer<String, Object> listener;

    Widget(Link link, String model, Map<String, Object> state) {
        this(link, model, state, (key, value) -> {});
    }

    /**
     * Tells the front end of it.
     *
     * @param model such as {@code FloatSlider}, of {@code @jupyter-widgets/controls} but for {@code
     *     Layout} and {@code Output}
     * @param listener hears the parts of the state that a reader changes; of a click, that {@code
     *     event} is {@code click}
     */
    Widget(
            Link link,
            String model,
            Map<String, Object> state,
            BiConsumer<String, Object> listener) {
        this.link = link;
        this.listener = listener;
        String module =
                switch (model) {
                    case "Layout" -> "@jupyter-widgets/base";
                    case "Output" -> "@jupyter-widgets/output";
                    default -> "@jupyter-widgets/controls";
                };
        String version = model.equals("Output") ? "1.0.0" : "2.0.0";
        boolean style = model.endsWith("Style");
        this.state.put("_model_module", module);
        this.state.put("_model_module_version", version);
        this.state.put("_model_name", model + "Model");
        this.state.put("_view_module", style ? "@jupyter-widgets/base" : module);
        this.state.put("_view_module_version", version);
        this.state.put("_view_name", style ? "StyleView" : model + "View");
        this.state.putAll(state);
        Map<String, Object> first = new LinkedHashMap<>(this.state);
        link.open(id, Map.of("state", first, "buffer_paths", List.of()), this::receive);
    }

    /** What another widget's state says to mean this one. */
    String reference() {
        return "IPY_MODEL_" + id;
    }

    /** What a cell displays to show it. */
    Map<String, Object> view() {
        return Map.of("version_major", 2, "version_minor", 0, "model_id", id);
    }

    void set(String key, Object value) {
        synchronized (state) {
            state.put(key, value);
        }
        link.send(id, update(Map.of(key, value)));
    }

    void close() {
        link.close(id);
    }

    private Map<String, Object> receive(Map<String, Object> data) {
        switch (String.valueOf(data.get("method"))) {
            case "update":
                Map<?, ?> changes = (Map<?, ?>) data.get("state");
                synchronized (state) {
                    changes.forEach((key, value) -> state.put(key.toString(), value));
                }
                changes.forEach((key, value) -> listener.accept(key.toString(), value));
                return null;
            case "custom":
                ((Map<?, ?>) data.get("content"))
                        .forEach((key, value) -> listener.accept(key.toString(), value));
                return null;
            case "request_state": // the page was loaded anew
                synchronized (state) {
                    return update(new LinkedHashMap<>(state));
                }
            default:
                return null; // of a newer protocol
        }
    }

    private static Map<String, Object> update(Map<String, Object> state) {
        return Map.of("method", "update", "state", state, "buffer_paths", List.of());
    }
}
