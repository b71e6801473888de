package tripletlab.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A range 0 … size − 1 that threads work on, block by block: each takes the next block when it is
 * ready. A parallel stream would cut the range beforehand, into parts of the same length.
 */
public final class Blocks {

    private final int size;
    private final int block;
    private final int count;
    private final AtomicInteger next = new AtomicInteger();

    private Blocks(int size, int block) {
        this.size = size;
        this.block = block;
        this.count = (size + block - 1) / block;
    }

    /** Does a block. */
    @FunctionalInterface
    public interface Worker {

        /**
         * Does the items in [from, to).
         *
         * @param from the first item
         * @param to the item after the last one
         */
        void accept(int from, int to);
    }

    /**
     * Works until all is done, or until a worker throws; then all stop after their block, and what
     * it threw is thrown. The calling thread is one of the workers.
     *
     * @param size how many items there are
     * @param block how many of them are taken at a time
     * @param threads how many work at the same time, at most
     * @param workers makes one for each thread, with buffers of its own
     */
    public static void share(int size, int block, int threads, Supplier<Worker> workers) {
        Blocks blocks = new Blocks(size, block);
        IntStream.range(0, Math.min(blocks.count, threads))
                .parallel()
                .forEach(thread -> blocks.work(workers.get()));
    }

    private void work(Worker worker) {
        try {
            int b = next.getAndIncrement();
            while (b < count) {
                worker.accept(b * block, Math.min(b * block + block, size));
                b = next.getAndIncrement();
            }
        } catch (RuntimeException | Error e) {
            next.set(count); // the others stop too
            throw e;
        }
    }
}
