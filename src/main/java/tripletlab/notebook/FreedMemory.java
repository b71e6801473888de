package tripletlab.notebook;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gives memory that a cell has freed back to the system. While a cell runs, the native allocator
 * keeps it, because taking it anew for each training step would cost half of the time.
 */
final class FreedMemory {

    private static final long GROWTH = 32L << 20; // of Java's heap; a dataset that is read makes it
    private static final String ALL_ARENAS = "arena.4096.purge"; // jemalloc's MALLCTL_ARENAS_ALL

    private static final ScheduledExecutorService WATCH =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "tripletlab-memory");
                        thread.setDaemon(true);
                        return thread;
                    });

    private static long heap = Runtime.getRuntime().totalMemory();
    private static long collected; // collections of garbage until the end of the cell before

    private FreedMemory() {}

    /** Looks at Java's heap every second, too: a cell that reads a dataset may go on to train. */
    static void watch() {
        WATCH.scheduleWithFixedDelay(
                () -> collectIf(Runtime.getRuntime().totalMemory() > heap + GROWTH),
                1,
                1,
                TimeUnit.SECONDS);
    }

    /** Called at the end of a cell. */
    static void giveBack() {
        collectIf(collections() > collected); // else the cell made next to nothing
        purge();
        // Java's compiler and its cleaners of buffers free a moment later: 50 MB, once in a while.
        WATCH.schedule(FreedMemory::purge, 1, TimeUnit.SECONDS);
    }

    private static void purge() {
        try {
            if (System.getenv("MALLOC_CONF") != null) {
                Function mallctl = NativeLibrary.getProcess().getFunction("mallctl");
                mallctl.invokeInt(new Object[] {ALL_ARENAS, null, null, null, new NativeLong(0)});
            } else {
                Function trim = NativeLibrary.getProcess().getFunction("malloc_trim");
                trim.invokeInt(new Object[] {new NativeLong(0)});
            }
        } catch (UnsatisfiedLinkError e) {
            return; // another allocator, which gives back by itself
        }
    }

    private static synchronized void collectIf(boolean due) {
        if (due) {
            ManagementFactory.getMemoryMXBean().gc(); // shrinks the heap, and frees direct buffers
            heap = Runtime.getRuntime().totalMemory();
            collected = collections();
        }
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
