package tripletlab.notebook;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A thread of the notebook's own, which does not keep the kernel from ending. */
public final class DaemonThread {

    private DaemonThread() {}

    /** Starts it with the first task; it runs one task at a time. */
    public static ScheduledExecutorService named(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
