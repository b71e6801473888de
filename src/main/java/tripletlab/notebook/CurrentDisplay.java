package tripletlab.notebook;

import java.util.concurrent.Callable;

/** Where that is shown which runs now: in a control's output, else in the running cell. */
final class CurrentDisplay {
    private static final ThreadLocal<Display> OF_CONTROLS = new ThreadLocal<>();

    private CurrentDisplay() {}

    /**
     * For the calling thread.
     *
     * @throws RuntimeException if no notebook runs
     */
    static Display get() {
        Display display = OF_CONTROLS.get();
        return display != null ? display : KernelDisplay.ofRunningCell();
    }

    /** Runs a task whose live outputs go to a display. */
    static <T> T during(Display display, Callable<T> task) throws Exception {
        OF_CONTROLS.set(display);
        try {
            return task.call();
        } finally {
            OF_CONTROLS.remove();
        }
    }
}
