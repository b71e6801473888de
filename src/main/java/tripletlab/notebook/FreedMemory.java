package tripletlab.notebook;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gives memory that a cell has freed back to the system. While a cell runs, the native allocator
 * keeps it, because taking it anew for each training step would cost half of the time.
 */
final class FreedMemory {

    private static final long GROWTH = 32L << 20; // of Java's heap; a dataset that is read makes it
    private static final String ALL_ARENAS = "arena.4096.purge"; // jemalloc's MALLCTL_ARENAS_ALL

    private static final ScheduledExecutorService WATCH = DaemonThread.named("tripletlab-memory");

    private static long heap = Runtime.getRuntime().totalMemory();
    private static long collected; // collections of garbage until the end of the cell before

    private FreedMemory() {}

    /** Checks Java's heap every second, too: a cell may read a dataset and then train for long. */
    static void watch() {
        WATCH.scheduleWithFixedDelay(FreedMemory::collectIfGrown, 1, 1, TimeUnit.SECONDS);
    }

    /** Called at the end of a cell. */
    static void giveBack() {
        collectIfUsed();
        purge();
        // Java's compiler and its cleaners of buffers free a moment later: 50 MB, once in a while.
        WATCH.schedule(FreedMemory::purge, 1, TimeUnit.SECONDS);
    }

    private static void purge() {
        NativeLong all = new NativeLong(0);
        if (!isDone("mallctl", ALL_ARENAS, null, null, null, all)) {
            isDone("malloc_trim", all);
        }
    }

    /** Calls a function of the allocator, if this allocator has it. */
    private static boolean isDone(String function, Object... arguments) {
        try {
            NativeLibrary.getProcess().getFunction(function).invokeInt(arguments);
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    private static synchronized void collectIfGrown() {
        if (Runtime.getRuntime().totalMemory() > heap + GROWTH) {
            collect();
        }
    }

    private static synchronized void collectIfUsed() {
        if (collections() > collected) { // otherwise the cell made hardly any garbage
            collect();
        }
    }

    private static void collect() {
        ManagementFactory.getMemoryMXBean().gc(); // shrinks the heap, frees direct buffers
        heap = Runtime.getRuntime().totalMemory();
        collected = collections();
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
