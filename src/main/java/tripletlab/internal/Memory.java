package tripletlab.internal;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Refuses what the memory does not hold. */
public final class Memory {

    private Memory() {}

    /**
     * A batch whose B³ triplets can be written out: in an array of the engine, which holds 2³¹ − 1
     * numbers, and in three quarters of the memory of this machine or of the container that it runs
     * in: Java, the engine and what else is there need the rest.
     *
     * @param size B
     * @param bytes that a triplet needs in all arrays that exist at once
     */
    public static void requireTripletsFit(int size, int bytes) {
        long memory = total();
        double fit = 0.75 * memory / bytes;
        double most = Math.floor(Math.cbrt(Math.min(Integer.MAX_VALUE, fit)));
        double gibibyte = 1 << 30;
        Arguments.require(
                size <= most,
                "labels has length %d, expected %.0f or less: B³ triplets need %.1f GiB by the"
                        + " book, and may take three quarters of this machine's %.1f GiB;"
                        + " TripletLoss with BatchAllMiner needs B² numbers only",
                size,
                most,
                Math.pow(size, 3) * bytes / gibibyte,
                memory / gibibyte);
    }

    private static long total() {
        try {
            return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getTotalMemorySize();
        } catch (RuntimeException e) { // Java 17 where a sandbox hides its control groups
            return Long.MAX_VALUE;
        }
    }
}
