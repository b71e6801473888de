package tripletlab.notebook.widgets;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;

/**
 * Sliders, menus and buttons that call Java, in JupyterLab.
 *
 * <pre>{@code
 * Interact.with(Control.slider("margin", 0, 2, 0.05, margin),
 *                 Control.menu("miner", "semi-hard", "batch-hard"))
 *         .show(values -> figure(values.number("margin"), values.choice("miner")));
 * }</pre>
 *
 * <p>As a control moves, the view is computed again, one at a time, and always for the newest
 * values. Where nothing can move (a run without a browser, a notebook opened without its kernel, a
 * page) the cell shows the view of the first values.
 *
 * <p>For work that takes seconds there are buttons. While one works, other cells can run; they
 * should leave its objects alone.
 *
 * <pre>{@code
 * Interact.with(Control.slider("margin", 0, 2, 0.05, margin))
 *         .button("Train", values -> runs.add(train(values.number("margin"))))
 *         .show(values -> curves(runs));
 * }</pre>
 *
 * <p>Controls and their view belong at the end of a cell. What a view or an action prints goes to
 * the kernel's log, not into the notebook: it shows what it returns.
 */
public final class Interact {

    /** Computes what is shown below the controls. */
    @FunctionalInterface
    public interface View {

        /**
         * Called for the first values, and again whenever a control moved or a button's action has
         * ended. What it throws is shown above the view before.
         *
         * @return anything that a cell can show as its result, except a {@link DraggableTriplet},
         *     {@link DrawingPad} or {@link EmbeddingMap}; or a list of such; null for nothing
         */
        Object of(ControlValues values) throws Exception;
    }

    /** What a button does. */
    @FunctionalInterface
    public interface Action {

        /**
         * Called when the button is clicked, on a thread that is interrupted when the reader clicks
         * Stop; a training with {@link tripletlab.notebook.live.LiveTraining} then ends at the next
         * batch. What it throws is shown above the view.
         */
        void run(ControlValues values) throws Exception;
    }

    /** A button's label and what it does. */
    record Button(String label, Action action) {}

    private final List<Control> controls;
    private final List<Button> buttons = new ArrayList<>();

    private Interact(List<Control> controls) {
        this.controls = controls;
    }

    /**
     * Begins with the controls, from top to bottom; none if there will be buttons only.
     *
     * @throws IllegalArgumentException if two controls have the same name
     */
    public static Interact with(Control... controls) {
        Set<String> names = new HashSet<>();
        for (Control control : Tables.requireNoNulls("controls", controls)) {
            boolean added = names.add(control.name);
            Arguments.require(added, "two controls have the name \"%s\"", control.name);
        }
        return new Interact(List.of(controls));
    }

    /** Adds a button; after its action the view is computed again. Beside the last is Stop. */
    public Interact button(String label, Action action) {
        Arguments.requireNonNull("label", label);
        Arguments.requireNonNull("action", action);
        buttons.add(new Button(label, action));
        return this;
    }

    /**
     * Shows the controls, and below them the view. Controls that an earlier run of the same cell
     * has shown end.
     *
     * @throws Exception what the view throws for the first values
     * @throws IllegalStateException if no notebook runs, or not in the kernel that {@code lab.py}
     *     installs
     */
    public void show(View view) throws Exception {
        Arguments.requireNonNull("view", view);
        Host host = Host.ofRunningCell();
        try {
            show(view, host);
        } catch (LinkageError e) {
            throw Host.unavailable(e);
        }
    }

    void show(View view, Host host) throws Exception {
        Interaction.begin(controls, List.copyOf(buttons), view, host);
    }
}
