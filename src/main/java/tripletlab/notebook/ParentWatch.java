package tripletlab.notebook;

import java.io.File;
import java.util.Optional;

/**
 * Ends the kernel when the program that started it ends, so that a Jupyter server that was killed,
 * or whose terminal was closed, leaves no JVM behind.
 */
final class ParentWatch {
    private ParentWatch() {}

    /**
     * Watches the parent process, if Jupyter wants the kernel to end with it.
     *
     * @param jupyterParent the environment variable {@code JPY_PARENT_PID}: Jupyter sets it unless
     *     the kernel is to live on by itself
     * @param parent the process that started this one, empty if it has ended already
     * @param end what to do when it has ended
     * @return whether Jupyter wants it
     */
    static boolean start(String jupyterParent, Optional<ProcessHandle> parent, Runnable end) {
        if (jupyterParent == null) {
            return false;
        }
        parent.ifPresentOrElse(process -> process.onExit().thenRun(end), end);
        return true;
    }

    /** Watches this JVM's parent. */
    static void start() {
        String jupyterParent = System.getenv("JPY_PARENT_PID");
        // Not exit: it would wait for shutdown hooks while an engine may still compute.
        start(jupyterParent, parent(jupyterParent), () -> Runtime.getRuntime().halt(0));
    }

    /**
     * The process to watch. On Linux and macOS it is Jupyter, found by its number, because an
     * orphan gets another parent. On Windows it is kernel.py, which ends when Jupyter ends.
     */
    static Optional<ProcessHandle> parent(String jupyterParent) {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        boolean number = File.pathSeparatorChar == ':' && jupyterParent != null;
        return number
                ? parent.filter(process -> process.pid() == Long.parseLong(jupyterParent))
                : parent;
    }
}
