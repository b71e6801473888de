package tripletlab.notebook.widgets;

import java.util.concurrent.Executor;

/**
 * Repeats a task as often as it was asked for, but never twice at once: however often it is asked
 * for while it runs, it runs once more, and then sees the newest values.
 */
final class LatestOnlyTask {
    private final Executor executor;
    private final Runnable task;
    private boolean asked;
    private boolean busy;
    private boolean closed;
    private Thread thread;

    LatestOnlyTask(Executor executor, Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    /** Returns at once. */
    synchronized void ask() {
        asked = !closed;
        if (asked && !busy) {
            busy = true;
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
        asked = false;
        interrupt();
    }

    private void run() {
        try {
            while (next()) {
                task.run();
            }
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                busy = false;
                thread = null;
            }
            throw e;
        }
    }

    private synchronized boolean next() {
        Thread.interrupted(); // meant the turn that is over
        busy = asked;
        asked = false;
        thread = busy ? Thread.currentThread() : null;
        return busy;
    }
}
