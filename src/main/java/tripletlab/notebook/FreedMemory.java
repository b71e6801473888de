package tripletlab.notebook;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;

/**
 * Gives memory that a cell has freed back to the system. While a cell runs, Java and the native
 * allocator keep it, because taking it anew for each training step would cost half of the time.
 */
final class FreedMemory {

    private static final long GROWTH = 32L << 20; // a heap that grew by less is left alone
    private static final String ALL_ARENAS = "arena.4096.purge"; // MALLCTL_ARENAS_ALL

    private static long heap;

    private FreedMemory() {}

    /** Called at the end of a cell. */
    static synchronized void giveBack() {
        if (Runtime.getRuntime().totalMemory() > heap + GROWTH) {
            System.gc(); // which frees the arrays of direct buffers, too
            heap = Runtime.getRuntime().totalMemory();
        }
        try {
            if (System.getenv("MALLOC_CONF") != null) {
                purge(NativeLibrary.getProcess().getFunction("mallctl"));
            } else {
                Function trim = NativeLibrary.getProcess().getFunction("malloc_trim");
                trim.invokeInt(new Object[] {new NativeLong(0)});
            }
        } catch (UnsatisfiedLinkError e) {
            return; // another allocator, which gives back by itself
        }
    }

    private static void purge(Function mallctl) {
        mallctl.invokeInt(new Object[] {ALL_ARENAS, null, null, null, new NativeLong(0)});
    }
}
