package tripletlab.training;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.function.IntSupplier;
import tripletlab.engine.EngineThreads;
import tripletlab.parallel.FreeCores;

/**
 * Trains with as many threads as other programs leave cores free, on MXNet. An operator ends when
 * the last of its threads ends, so one thread that waits for a core keeps all others waiting: two
 * threads beside a program that keeps one of two cores busy are mostly slower than one.
 *
 * <pre>{@code
 * TrainingConfig config =
 *         new DefaultTrainingConfig(loss).addTrainingListeners(new SharedCores());
 * }</pre>
 *
 * <p>It has a price: with another number of threads sums are rounded otherwise, so a training with
 * the same seed is the same to the last digit only if the other programs are, too. Without this
 * listener it always is.
 *
 * <p>It looks up to five times a second. One listener may serve several trainings one after the
 * other; each must run on one Java thread.
 */
public final class SharedCores extends TrainingListenerAdapter {

    private final IntSupplier free;
    private final Runnable restart; // of the look at others
    private final int most;
    private int threads;

    /** Looks at this computer. */
    public SharedCores() {
        this(EngineThreads.most(), new FreeCores());
    }

    private SharedCores(int most, FreeCores cores) {
        this(most, cores::now, cores::restart);
    }

    SharedCores(int most, IntSupplier free, Runnable restart) {
        this.most = most;
        this.free = free;
        this.restart = restart;
        this.threads = most;
    }

    @Override
    public synchronized void onTrainingBegin(Trainer trainer) {
        restart.run();
    }

    @Override
    public synchronized void onTrainingBatch(Trainer trainer, BatchData batchData) {
        use(trainer, Math.min(free.getAsInt(), most));
    }

    @Override
    public synchronized void onTrainingEnd(Trainer trainer) {
        use(trainer, most);
    }

    private void use(Trainer trainer, int wanted) {
        if (wanted != threads) {
            EngineThreads.use(trainer.getManager().getEngine(), wanted);
            threads = wanted;
        }
    }

    /**
     * Returns with how many threads the next batch is trained.
     *
     * @return 1 to the environment's {@code OMP_NUM_THREADS}, or to the number of cores
     */
    public synchronized int threads() {
        return threads;
    }
}
