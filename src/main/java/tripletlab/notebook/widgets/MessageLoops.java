package tripletlab.notebook.widgets;

import org.dflib.jjava.jupyter.channels.Loop;

/**
 * Makes the kernel look for messages more often. JJava sleeps for 50 ms after each look, and a
 * slider can be felt to lag by that. The time is fixed, but a loop that fails sleeps for as long as
 * its error handler says: so here it fails after each look.
 */
final class MessageLoops {
    private static final String NAMES = "Shell-"; // the loops that messages of the front end reach
    private static final long SLEEP_MS = 5; // 200 looks a second cost nothing that can be seen

    private static final RuntimeException NO_ERROR =
            new RuntimeException("looks for messages again soon", null, false, false) {};

    private static boolean hurried;

    private MessageLoops() {}

    /** Hurries the loops of this kernel; once is enough. */
    static synchronized void hurry() {
        if (!hurried) {
            hurried = true;
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread instanceof Loop loop && loop.getName().startsWith(NAMES)) {
                    hurry(loop);
                }
            }
        }
    }

    static void hurry(Loop loop) {
        Runnable fail =
                () -> {
                    throw NO_ERROR;
                };
        loop.onError(
                problem -> {
                    if (problem instanceof Error error) {
                        throw error; // ends the loop, as it does without a handler
                    }
                    if (problem != NO_ERROR) {
                        throw (RuntimeException) problem; // what a Runnable throws is one of both
                    }
                    loop.doNext(fail);
                    return SLEEP_MS;
                });
        loop.doNext(fail);
    }
}
