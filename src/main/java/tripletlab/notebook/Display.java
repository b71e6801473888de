package tripletlab.notebook;

import java.util.Map;
import java.util.concurrent.Callable;

/** Outputs of a cell, or of controls; each is given as content by MIME type. */
public interface Display {

    /** Adds an output and returns its id. */
    String show(Map<String, Object> content);

    /** Replaces an output, also after its cell was interrupted. */
    void update(String id, Map<String, Object> content);

    /** Whether another cell runs now, so that a new display is needed. */
    boolean isGone();

    /**
     * Where the calling thread shows what it does: in its controls' output, else in the running
     * cell.
     *
     * @throws RuntimeException or a {@link LinkageError} if no notebook runs, or another JJava
     */
    static Display current() {
        Display display = KernelDisplay.OF_CONTROLS.get();
        return display != null ? display : new KernelDisplay();
    }

    /** Runs a task whose outputs go to a display. */
    static <T> T during(Display display, Callable<T> task) throws Exception {
        KernelDisplay.OF_CONTROLS.set(display);
        try {
            return task.call();
        } finally {
            KernelDisplay.OF_CONTROLS.remove();
        }
    }

    /** Text as HTML. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
