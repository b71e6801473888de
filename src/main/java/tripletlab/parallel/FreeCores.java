package tripletlab.parallel;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How many cores other programs leave to this one, as it was within the last fifth of a second in
 * which somebody asked. A core counts as taken if others keep it busy for half of the time or more;
 * one core is always left.
 */
public final class FreeCores {

    private static final double WINDOW = 0.2e9; // nanoseconds
    private static final double LONGEST = 2e9; // of a window; after it nobody had asked

    private final int cores;
    private final LongSupplier clock; // nanoseconds
    private final LongSupplier own; // nanoseconds on a core, of all threads of this program
    private final DoubleSupplier load; // of all programs since the last call, of all cores, 0 to 1
    private long lastClock;
    private long lastOwn;
    private int free;

    /** Looks at this computer. */
    public FreeCores() {
        this(Runtime.getRuntime().availableProcessors(), system());
    }

    private FreeCores(int cores, OperatingSystemMXBean system) {
        this(cores, System::nanoTime, system::getProcessCpuTime, system::getCpuLoad);
    }

    FreeCores(int cores, LongSupplier clock, LongSupplier own, DoubleSupplier load) {
        this.cores = cores;
        this.clock = clock;
        this.own = own;
        this.load = load;
        this.free = cores;
        restart();
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    /** Looks anew from now on: what others did up to now does not count. */
    public synchronized void restart() {
        begin();
    }

    private double begin() {
        lastClock = clock.getAsLong();
        lastOwn = own.getAsLong();
        return load.getAsDouble();
    }

    /**
     * Returns the number of free cores; to be asked often, such as once for each batch.
     *
     * @return 1 to the number of cores; all of them if the system does not tell
     */
    public synchronized int now() {
        double passed = clock.getAsLong() - lastClock;
        if (passed < WINDOW) {
            return free;
        }
        double used = (own.getAsLong() - lastOwn) / passed;
        double busy = begin() * cores;
        boolean told = busy >= 0 && lastOwn >= 0; // else NaN or negative
        if (passed <= LONGEST) {
            free = told ? free(busy - used) : cores;
        }
        return free;
    }

    private int free(double others) {
        return (int) Math.max(1, Math.min(cores, cores - Math.round(others)));
    }
}
