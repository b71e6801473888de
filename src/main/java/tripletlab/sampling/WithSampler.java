package tripletlab.sampling;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import java.io.IOException;
import java.util.concurrent.ExecutorService;

/**
 * A dataset with another sampler than its own, so that several trainings can share its items: 188
 * MB for the training digits.
 *
 * <pre>{@code
 * EasyTrain.fit(trainer, 1, new WithSampler(train, new BalancedBatchSampler(8, 4, 500, 1)), null);
 * }</pre>
 *
 * @param dataset holds the items
 * @param sampler says which of them form a batch
 */
public record WithSampler(RandomAccessDataset dataset, Sampler sampler) implements Dataset {

    /**
     * Joins them.
     *
     * @throws IllegalArgumentException if one is null
     */
    public WithSampler {
        requireNonNull("dataset", dataset);
        requireNonNull("sampler", sampler);
    }

    @Override
    public Iterable<Batch> getData(NDManager manager) throws IOException, TranslateException {
        return getData(manager, null);
    }

    @Override
    public Iterable<Batch> getData(NDManager manager, ExecutorService executor)
            throws IOException, TranslateException {
        requireNonNull("manager", manager);
        return dataset.getData(manager, sampler, executor);
    }

    @Override
    public void prepare(Progress progress) throws IOException, TranslateException {
        dataset.prepare(progress);
    }
}
