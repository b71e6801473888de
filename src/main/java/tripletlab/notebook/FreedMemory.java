package tripletlab.notebook;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * Gives memory that a cell has freed back to the system. While a cell runs, the native allocator
 * keeps it, because taking it anew for each training step would cost half of the time.
 */
final class FreedMemory {

    private static final long GROWTH = 32L << 20; // of Java's heap; a dataset that is read makes it
    private static final int CELLS = 20; // one of a notebook may leave a megabyte in the compiler
    private static final String ALL_ARENAS = "arena.4096.purge"; // jemalloc's MALLCTL_ARENAS_ALL

    private static final ScheduledExecutorService WATCH = DaemonThread.named("tripletlab-memory");

    private static BaseKernel kernel; // null in tests, where no cell runs
    private static long heap = Runtime.getRuntime().totalMemory();
    private static long collected; // collections of garbage until the end of the cell before
    private static int cells; // that have run

    private FreedMemory() {}

    /** Checks Java's heap every second, too: a cell may read a dataset and then train for long. */
    static void watch(BaseKernel kernel) {
        FreedMemory.kernel = kernel;
        keepThreads();
        WATCH.scheduleWithFixedDelay(() -> collect(false), 1, 1, TimeUnit.SECONDS);
    }

    /** Called at the end of a cell. */
    static void giveBack() {
        if (kernel != null) {
            forgetResults();
            cells++;
            if (cells % CELLS == 0) {
                forgetSources();
            }
        }
        collect(true);
        purge();
        // Java's compiler and its cleaners of buffers free a moment later: 50 MB, once in a while.
        WATCH.schedule(FreedMemory::purge, 1, TimeUnit.SECONDS);
    }

    /**
     * Lets JJava run all cells in the same threads: MXNet keeps some 30 MB of work space for each
     * thread that it has met, for good, and JJava would end one that idles for a minute.
     */
    private static void keepThreads() {
        try {
            Object evaluator = kernel.getClass().getMethod("getEvaluator").invoke(kernel);
            Object control = field(evaluator, "execControl");
            ((ThreadPoolExecutor) field(control, "executor"))
                    .setKeepAliveTime(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return; // another JJava
        }
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    /** Makes JShell's compiler anew, which keeps what it has compiled, also of cells run again. */
    private static void forgetSources() {
        try {
            Object compiler = field(shell(), "taskFactory");
            Method anew = compiler.getClass().getDeclaredMethod("initTaskPool");
            anew.setAccessible(true);
            anew.invoke(compiler);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return; // another Java, or a kernel that does not open its shell
        }
    }

    private static JShell shell() throws ReflectiveOperationException {
        return (JShell) kernel.getClass().getMethod("getJShell").invoke(kernel);
    }

    /** Empties $1, $2 …, which JShell makes of the results of cells and would keep for good. */
    private static void forgetResults() {
        try {
            JShell shell = shell();
            Object evaluator = kernel.getClass().getMethod("getEvaluator").invoke(kernel);
            Class<?> type = evaluator.getClass();
            ClassLoader cells = (ClassLoader) type.getMethod("getClassLoader").invoke(evaluator);
            Method name = type.getDeclaredMethod("snippetClassName", Snippet.class);
            name.setAccessible(true);
            for (VarSnippet result : shell.variables().toList()) {
                if (result.subKind() != Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
                    continue;
                }
                String holder = name.invoke(evaluator, result).toString();
                Field field = Class.forName(holder, false, cells).getField(result.name());
                if (!field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    field.set(null, null);
                }
                shell.drop(result); // or a cell would find it null
            }
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            return; // another JJava
        }
    }

    /** Shrinks the heap and frees direct buffers, if there may be any: a collection takes time. */
    private static synchronized void collect(boolean cellEnds) {
        boolean grown = Runtime.getRuntime().totalMemory() > heap + GROWTH;
        if (cellEnds ? collections() > collected : grown) {
            ManagementFactory.getMemoryMXBean().gc();
            heap = Runtime.getRuntime().totalMemory();
            collected = collections();
        }
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
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
}
