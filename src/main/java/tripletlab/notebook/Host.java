package tripletlab.notebook;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What controls need of the notebook that they are in.
 *
 * @param cellId what stays the same when a cell runs again
 * @param run this run of it
 * @param cell the outputs of the running cell
 * @param link the way to the front end's widgets
 * @param renderer shows a result, as contents by MIME type
 * @param executor runs what controls ask for, one at a time
 */
record Host(
        String cellId,
        Object run,
        Display cell,
        WidgetLink link,
        Function<Object, List<Map<String, Object>>> renderer,
        Executor executor) {

    /** One thread for all controls of a kernel, so that they never compute at the same time. */
    private static final Executor THREAD = DaemonThread.named("tripletlab-interact");

    /**
     * The notebook whose cell runs now.
     *
     * @throws IllegalStateException if there is none
     */
    static Host ofRunningCell() {
        try {
            KernelDisplay display = KernelDisplay.ofRunningCell();
            KernelWidgets widgets = KernelWidgets.ofRunningCell(display);
            // Classes of the notebook are known to the cell's thread only.
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return new Host(
                    display.cellId(),
                    display.cell(),
                    display,
                    widgets,
                    KernelDisplay::render,
                    task -> THREAD.execute(() -> runWith(loader, task)));
        } catch (NoClassDefFoundError | RuntimeException e) { // no JJava, or it does not run
            throw new IllegalStateException("controls are shown in a notebook, and none runs", e);
        }
    }

    private static void runWith(ClassLoader loader, Runnable task) {
        Thread.currentThread().setContextClassLoader(loader);
        task.run();
    }
}
