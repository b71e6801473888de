package tripletlab.notebook.widgets;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import tripletlab.notebook.DaemonThread;
import tripletlab.notebook.Display;
import tripletlab.notebook.KernelDisplay;

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
        Widget.Link link,
        Function<Object, List<Map<String, Object>>> renderer,
        Executor executor) {

    /** The one whose inner parts are known here, as binder/requirements.in has it. */
    static final String JJAVA = "1.0-a8";

    /** One thread for all controls of a kernel, so that they never compute at the same time. */
    private static final Executor THREAD = DaemonThread.named("tripletlab-interact");

    /** What has been shown in cells, by their ids, and lives on. */
    private static final Map<String, List<Shown>> OF_CELLS = new HashMap<>();

    private record Shown(Object run, Runnable end) {}

    /** Ends what earlier runs of the cell have shown. */
    void endEarlierRuns() {
        List<Shown> earlier;
        synchronized (OF_CELLS) {
            List<Shown> all = OF_CELLS.computeIfAbsent(cellId, id -> new ArrayList<>());
            earlier = all.stream().filter(shown -> shown.run != run).toList();
            all.removeAll(earlier);
        }
        earlier.forEach(shown -> shown.end.run());
    }

    /** Tells how to end what this run of the cell shows. */
    void shows(Runnable end) {
        synchronized (OF_CELLS) {
            OF_CELLS.computeIfAbsent(cellId, id -> new ArrayList<>()).add(new Shown(run, end));
        }
    }

    /**
     * The notebook whose cell runs now.
     *
     * @throws IllegalStateException if there is none
     */
    static Host ofRunningCell() {
        try {
            KernelDisplay display = new KernelDisplay();
            // Classes of the notebook are known to the cell's thread only.
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Executor executor =
                    task ->
                            THREAD.execute(
                                    () -> {
                                        Thread.currentThread().setContextClassLoader(loader);
                                        task.run();
                                    });
            return new Host(
                    display.cellId(),
                    display.cell(),
                    display,
                    new KernelWidgets(display.cell()),
                    KernelDisplay::render,
                    executor);
        } catch (LinkageError | RuntimeException e) { // no JJava, another one, or it does not run
            throw unavailable(e);
        }
    }

    static IllegalStateException unavailable(Throwable missing) {
        return unavailable(missing, runningJJava());
    }

    /**
     * Says which JJava is needed and which is there, if that may be why something is missing.
     *
     * @throws LinkageError the given one if the needed JJava runs: it is one of the reader's code
     */
    static IllegalStateException unavailable(Throwable missing, String running) {
        if (missing instanceof LinkageError own && JJAVA.equals(running)) {
            throw own;
        }
        String complaint =
                running == null || running.equals(JJAVA)
                        ? "controls are shown in a notebook, and none runs"
                        : "controls need JJava %s, but this kernel is JJava %s;"
                                        .formatted(JJAVA, running)
                                + " python3 binder/lab.py starts the right one";
        return new IllegalStateException(complaint, missing);
    }

    /** The version of the kernel that runs; null if none does. */
    private static String runningJJava() {
        String file = "/META-INF/maven/org.dflib.jjava/jjava-jupyter/pom.properties";
        try {
            BaseKernel.notebookKernel();
        } catch (NoClassDefFoundError | RuntimeException e) {
            return null;
        } catch (LinkageError e) {
            // another JJava, which keeps its kernel elsewhere
        }
        try (InputStream properties = BaseKernel.class.getResourceAsStream(file)) {
            Properties known = new Properties();
            known.load(properties);
            return known.getProperty("version");
        } catch (IOException | RuntimeException e) {
            return "of an unknown version";
        }
    }
}
