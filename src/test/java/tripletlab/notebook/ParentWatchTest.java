package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import tripletlab.JavaProgram;

class ParentWatchTest {

    /** A program that does nothing for a minute. */
    static final class Sleeper {
        private Sleeper() {}

        /** Sleeps. */
        public static void main(String[] args) throws InterruptedException {
            TimeUnit.MINUTES.sleep(1);
        }
    }

    @Test
    void endsWithItsParent() throws IOException, InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Process parent = JavaProgram.of(Sleeper.class).start();
        try {
            ParentWatch.watch(Optional.of(parent.toHandle()), ended::countDown);
            assertFalse(ended.await(200, TimeUnit.MILLISECONDS), "ended before its parent");
        } finally {
            parent.destroyForcibly();
        }
        assertTrue(ended.await(10, TimeUnit.SECONDS), "outlived its parent");
    }

    @Test
    void endsAtOnceIfTheParentHasEndedAlready() {
        CountDownLatch ended = new CountDownLatch(1);
        ParentWatch.watch(Optional.empty(), ended::countDown);
        assertEquals(0, ended.getCount());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void knowsItsParentByNumber() {
        ProcessHandle real = ProcessHandle.current().parent().orElseThrow();
        assertEquals(Optional.of(real), ParentWatch.parent("" + real.pid()));
        assertEquals(Optional.empty(), ParentWatch.parent("" + ProcessHandle.current().pid()));
    }
}
