package tripletlab.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.mxnet.jna.LibUtils;
import com.sun.jna.NativeLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineThreadsTest {

    private final Engine engine = Engine.getInstance();

    /** Asks OpenMP itself, for this thread. */
    private static int threads() {
        return NativeLibrary.getInstance(LibUtils.getLibName())
                .getFunction("omp_get_max_threads")
                .invokeInt(new Object[0]);
    }

    @Test
    void mxNetTakesTheNumber() {
        assumeTrue(EngineArrays.isMxNet(engine));
        int before = threads();
        for (int threads : new int[] {1, 3, 2, before}) {
            EngineThreads.use(engine, threads);
            assertEquals(threads, threads());
        }
    }

    @Test
    void anotherEngineIsLeftAlone() {
        assumeTrue(!EngineArrays.isMxNet(engine));
        EngineThreads.use(engine, 1); // would fail without MXNet's classes
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void oneIsTheLeast(int threads) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> EngineThreads.use(engine, threads));
        assertEquals("threads is " + threads + ", expected 1 or more", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3", "8, 4", ", 4", "0, 4", "many, 4", "'3,2', 4", "99999999999, 4"})
    void environmentSaysHowMany(String wanted, int most) {
        assertEquals(most, EngineThreads.most(wanted, 4));
    }
}
