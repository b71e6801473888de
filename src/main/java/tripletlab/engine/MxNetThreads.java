package tripletlab.engine;

import ai.djl.mxnet.jna.LibUtils;
import ai.djl.mxnet.jna.MxnetLibrary;

/** MXNet's part of {@link EngineThreads}; not loaded where another engine runs. */
final class MxNetThreads {

    private static final MxnetLibrary LIBRARY = LibUtils.loadLibrary();

    private MxNetThreads() {}

    static void use(int threads) {
        if (LIBRARY.MXSetNumOMPThreads(threads) != 0) {
            throw new IllegalStateException(LIBRARY.MXGetLastError());
        }
    }
}
