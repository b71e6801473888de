package tripletlab.notebook.widgets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tripletlab.notebook.widgets.Interact.Action;
import tripletlab.notebook.widgets.Interact.Button;

/** The widgets of an {@link Interaction}: controls, buttons, messages, and the view. */
final class ControlPanel {
    private final Widget.Link link;
    private final List<Widget> widgets = new ArrayList<>(); // all of them
    private final List<Widget> rows = new ArrayList<>();
    private final List<Widget> buttons = new ArrayList<>(); // Stop is the last
    final OutputWidget figure;
    final OutputWidget messages;
    private final Widget box;

    /**
     * Tells the front end of them.
     *
     * @param moved hears names and values of controls
     * @param clicked hears the actions of buttons; null means Stop
     */
    ControlPanel(
            Widget.Link link,
            List<Control> controls,
            List<Button> buttons,
            BiConsumer<String, Object> moved,
            Consumer<Action> clicked) {
        this.link = link;
        addControls(controls, moved);
        if (!buttons.isEmpty()) {
            addButtons(buttons, clicked);
        }
        figure = new OutputWidget(link, StaticFallback.FIGURE);
        messages = new OutputWidget(link, StaticFallback.MESSAGES);
        widgets.addAll(List.of(figure.widget, messages.widget));
        rows.addAll(List.of(messages.widget, figure.widget, script()));
        box = add("VBox", Map.of("children", references(rows)));
        box.set("_dom_classes", List.of(StaticFallback.PANEL));
    }

    /** What the cell displays. */
    Map<String, Object> content() {
        return Map.of("application/vnd.jupyter.widget-view+json", box.view(), "text/plain", "");
    }

    /** Whether an action runs, so that it can be stopped and no other can begin. */
    void working(boolean working) {
        int last = buttons.size() - 1;
        buttons.subList(0, last).forEach(button -> button.set("disabled", working));
        buttons.get(last).set("disabled", !working);
    }

    void close() {
        widgets.forEach(Widget::close);
    }

    private void addControls(List<Control> controls, BiConsumer<String, Object> moved) {
        int longest = controls.stream().mapToInt(control -> control.name.length()).max().orElse(0);
        Map<String, Object> width = Map.of("description_width", longest + 1 + "ch");
        String layout = add("Layout", Map.of("width", "480px")).reference();
        String sliderStyle = add("SliderStyle", width).reference();
        String menuStyle = add("DescriptionStyle", width).reference();
        for (Control control : controls) {
            String style = control.isMenu() ? menuStyle : sliderStyle;
            Widget widget = control.open(link, layout, style, moved);
            widgets.add(widget);
            rows.add(widget);
        }
    }

    private void addButtons(List<Button> added, Consumer<Action> clicked) {
        for (Button button : added) {
            addButton(button.label(), "primary", () -> clicked.accept(button.action()));
        }
        addButton("Stop", "", () -> clicked.accept(null));
        working(false);
        rows.add(add("HBox", Map.of("children", references(buttons))));
    }

    private void addButton(String label, String style, Runnable click) {
        Widget button =
                new Widget(
                        link,
                        "Button",
                        Map.of("description", label, "button_style", style),
                        (key, value) -> {
                            if (key.equals("event") && "click".equals(value)) {
                                click.run();
                            }
                        });
        widgets.add(button);
        buttons.add(button);
    }

    /** An output that runs in the page and is not seen. */
    private Widget script() {
        String hidden = add("Layout", Map.of("display", "none")).reference();
        List<Object> outputs = List.of(OutputWidget.displayData(DrawInPlace.content()));
        return add("Output", Map.of("layout", hidden, "outputs", outputs));
    }

    private Widget add(String model, Map<String, Object> state) {
        Widget widget = new Widget(link, model, state);
        widgets.add(widget);
        return widget;
    }

    private static List<String> references(List<Widget> widgets) {
        return widgets.stream().map(Widget::reference).toList();
    }
}
