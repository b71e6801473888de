package tripletlab.notebook.widgets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import tripletlab.internal.Arguments;
import tripletlab.notebook.Display;
import tripletlab.notebook.live.TrainingStopped;
import tripletlab.notebook.widgets.Interact.Action;
import tripletlab.notebook.widgets.Interact.Button;
import tripletlab.notebook.widgets.Interact.View;

/** Controls that are shown: from the first view to the next run of their cell. */
final class Interaction {
    /** Held while a view or an action runs, of the thread of controls or of a cell. */
    private static final ReentrantLock COMPUTING = new ReentrantLock();

    private final View view;
    private final Host host;
    private final LatestOnlyTask updates;
    private final Map<String, Object> values;
    private final ControlPanel panel;
    private Action clicked;
    private boolean stopped;
    private Map<String, Object> shown; // of the newest view

    /** Shows the view for the first values in the cell, and controls to change them. */
    static void begin(List<Control> controls, List<Button> buttons, View view, Host host)
            throws Exception {
        host.endEarlierRuns();
        Map<String, Object> first = new LinkedHashMap<>();
        controls.forEach(control -> first.put(control.name, control.initial));
        List<Map<String, Object>> outputs;
        COMPUTING.lockInterruptibly(); // until an earlier training has stopped
        try {
            outputs = rendered(host, view.of(new ControlValues(first)));
        } finally {
            COMPUTING.unlock();
        }
        Interaction interaction = new Interaction(controls, buttons, view, host, first);
        host.shows(interaction::end);
        String values =
                controls.stream().map(Control::description).collect(Collectors.joining(" · "));
        host.cell().show(interaction.panel.content());
        host.cell().show(StaticFallback.content(values));
        outputs.forEach(host.cell()::show);
    }

    private Interaction(
            List<Control> controls,
            List<Button> buttons,
            View view,
            Host host,
            Map<String, Object> values) {
        this.view = view;
        this.host = host;
        this.values = values;
        shown = Map.copyOf(values);
        updates = new LatestOnlyTask(host.executor(), this::update);
        panel = new ControlPanel(host.link(), controls, buttons, this::moved, this::click);
    }

    /** A widget belongs to a cell, and ends when that runs again; a view has no cell of its own. */
    private static List<Map<String, Object>> rendered(Host host, Object result) {
        requireNoWidget(result);
        return host.renderer().apply(result);
    }

    private static void requireNoWidget(Object result) {
        if (result instanceof List<?> several) {
            several.forEach(Interaction::requireNoWidget);
        }
        boolean widget =
                result instanceof DraggableTriplet
                        || result instanceof DrawingPad
                        || result instanceof EmbeddingMap;
        Arguments.require(!widget, "a widget cannot be the view of controls");
    }

    private void end() {
        updates.close();
        panel.close();
    }

    private synchronized void moved(String name, Object value) {
        if (!value.equals(values.put(name, value))) {
            updates.ask();
        }
    }

    /** A click on a button, or on Stop if there is no action. */
    private synchronized void click(Action action) {
        if (action == null) {
            stopped = true;
            updates.interrupt();
        } else if (clicked == null) {
            clicked = action;
            updates.ask();
        }
    }

    /** Does what was clicked, and shows the view for the newest values. */
    private void update() {
        COMPUTING.lock();
        try {
            Action action = takeClick();
            if (action == null && isShown()) {
                return; // what an action has left on the screen stays
            }
            panel.messages.set(List.of());
            if (action != null) {
                perform(action);
            }
            redraw();
        } finally {
            COMPUTING.unlock();
        }
    }

    private void redraw() {
        try {
            Object result = Display.during(panel.messages.display(), () -> view.of(next()));
            panel.figure.set(rendered(host, result));
        } catch (Throwable e) { // shown, whatever it is: nobody else would hear of it
            panel.messages.fail(e);
        }
    }

    private void perform(Action action) {
        panel.working(true);
        try {
            Display.during(
                    panel.messages.display(),
                    () -> {
                        action.run(now());
                        return null;
                    });
            panel.messages.set(List.of());
        } catch (TrainingStopped e) {
            panel.messages.set(List.of(Map.of("text/plain", e.getMessage())));
        } catch (Throwable e) {
            if (isStopped()) {
                panel.messages.set(List.of(Map.of("text/plain", "stopped")));
            } else {
                panel.messages.fail(e);
            }
        } finally {
            Thread.interrupted(); // meant the action, not what follows
            panel.working(false);
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized Action takeClick() {
        Action action = clicked;
        clicked = null;
        stopped = false;
        return action;
    }

    private synchronized boolean isShown() {
        return values.equals(shown);
    }

    /** The newest values, for the view that is shown next. */
    private synchronized ControlValues next() {
        shown = Map.copyOf(values);
        return new ControlValues(shown);
    }

    private synchronized ControlValues now() {
        return new ControlValues(values);
    }
}
