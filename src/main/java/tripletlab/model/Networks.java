package tripletlab.model;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import tripletlab.model.mxnet.FastNetworks;

/**
 * The networks that the notebooks train, line by line as in Keras. Each method returns a new block,
 * not yet initialized, which turns images (B, 1, 28, 28) into embeddings (B, D). Weights start
 * Glorot-uniform, biases at zero. Dropout is at work in training only.
 *
 * <p>On MXNet, {@link FastNetworks} computes the same in less time.
 *
 * @see Network
 */
public final class Networks {

    private Networks() {}

    /**
     * The network of TensorFlow Addons' tutorial on triplet semi-hard loss. 410,208 parameters.
     *
     * <p>Values in [0, 1] → embeddings (B, 256) of length one.
     */
    public static SequentialBlock conv2x2() {
        return new Sequential(
                        FastNetworks::conv2x2,
                        convolution(64, 2, 1), // (B, 64, 28, 28)
                        Activation.reluBlock(),
                        maxPool(), // (B, 64, 14, 14)
                        dropout(0.3f),
                        convolution(32, 2, 1), // (B, 32, 14, 14)
                        Activation.reluBlock(),
                        maxPool(), // (B, 32, 7, 7)
                        dropout(0.3f),
                        Blocks.batchFlattenBlock(), // (B, 1568)
                        dense(256))
                .add(new L2Normalize());
    }

    /**
     * The network of Hsu's blog on triplet loss. 731,528 parameters.
     *
     * <p>Values in [−1, 1] → embeddings (B, 200) of length one. {@link Network#CONV_5X5} takes
     * values in [0, 1].
     */
    public static SequentialBlock conv5x5() {
        return new Sequential(
                        FastNetworks::conv5x5,
                        convolution(64, 5, 2), // (B, 64, 14, 14)
                        Activation.leakyReluBlock(0.3f),
                        dropout(0.3f),
                        convolution(64, 5, 2), // (B, 64, 7, 7)
                        Activation.leakyReluBlock(0.3f),
                        dropout(0.3f),
                        Blocks.batchFlattenBlock(), // (B, 3136)
                        dense(200))
                .add(new L2Normalize());
    }

    /**
     * The network of keras-triplet-loss-mnist, with embeddings of length one. 125,248 parameters.
     *
     * <p>Values in [0, 1] → embeddings (B, 64) of length one.
     */
    public static SequentialBlock mlp() {
        return mlpUnnormalized().add(new L2Normalize());
    }

    /**
     * The network of keras-triplet-loss-mnist as it is there: embeddings of any length. 125,248
     * parameters.
     *
     * <p>Values in [0, 1] → embeddings (B, 64).
     */
    public static SequentialBlock mlpUnnormalized() {
        return new Sequential(
                FastNetworks::mlp,
                Blocks.batchFlattenBlock(), // (B, 784)
                dense(128),
                Activation.reluBlock(),
                dropout(0.1f),
                dense(128),
                Activation.reluBlock(),
                dropout(0.1f),
                dense(64));
    }

    /**
     * Counts what a network learns: all weights and biases.
     *
     * @param network an initialized network
     * @throws RuntimeException DJL's, with the name of a parameter, if it is not initialized
     */
    public static long parameterCount(Block network) {
        return requireNonNull("network", network).getParameters().values().stream()
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
    }

    private static Block convolution(int filters, int kernel, int stride) {
        return new SameConv2d(filters, kernel, stride);
    }

    private static Block maxPool() {
        return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
    }

    private static Block dropout(float rate) {
        return Dropout.builder().optRate(rate).build();
    }

    private static Block dense(int units) {
        return Linear.builder().setUnits(units).build();
    }
}
