package tripletlab.notebook;

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
     * @param parent the process that started this one
     * @param end what to do when it has ended
     * @return whether it is watched
     */
    static boolean start(String jupyterParent, Optional<ProcessHandle> parent, Runnable end) {
        if (jupyterParent == null || parent.isEmpty()) {
            return false;
        }
        parent.get().onExit().thenRun(end);
        return true;
    }

    /** Watches this JVM's parent. */
    static void start() {
        // Not exit: it would wait for shutdown hooks while an engine may still compute.
        start(
                System.getenv("JPY_PARENT_PID"),
                ProcessHandle.current().parent(),
                () -> Runtime.getRuntime().halt(0));
    }
}
