package tripletlab.reproduce;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tripletlab.data.MnistData;
import tripletlab.evaluation.Embeddings;
import tripletlab.model.Network;

/** MNIST as a network takes it. */
final class Digits {

    private static final int TEST_BATCH = 1000;

    private Digits() {}

    /** The training digits in random batches. */
    static Mnist train(NDManager manager, Network network, int batch) {
        return builder(manager, network, Usage.TRAIN).setSampling(batch, true).build();
    }

    /** The training digits as a sampler takes them. */
    static Mnist train(NDManager manager, Network network, Sampler sampler) {
        return builder(manager, network, Usage.TRAIN).setSampling(sampler).build();
    }

    /** The test digits in order. */
    static Mnist test(NDManager manager, Network network) {
        return builder(manager, network, Usage.TEST).setSampling(TEST_BATCH, false).build();
    }

    private static Mnist.Builder builder(NDManager manager, Network network, Usage usage) {
        return Mnist.builder()
                .optManager(manager)
                .optRepository(MnistData.repository())
                .optUsage(usage)
                .optPipeline(network.pipeline());
    }

    /** The pixels of each digit as if they were its embedding, (N, 784). */
    static Embeddings pixels(NDManager manager, RandomAccessDataset digits)
            throws IOException, TranslateException {
        List<float[]> rows = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Batch batch : digits.getData(manager)) {
            try (batch) {
                NDArray images = batch.getData().singletonOrThrow(); // (B, 1, 28, 28)
                for (long i = 0; i < images.getShape().get(0); i++) {
                    rows.add(images.get(i).toFloatArray());
                }
                for (Number label : batch.getLabels().singletonOrThrow().toArray()) {
                    labels.add(label.intValue());
                }
            }
        }
        return new Embeddings(
                rows.toArray(float[][]::new), labels.stream().mapToInt(i -> i).toArray());
    }
}
