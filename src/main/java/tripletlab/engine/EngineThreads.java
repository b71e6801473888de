package tripletlab.engine;

import ai.djl.engine.Engine;

/** With how many threads a DJL engine computes. */
public final class EngineThreads {

    private EngineThreads() {}

    /**
     * Returns with how many threads MXNet computes unless it is told otherwise: the environment's
     * {@code OMP_NUM_THREADS}, or the number of cores if there are fewer or it is not a number.
     *
     * @return 1 or more
     */
    public static int most() {
        return most(System.getenv("OMP_NUM_THREADS"), Runtime.getRuntime().availableProcessors());
    }

    static int most(String wanted, int cores) {
        boolean number = wanted != null && wanted.matches("[1-9][0-9]{0,5}");
        return number ? Math.min(Integer.parseInt(wanted), cores) : cores;
    }

    /**
     * Says with how many threads MXNet computes what the calling thread asks for from now on. Other
     * engines have their number from the start, and keep it.
     *
     * @param engine of the arrays
     * @param threads 1 or more
     * @throws IllegalArgumentException if it is less
     */
    public static void use(Engine engine, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", expected 1 or more");
        }
        if (EngineArrays.isMxNet(engine)) {
            MxNetThreads.use(threads);
        }
    }
}
