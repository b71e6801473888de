package tripletlab.evaluation;

import ai.djl.util.Progress;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A range 0 … size − 1 that all cores work on, block by block: each takes the next block when it is
 * ready. The calling thread is one of them; it tells the progress, and when it is interrupted all
 * stop after their block.
 */
final class SharedWork {

    private final int size;
    private final int block;
    private final Progress progress; // null: nobody wants to know
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    SharedWork(int size, int block, Progress progress) {
        this.size = size;
        this.block = block;
        this.progress = progress;
    }

    /** Does a block with buffers of its own. */
    interface Worker {
        void accept(int from, int to);
    }

    /**
     * Works until all is done.
     *
     * @param workers makes one for each thread
     * @throws CancellationException if the calling thread is interrupted; as with
     *     InterruptedException, the exception takes the interrupt's place
     */
    void run(Supplier<Worker> workers) {
        if (progress != null) {
            progress.reset("Neighbors", size);
            progress.start(0);
        }
        int blocks = (size + block - 1) / block;
        int threads = Math.min(blocks, Runtime.getRuntime().availableProcessors());
        IntStream.range(0, threads).parallel().forEach(t -> work(workers.get(), blocks));
        if (done.get() < size) {
            Thread.interrupted();
            throw new CancellationException(
                    String.format(
                            Locale.ROOT,
                            "the search for neighbors was interrupted after %,d of %,d queries",
                            done.get(),
                            size));
        }
        if (progress != null) {
            progress.end();
        }
    }

    private void work(Worker worker, int blocks) {
        try {
            int b = next.getAndIncrement();
            while (b < blocks && !caller.isInterrupted()) {
                int from = b * block;
                int to = Math.min(from + block, size);
                worker.accept(from, to);
                tell(done.addAndGet(to - from));
                b = next.getAndIncrement();
            }
        } catch (RuntimeException | Error e) {
            next.set(blocks); // the others stop too
            throw e;
        }
    }

    private void tell(int count) {
        if (progress != null && Thread.currentThread() == caller) {
            progress.update(count - 1L); // as in DJL, the number of the last one
        }
    }
}
