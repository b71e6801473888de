package tripletlab.notebook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import tripletlab.notebook.Interact.Action;
import tripletlab.notebook.Interact.Button;
import tripletlab.notebook.Interact.View;

/** Controls that are shown: from the first view to the next run of their cell. */
final class Interaction {
    /** Held while a view or an action runs, of the thread of controls or of a cell. */
    private static final ReentrantLock COMPUTING = new ReentrantLock();

    private final View view;
    private final Host host;
    private final Turns turns;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final ControlPanel panel;
    private Action clicked;
    private boolean stopped;

    /** Shows the view for the first values in the cell, and controls to change them. */
    static void begin(List<Control> controls, List<Button> buttons, View view, Host host)
            throws Exception {
        Shown.endEarlierOnes(host);
        Map<String, Object> first = new LinkedHashMap<>();
        controls.forEach(control -> first.put(control.name(), control.initial()));
        List<Map<String, Object>> outputs;
        COMPUTING.lockInterruptibly(); // until an earlier training has stopped
        try {
            outputs = host.renderer().apply(view.of(new ControlValues(first)));
        } finally {
            COMPUTING.unlock();
        }
        Interaction interaction = new Interaction(controls, buttons, view, host, first);
        Shown.add(host, interaction);
        host.cell().show(interaction.panel.content());
        host.cell().show(StandIn.content(description(controls)));
        outputs.forEach(host.cell()::show);
    }

    private Interaction(
            List<Control> controls,
            List<Button> buttons,
            View view,
            Host host,
            Map<String, Object> first) {
        this.view = view;
        this.host = host;
        values.putAll(first);
        turns = new Turns(host.executor(), this::turn);
        panel = new ControlPanel(host.link(), controls, buttons, this::moved, this::click);
    }

    private static String description(List<Control> controls) {
        return controls.stream()
                .map(control -> control.describe(control.initial()))
                .collect(Collectors.joining(" · "));
    }

    private synchronized void moved(String name, Object value) {
        if (!value.equals(values.put(name, value))) {
            turns.ask();
        }
    }

    /** A click on a button, or on Stop if there is no action. */
    private synchronized void click(Action action) {
        if (action == null) {
            stopped = true;
            turns.interrupt();
        } else if (clicked == null) {
            clicked = action;
            turns.ask();
        }
    }

    private void turn() {
        COMPUTING.lock();
        try {
            panel.messages().clear();
            Action action = takeClick();
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
            Object result = CurrentDisplay.during(panel.messages().display(), () -> view.of(now()));
            panel.figure().set(host.renderer().apply(result));
        } catch (Throwable e) { // shown, whatever it is: nobody else would hear of it
            panel.messages().fail(e);
        }
    }

    private void perform(Action action) {
        panel.working(true);
        try {
            CurrentDisplay.during(
                    panel.messages().display(),
                    () -> {
                        action.run(now());
                        return null;
                    });
            panel.messages().clear();
        } catch (Throwable e) {
            showEnd(e);
        } finally {
            Thread.interrupted(); // meant the action, not what follows
            panel.working(false);
        }
    }

    private void showEnd(Throwable problem) {
        boolean training = problem instanceof TrainingStopped;
        if (training || isStopped()) {
            String text = training ? problem.getMessage() : "stopped";
            panel.messages().set(List.of(Map.of("text/plain", text)));
        } else {
            panel.messages().fail(problem);
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

    private synchronized ControlValues now() {
        return new ControlValues(values);
    }

    /** Stops what it does, and tells the front end that it is over. */
    void close() {
        turns.close();
        panel.close();
    }
}
