package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class PerThreadTest {

    @Test
    void eachThreadHasItsOwn() throws ExecutionException, InterruptedException {
        PerThread<String> values = new PerThread<>();
        assertNull(values.get());
        values.set("here");
        String there =
                CompletableFuture.supplyAsync(
                                () -> {
                                    String before = values.get();
                                    values.set("there");
                                    return before + ", " + values.get();
                                },
                                task -> new Thread(task).start())
                        .get();
        assertEquals("null, there", there);
        assertEquals("here", values.get());
    }

    @Test
    void theNewestValueCounts() {
        PerThread<String> values = new PerThread<>();
        values.set("old");
        values.set("new");
        assertEquals("new", values.get());
    }

    /** A ThreadLocal would fail here: this thread would keep its value. */
    @Test
    void whatIsDiscardedIsForgotten() throws InterruptedException {
        WeakReference<int[]> value = discarded();
        for (int i = 0; i < 100 && value.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(value.get());
    }

    private static WeakReference<int[]> discarded() {
        int[] value = new int[1000];
        new PerThread<int[]>().set(value);
        return new WeakReference<>(value);
    }
}
