package tripletlab.notebook.widgets;

import java.util.concurrent.Executor;

/**
 * Repeats a task as often as it was asked for, except that it waits once at most: however often it
 * is asked for while it runs, it runs once more, and then sees the newest values.
 */
final class LatestOnlyTask {
    private final Executor executor;
    private final Runnable task;
    private boolean waiting;
    private boolean closed;
    private Thread thread;

    /** For an executor that runs one task after the other. */
    LatestOnlyTask(Executor executor, Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    /** Returns at once. */
    synchronized void ask() {
        if (!waiting && !closed) {
            waiting = true;
            executor.execute(this::run);
        }
    }

    /** Interrupts the task if it runs now. */
    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Interrupts the task; it does not run again. */
    synchronized void close() {
        closed = true;
        interrupt();
    }

    private void run() {
        synchronized (this) {
            waiting = false;
            if (closed) {
                return;
            }
            thread = Thread.currentThread();
        }
        try {
            task.run();
        } finally {
            synchronized (this) {
                thread = null;
                Thread.interrupted(); // meant the run that is over
            }
        }
    }
}
