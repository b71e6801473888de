package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Runs the tests of {@code binder/*.py}, which are Python themselves. */
class BinderIT {

    @Test
    void pythonTestsPass() {
        assertEquals(0, Lab.run("--prepare").code());
        Lab.Result result = Lab.python("-m", "unittest", "discover", "-s", "src/test/python");
        assertEquals(0, result.code(), result.output());
        assertTrue(result.output().contains("OK"), result.output());
    }
}
