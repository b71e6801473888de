package tripletlab.notebook.widgets;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.channels.Loop;
import org.junit.jupiter.api.Test;

class MessageLoopsTest {
    private static final long MINUTE = 60_000;

    @Test
    void aLoopThatSleepsForAMinuteLooksOften() throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(20);
        Loop loop = new Loop("Shell-test", MINUTE, looks::countDown);
        MessageLoops.hurry(loop);
        loop.start();
        try {
            assertTrue(looks.await(10, TimeUnit.SECONDS), looks + " of 20 looks are missing");
        } finally {
            loop.shutdown();
        }
        loop.join(MINUTE);
    }

    @Test
    void aRealErrorStillEndsTheLoop() throws Exception {
        RuntimeException real = new IllegalStateException("broken");
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Loop loop =
                new Loop(
                        "Shell-test",
                        1,
                        () -> {
                            throw real;
                        });
        loop.setUncaughtExceptionHandler((thread, problem) -> thrown.complete(problem));
        MessageLoops.hurry(loop);
        loop.start();
        assertSame(real, thrown.get(10, TimeUnit.SECONDS));
    }
}
