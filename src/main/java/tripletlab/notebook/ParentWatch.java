package tripletlab.notebook;

import java.io.File;
import java.util.Optional;

/**
 * Ends the kernel when the program that started it ends, so that a Jupyter server that was killed,
 * or whose terminal was closed, leaves no JVM behind.
 */
final class ParentWatch {
    private ParentWatch() {}

    /** Watches this JVM's parent, if Jupyter wants the kernel to end with it. */
    static void start() {
        String jupyter = System.getenv("JPY_PARENT_PID"); // unless it is to live on by itself
        if (jupyter != null) {
            // Not exit: it would wait for shutdown hooks while an engine may still compute.
            watch(parent(jupyter), () -> Runtime.getRuntime().halt(0));
        }
    }

    /** Does something when a process has ended, or at once if it is empty. */
    static void watch(Optional<ProcessHandle> parent, Runnable end) {
        parent.ifPresentOrElse(process -> process.onExit().thenRun(end), end);
    }

    /**
     * The process to watch. On Linux and macOS it is Jupyter, found by its number, because an
     * orphan gets another parent. On Windows it is kernel.py, which ends when Jupyter ends.
     */
    static Optional<ProcessHandle> parent(String jupyter) {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        boolean number = File.pathSeparatorChar == ':';
        return number ? parent.filter(p -> p.pid() == Long.parseLong(jupyter)) : parent;
    }
}
