package tripletlab.sampling;

import static tripletlab.internal.Arguments.requireAtLeast;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A short epoch: only the first batches of another sampler. With one that shuffles, each epoch has
 * other items.
 *
 * <pre>{@code
 * Sampler shuffled = new BatchSampler(new RandomSampler(), 256, true);
 * EasyTrain.fit(trainer, 50, new WithSampler(train, new FirstBatches(shuffled, 20)), null);
 * }</pre>
 *
 * @param sampler makes the batches
 * @param batches how many of them an epoch has at most, 1 or more
 */
public record FirstBatches(Sampler sampler, int batches) implements Sampler {

    /** Checks both. */
    public FirstBatches {
        requireNonNull("sampler", sampler);
        requireAtLeast("batches", batches, 1);
    }

    @Override
    public Iterator<List<Long>> sample(RandomAccessDataset dataset) {
        Iterator<List<Long>> all = sampler.sample(requireNonNull("dataset", dataset));
        return IntStream.range(0, batches)
                .takeWhile(i -> all.hasNext())
                .mapToObj(i -> all.next())
                .iterator();
    }

    @Override
    public int getBatchSize() {
        return sampler.getBatchSize();
    }
}
