package tripletlab.notebook;

import ai.djl.engine.Engine;
import java.util.ArrayDeque;
import java.util.Deque;
import tripletlab.internal.Arguments;

/** What a notebook runs on, and what it holds open. */
public final class Kit {
    private static final Deque<Kept> STACK = new ArrayDeque<>();

    private record Kept(String name, AutoCloseable resource) {}

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
     * Keeps what must be closed one day, so that a notebook can go on with it after its last cell,
     * and does not hold it twice when its cells run again. The resource kept under this name before
     * is closed, and all that were kept after that one, the newest first: a trainer before its
     * model.
     *
     * <pre>{@code
     * NDManager manager = Kit.keep("manager", NDManager.newBaseManager());
     * }</pre>
     *
     * @return the resource
     * @throws Exception what an earlier resource throws when it is closed
     */
    public static synchronized <T extends AutoCloseable> T keep(String name, T resource)
            throws Exception {
        Arguments.requireNonNull("name", name);
        Arguments.requireNonNull("resource", resource);
        try {
            if (STACK.stream().anyMatch(kept -> kept.name().equals(name))) {
                closeDownTo(name);
            }
        } finally {
            STACK.push(new Kept(name, resource)); // else nobody would close it
        }
        return resource;
    }

    /** Closes all of them, even if one does not close. */
    private static void closeDownTo(String name) throws Exception {
        Kept last = STACK.pop();
        try {
            last.resource().close();
        } finally {
            if (!last.name().equals(name)) {
                closeDownTo(name);
            }
        }
    }
}
