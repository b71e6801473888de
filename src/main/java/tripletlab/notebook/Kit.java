package tripletlab.notebook;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.Repository;
import ai.djl.training.dataset.Dataset;
import java.util.ArrayDeque;
import java.util.Deque;
import tripletlab.data.MnistData;
import tripletlab.internal.Arguments;
import tripletlab.model.Network;

/** What a notebook runs on, and what it holds open. */
public final class Kit {
    private static final Deque<Kept> STACK = new ArrayDeque<>();

    private record Kept(String name, AutoCloseable resource) {}

    private static final int BATCH = 500;

    private Kit() {}

    /** Starts the engine and returns one line: Java, DJL, engine, and the threads it may use. */
    public static String about() {
        Engine engine = Engine.getInstance();
        return "TripletLab on Java %d, DJL %s, %s %s, %d threads"
                .formatted(
                        Runtime.version().feature(),
                        Engine.getDjlVersion(),
                        engine.getEngineName(),
                        engine.getVersion(),
                        Runtime.getRuntime().availableProcessors());
    }

    /**
     * Returns the first MNIST digits, ready to use, in batches of {@value #BATCH} in their order.
     * They are kept under the name of their usage, so a cell that runs again frees its digits.
     *
     * @param usage {@code TRAIN}: up to 60,000 digits; {@code TEST}: up to 10,000
     * @param items how many, 1 or more
     * @throws IllegalArgumentException if {@code items} is less than 1; the digits that are kept
     *     stay open
     */
    public static Mnist digits(Dataset.Usage usage, int items) throws Exception {
        Arguments.requireNonNull("usage", usage);
        Repository files = MnistData.repository(items);
        NDManager manager = keep(usage + " digits", NDManager.newBaseManager());
        Mnist digits =
                Mnist.builder()
                        .optManager(manager)
                        .optRepository(files)
                        .optUsage(usage)
                        .optPipeline(Network.pipeline())
                        .setSampling(BATCH, false)
                        .build();
        digits.prepare();
        return digits;
    }

    /**
     * Keeps what must be closed one day, so that a notebook can go on with it after its last cell,
     * and does not hold it twice when its cells run again. The resource kept under this name before
     * is closed, and all that were kept after that one, the newest first: a trainer before its
     * model. A resource that is kept again stays open.
     *
     * <pre>{@code
     * NDManager manager = Kit.keep("manager", NDManager.newBaseManager());
     * }</pre>
     *
     * @return the resource
     * @throws Exception what an earlier resource throws when it is closed
     */
    public static <T extends AutoCloseable> T keep(String name, T resource) throws Exception {
        Arguments.requireNonNull("name", name);
        Arguments.requireNonNull("resource", resource);
        synchronized (STACK) {
            try {
                if (STACK.stream().anyMatch(kept -> kept.name().equals(name))) {
                    closeDownTo(name, resource);
                }
            } finally {
                STACK.push(new Kept(name, resource)); // else nobody would close it
            }
        }
        return resource;
    }

    /** Closes all of them but the one that is kept again, even if one does not close. */
    private static void closeDownTo(String name, AutoCloseable again) throws Exception {
        Kept last = STACK.pop();
        try {
            if (last.resource() != again) {
                last.resource().close();
            }
        } finally {
            if (!last.name().equals(name)) {
                closeDownTo(name, again);
            }
        }
    }
}
