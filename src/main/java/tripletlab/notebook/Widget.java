package tripletlab.notebook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One model of the <a
 * href="https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md">
 * Jupyter widget protocol</a>: a state that is the same here and in the front end.
 */
final class Widget {

    /** The widgets that are used here; each has a model in a module of the front end. */
    enum Kind {
        LAYOUT("base", "2.0.0", "Layout"),
        BOX("controls", "2.0.0", "VBox"),
        ROW("controls", "2.0.0", "HBox"),
        SLIDER("controls", "2.0.0", "FloatSlider"),
        INTEGER_SLIDER("controls", "2.0.0", "IntSlider"),
        SLIDER_STYLE("controls", "2.0.0", "SliderStyle"),
        MENU("controls", "2.0.0", "Dropdown"),
        LABEL_STYLE("controls", "2.0.0", "DescriptionStyle"),
        BUTTON("controls", "2.0.0", "Button"),
        OUTPUT("output", "1.0.0", "Output");

        private final String module;
        private final String version;
        private final String model;

        Kind(String module, String version, String model) {
            this.module = "@jupyter-widgets/" + module;
            this.version = version;
            this.model = model;
        }

        private Map<String, Object> state() {
            Map<String, Object> state = new LinkedHashMap<>();
            state.put("_model_module", module);
            state.put("_model_module_version", version);
            state.put("_model_name", model + "Model");
            boolean style = this == SLIDER_STYLE || this == LABEL_STYLE;
            state.put("_view_module", style ? "@jupyter-widgets/base" : module);
            state.put("_view_module_version", style ? "2.0.0" : version);
            state.put("_view_name", style ? "StyleView" : model + "View");
            return state;
        }
    }

    /** Hears what a reader does with a widget. */
    interface Listener {

        /** A part of the state is another now, or (a click) the key is {@code event}. */
        void heard(String key, Object value);
    }

    private static final Listener NOBODY = (key, value) -> {};

    private final WidgetLink link;
    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final Map<String, Object> state;
    private final Listener listener;

    private Widget(WidgetLink link, Map<String, Object> state, Listener listener) {
        this.link = link;
        this.state = state;
        this.listener = listener;
    }

    static Widget open(WidgetLink link, Kind kind, Map<String, Object> state) {
        return open(link, kind, state, NOBODY);
    }

    static Widget open(WidgetLink link, Kind kind, Map<String, Object> state, Listener listener) {
        Map<String, Object> all = kind.state();
        all.putAll(state);
        Widget widget = new Widget(link, all, listener);
        link.open(
                widget.id,
                Map.of("state", new LinkedHashMap<>(all), "buffer_paths", List.of()),
                widget::receive);
        return widget;
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
                changed((Map<?, ?>) data.get("state"));
                return null;
            case "custom":
                ((Map<?, ?>) data.get("content"))
                        .forEach((key, value) -> listener.heard(key.toString(), value));
                return null;
            case "request_state": // the page was loaded anew
                synchronized (state) {
                    return update(new LinkedHashMap<>(state));
                }
            default:
                return null; // of a newer protocol
        }
    }

    private void changed(Map<?, ?> changes) {
        synchronized (state) {
            changes.forEach((key, value) -> state.put(key.toString(), value));
        }
        changes.forEach((key, value) -> listener.heard(key.toString(), value));
    }

    private static Map<String, Object> update(Map<String, Object> state) {
        return Map.of("method", "update", "state", state, "buffer_paths", List.of());
    }
}
