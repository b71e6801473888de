package tripletlab.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tripletlab.notebook.Interact.Action;
import tripletlab.notebook.Interact.Button;

/** The widgets of an {@link Interaction}: controls, buttons, messages, and the view. */
final class ControlPanel {
    /** The MIME type under which JupyterLab shows a widget. */
    static final String VIEW = "application/vnd.jupyter.widget-view+json";

    private final WidgetLink link;
    private final List<Widget> widgets = new ArrayList<>();
    private final List<Widget> buttons = new ArrayList<>();
    private final Widget stop;
    private final OutputWidget figure;
    private final OutputWidget messages;
    private final Widget box;

    /**
     * Tells the front end of them.
     *
     * @param moved hears names and values of controls
     * @param clicked hears the actions of buttons; null means Stop
     */
    ControlPanel(
            WidgetLink link,
            List<Control> controls,
            List<Button> buttons,
            BiConsumer<String, Object> moved,
            Consumer<Action> clicked) {
        this.link = link;
        List<Widget> rows = new ArrayList<>();
        addControls(controls, rows, moved);
        stop = buttons.isEmpty() ? null : addButtons(buttons, rows, clicked);
        figure = new OutputWidget(link, StandIn.FIGURE);
        messages = new OutputWidget(link, StandIn.MESSAGES);
        widgets.addAll(List.of(figure.widget(), messages.widget()));
        rows.addAll(List.of(messages.widget(), figure.widget(), addScript(DrawInPlace.content())));
        box = add(Widget.Kind.BOX, Map.of("children", references(rows)));
        box.set("_dom_classes", List.of(StandIn.PANEL));
    }

    /** What the cell displays. */
    Map<String, Object> content() {
        return Map.of(VIEW, box.view(), "text/plain", "");
    }

    OutputWidget figure() {
        return figure;
    }

    OutputWidget messages() {
        return messages;
    }

    /** Whether an action runs, so that it can be stopped and no other can begin. */
    void working(boolean working) {
        buttons.forEach(button -> button.set("disabled", working));
        stop.set("disabled", !working);
    }

    void close() {
        widgets.forEach(Widget::close);
    }

    private void addControls(
            List<Control> controls, List<Widget> rows, BiConsumer<String, Object> moved) {
        if (controls.isEmpty()) {
            return;
        }
        int longest =
                controls.stream().mapToInt(control -> control.name().length()).max().orElse(0);
        Map<String, Object> width = Map.of("description_width", longest + 1 + "ch");
        String layout = add(Widget.Kind.LAYOUT, Map.of("width", "480px")).reference();
        String sliderStyle = add(Widget.Kind.SLIDER_STYLE, width).reference();
        String menuStyle = add(Widget.Kind.LABEL_STYLE, width).reference();
        for (Control control : controls) {
            String style = control.kind() == Widget.Kind.MENU ? menuStyle : sliderStyle;
            Widget widget =
                    Widget.open(
                            link,
                            control.kind(),
                            control.state(layout, style),
                            (key, value) -> {
                                if (key.equals(control.key()) && value instanceof Number) {
                                    moved.accept(control.name(), control.read(value));
                                }
                            });
            widgets.add(widget);
            rows.add(widget);
        }
    }

    private Widget addButtons(List<Button> added, List<Widget> rows, Consumer<Action> clicked) {
        for (Button button : added) {
            buttons.add(
                    addButton(button.label(), "primary", () -> clicked.accept(button.action())));
        }
        Widget last = addButton("Stop", "", () -> clicked.accept(null));
        last.set("disabled", true);
        List<Widget> row = new ArrayList<>(buttons);
        row.add(last);
        rows.add(add(Widget.Kind.ROW, Map.of("children", references(row))));
        return last;
    }

    private Widget addButton(String label, String style, Runnable click) {
        Widget button =
                Widget.open(
                        link,
                        Widget.Kind.BUTTON,
                        Map.of("description", label, "button_style", style),
                        (key, value) -> {
                            if (key.equals("event") && "click".equals(value)) {
                                click.run();
                            }
                        });
        widgets.add(button);
        return button;
    }

    /** Runs in the page; is not seen. */
    private Widget addScript(Map<String, Object> script) {
        String hidden = add(Widget.Kind.LAYOUT, Map.of("display", "none")).reference();
        List<Object> outputs = List.of(OutputWidget.displayData(script));
        return add(Widget.Kind.OUTPUT, Map.of("layout", hidden, "outputs", outputs));
    }

    private Widget add(Widget.Kind kind, Map<String, Object> state) {
        Widget widget = Widget.open(link, kind, state);
        widgets.add(widget);
        return widget;
    }

    private static List<String> references(List<Widget> widgets) {
        return widgets.stream().map(Widget::reference).toList();
    }
}
