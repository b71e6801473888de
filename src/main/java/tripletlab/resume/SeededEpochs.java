package tripletlab.resume;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import tripletlab.sampling.Resumable;
import tripletlab.sampling.Seeded;

/**
 * A dataset that seeds the engine at the start of each epoch: the n-th epoch gets the n-th draw of
 * the seed. The state of an engine's random numbers cannot be read, so this is how a resumed epoch
 * has the dropout, the order of DJL's {@code RandomSampler}, and the random transforms that it
 * would have had.
 *
 * <pre>{@code
 * SeededEpochs train = new SeededEpochs(mnist, 7);
 * EasyTrain.fit(trainer, epochs, train, null);
 * }</pre>
 *
 * <p>A sampler with a seed of its own is not touched: it is a {@link Resumable} like this one. Only
 * without an {@code ExecutorService} in the training's configuration is the order of random
 * transforms certain.
 */
public final class SeededEpochs extends Seeded implements Dataset {

    private final Dataset data;

    /**
     * Seeds the epochs of a dataset.
     *
     * @param data what is trained on
     * @param seed of all epochs
     */
    public SeededEpochs(Dataset data, long seed) {
        super(seed);
        this.data = requireNonNull("data", data);
    }

    @Override
    public Iterable<Batch> getData(NDManager manager) throws IOException, TranslateException {
        return getData(manager, null);
    }

    @Override
    public Iterable<Batch> getData(NDManager manager, ExecutorService executor)
            throws IOException, TranslateException {
        requireNonNull("manager", manager);
        data.prepare(); // which may draw random numbers, but only the first time
        manager.getEngine().setRandomSeed((int) nextSeed());
        return data.getData(manager, executor);
    }

    @Override
    public void prepare(Progress progress) throws IOException, TranslateException {
        data.prepare(progress);
    }
}
