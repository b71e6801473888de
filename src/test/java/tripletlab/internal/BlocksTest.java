package tripletlab.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlocksTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 1000})
    void eachItemIsDoneOnce(int size) {
        for (int threads = 1; threads <= 4; threads++) {
            AtomicIntegerArray done = new AtomicIntegerArray(size);
            AtomicInteger workers = new AtomicInteger();
            Blocks.share(
                    size,
                    16,
                    threads,
                    () -> {
                        workers.incrementAndGet();
                        return (from, to) -> {
                            assertTrue(to - from <= 16, from + " to " + to);
                            IntStream.range(from, to).forEach(done::incrementAndGet);
                        };
                    });
            int[] times = IntStream.range(0, size).map(done::get).toArray();
            assertArrayEquals(IntStream.generate(() -> 1).limit(size).toArray(), times);
            assertEquals(Math.min(threads, (size + 15) / 16), workers.get());
        }
    }

    @Test
    void whatAWorkerThrowsStopsAll() {
        IllegalStateException thrown = new IllegalStateException("at once");
        AtomicInteger blocks = new AtomicInteger();
        Blocks.Worker failing =
                (from, to) -> {
                    blocks.incrementAndGet();
                    throw thrown;
                };
        Exception e =
                assertThrows(
                        IllegalStateException.class, () -> Blocks.share(1000, 1, 1, () -> failing));
        assertSame(thrown, e);
        assertEquals(1, blocks.get());
    }
}
