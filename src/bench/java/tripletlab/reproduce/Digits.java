package tripletlab.reproduce;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.training.dataset.Sampler;
import tripletlab.data.MnistData;
import tripletlab.model.Network;

/** MNIST as a network takes it. */
final class Digits {

    private static final int TEST_BATCH = 1000;

    private Digits() {}

    /** The training digits in random batches. */
    static Mnist train(NDManager manager, int batch) {
        return builder(manager, Usage.TRAIN).setSampling(batch, true).build();
    }

    /** The training digits as a sampler takes them. */
    static Mnist train(NDManager manager, Sampler sampler) {
        return builder(manager, Usage.TRAIN).setSampling(sampler).build();
    }

    /** The test digits in order. */
    static Mnist test(NDManager manager) {
        return builder(manager, Usage.TEST).setSampling(TEST_BATCH, false).build();
    }

    private static Mnist.Builder builder(NDManager manager, Usage usage) {
        return Mnist.builder()
                .optManager(manager)
                .optRepository(MnistData.repository())
                .optUsage(usage)
                .optPipeline(Network.pipeline());
    }
}
