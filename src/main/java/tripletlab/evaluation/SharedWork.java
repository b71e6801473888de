package tripletlab.evaluation;

import ai.djl.util.Progress;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tripletlab.internal.Blocks;

/**
 * Blocks that all cores work on. The calling thread is one of them; it tells the progress, and when
 * it is interrupted all stop after their block.
 */
final class SharedWork {

    private final int size;
    private final int block;
    private final Progress progress; // null: nobody wants to know
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger done = new AtomicInteger();

    SharedWork(int size, int block, Progress progress) {
        this.size = size;
        this.block = block;
        this.progress = progress;
    }

    /**
     * Works until all is done.
     *
     * @param workers makes one for each thread
     * @throws CancellationException if the calling thread is interrupted; as with
     *     InterruptedException, the exception takes the interrupt's place
     */
    void run(Supplier<Blocks.Worker> workers) {
        if (progress != null) {
            progress.reset("Neighbors", size);
            progress.start(0);
        }
        int cores = Runtime.getRuntime().availableProcessors();
        Blocks.share(size, block, cores, () -> watched(workers.get()));
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

    private Blocks.Worker watched(Blocks.Worker worker) {
        return (from, to) -> {
            if (!caller.isInterrupted()) { // else what is left is left out
                worker.accept(from, to);
                tell(done.addAndGet(to - from));
            }
        };
    }

    private void tell(int count) {
        if (progress != null && Thread.currentThread() == caller) {
            progress.update(count - 1L); // as in DJL, the number of the last one
        }
    }
}
