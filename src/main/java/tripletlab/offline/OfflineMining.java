package tripletlab.offline;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import tripletlab.data.Labels;
import tripletlab.mining.SeedSequence;
import tripletlab.mining.Triplets;
import tripletlab.sampling.Resumable;
import tripletlab.training.NetworkEmbedder;

/** Samples items, embeds them, and selects triplets, until there are some. */
final class OfflineMining implements Resumable {

    private final Model model;
    private final RandomAccessDataset dataset;
    private final Sampler sampler;
    private final TripletSelector selector;
    private final SeedSequence seeds; // one draw a sample
    private volatile OfflineCounts counts = new OfflineCounts(0, 0, 0, 0);

    OfflineMining(
            Model model,
            RandomAccessDataset dataset,
            Sampler sampler,
            TripletSelector selector,
            long seed) {
        this.model = model;
        this.dataset = dataset;
        this.sampler = sampler;
        this.selector = selector;
        this.seeds = new SeedSequence(seed);
    }

    OfflineCounts counts() {
        return counts;
    }

    /** The samples of one pass of the sampler, as batches of a manager. */
    Iterator<Batch> samples(NDManager manager) {
        Iterator<Batch> samples;
        try {
            samples = dataset.getData(manager, sampler).iterator();
        } catch (IOException e) {
            throw new UncheckedIOException("the dataset cannot be read", e);
        } catch (TranslateException e) {
            throw new IllegalStateException("the dataset cannot be read", e);
        }
        if (!samples.hasNext()) {
            throw new IllegalStateException("the sampler made no batch of the dataset");
        }
        return samples;
    }

    /** Selects from the next sample with a triplet; closed ones hold nothing any more. */
    MinedTriplets mine(Iterator<Batch> samples) {
        Batch sample = samples.next();
        try {
            float[][] embeddings = NetworkEmbedder.embed(model, sample.getData()); // (N, D)
            int[] labels = Labels.classes(sample.getLabels().singletonOrThrow(), embeddings.length);
            Triplets triplets = selector.select(embeddings, labels);
            counts = counts.plusSample(embeddings.length, triplets.size());
            return new MinedTriplets(sample, triplets, seeds.next());
        } catch (RuntimeException e) {
            sample.close();
            throw e;
        }
    }

    @Override
    public long seed() {
        return seeds.seed();
    }

    @Override
    public long position() {
        return seeds.position();
    }

    @Override
    public void resume(long position) {
        seeds.resume(position);
        if (sampler instanceof Resumable resumable) {
            resumable.resume(position);
        }
        if (selector instanceof Resumable resumable) {
            resumable.resume(position);
        }
    }

    @Override
    public String toString() {
        return selector.toString();
    }
}
