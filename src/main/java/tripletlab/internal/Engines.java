package tripletlab.internal;

import ai.djl.engine.Engine;

/** Which engine it is. */
public final class Engines {

    private Engines() {}

    /**
     * Tells MXNet, which some of the library is made for, from other engines.
     *
     * @param engine any
     * @return whether it is MXNet
     */
    public static boolean isMxNet(Engine engine) {
        return Arguments.requireNonNull("engine", engine).getEngineName().equals("MXNet");
    }
}
