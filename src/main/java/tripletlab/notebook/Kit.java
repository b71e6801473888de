package tripletlab.notebook;

import ai.djl.engine.Engine;

/** What a notebook runs on. */
public final class Kit {

    private Kit() {}

    /**
     * Starts the engine and tells what it is.
     *
     * @return one line: Java, DJL, the engine, and the threads it may use
     */
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
}
