package tripletlab.model;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;

/**
 * The networks that the notebooks train. Each turns images (B, 1, 28, 28) into embeddings (B, D) of
 * length one, and starts as its Keras original does: weights Glorot-uniform, biases zero. Dropout
 * is at work in training only.
 *
 * <p>"Same" padding is TensorFlow's. Where the zeros cannot be shared out evenly, the odd one goes
 * below and to the right: an even kernel gets all there, and 5×5 with stride 2 on an even size gets
 * one before and two after.
 *
 * @see Network
 */
public final class Networks {

    private static final Shape ONE = new Shape(1, 1);
    private static final Shape TWO = new Shape(2, 2);
    private static final Shape FIVE = new Shape(5, 5);
    private static final NDIndex BELOW_AND_RIGHT = new NDIndex(":, :, 1:, 1:");
    private static final float SLOPE = 0.3f;
    private static final float DROPOUT = 0.3f; // of the convolutional networks

    private Networks() {}

    /**
     * The network of TensorFlow Addons' tutorial on triplet semi-hard loss: convolution 64 of 2×2,
     * ReLU, max-pool 2, dropout 0.3, convolution 32 of 2×2, ReLU, max-pool 2, dropout 0.3, dense
     * 256, L2-normalization. 410,208 parameters.
     *
     * <p>Shapes: images (B, 1, 28, 28) with values in [0, 1] → embeddings (B, 256) of length one.
     *
     * @return a new block, not yet initialized
     */
    public static SequentialBlock conv2x2() {
        SequentialBlock network = new SequentialBlock();
        addPadding(network, 1).add(convolution(TWO, 64).build()); // (B, 64, 28, 28)
        // ReLU and max-pool commute; ReLU on a quarter of the values is faster.
        network.add(Pool.maxPool2dBlock(TWO, TWO)); // (B, 64, 14, 14)
        Conv2d.Builder second = convolution(TWO, 32).optPadding(ONE);
        network.add(new ReluDropoutConv2d(second, DROPOUT)); // (B, 32, 15, 15)
        // Padded on all sides, which needs no copy of 64 maps, it starts a row and a column early.
        // So does the pool: of 15 outputs, its own first ones alone are cut off.
        network.add(Pool.maxPool2dBlock(TWO, TWO, ONE)); // (B, 32, 8, 8)
        network.add(new LambdaBlock(Networks::cropAboveAndLeft, "cropAboveAndLeft"));
        network.add(Activation::relu).add(new MaskedDropout(DROPOUT));
        network.add(Blocks.batchFlattenBlock()); // (B, 1568)
        return embedding(network, 256);
    }

    /**
     * The network of Hsu's blog on triplet loss: twice convolution 64 of 5×5 with stride 2, leaky
     * ReLU of slope 0.3, dropout 0.3; then dense 200, L2-normalization. 731,528 parameters.
     *
     * <p>Shapes: images (B, 1, 28, 28) with values in [−1, 1] → embeddings (B, 200) of length one.
     * {@link Network#CONV_5X5} takes values in [0, 1].
     *
     * @return a new block, not yet initialized
     */
    public static SequentialBlock conv5x5() {
        SequentialBlock network = new SequentialBlock();
        Conv2d.Builder first = convolution(FIVE, 64).optStride(TWO).optPadding(ONE);
        // One more is "same". Two more again, and the maps get the row and the column of zeros that
        // the second convolution needs. Cutting off, as in conv-2x2, needs a padding of 3 there,
        // beyond what oneDNN does with AVX-512.
        addPadding(network, 1 + 2).add(first.build()); // (B, 64, 14 + 1, 14 + 1)
        // Dropout first, which is the same and spares MXNet a copy: both keep a factor above zero.
        network.add(MaskedDropout.withBorder(DROPOUT)).add(Activation.leakyReluBlock(SLOPE));
        Conv2d.Builder second = convolution(FIVE, 64).optStride(TWO).optPadding(ONE);
        network.add(second.build()); // (B, 64, 7, 7)
        network.add(new MaskedDropout(DROPOUT)).add(Activation.leakyReluBlock(SLOPE));
        network.add(Blocks.batchFlattenBlock()); // (B, 3136)
        return embedding(network, 200);
    }

    /**
     * The network of keras-triplet-loss-mnist: twice dense 128, ReLU, dropout 0.1; then dense 64,
     * L2-normalization. 125,248 parameters.
     *
     * <p>Shapes: images (B, 1, 28, 28) with values in [0, 1] → embeddings (B, 64) of length one.
     *
     * @return a new block, not yet initialized
     */
    public static SequentialBlock mlp() {
        SequentialBlock network = new SequentialBlock();
        network.add(Blocks.batchFlattenBlock()); // (B, 784)
        addDense(network); // (B, 128)
        addDense(network); // (B, 128)
        return embedding(network, 64);
    }

    /**
     * Counts what a network learns: all weights and biases.
     *
     * @param network an initialized network
     * @return how many numbers its parameters hold
     * @throws RuntimeException DJL's, with the name of a parameter, if it is not initialized
     */
    public static long parameterCount(Block network) {
        return requireNonNull("network", network).getParameters().values().stream()
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
    }

    private static Conv2d.Builder convolution(Shape kernel, int filters) {
        return Conv2d.builder().setKernelShape(kernel).setFilters(filters);
    }

    private static void addDense(SequentialBlock network) {
        network.add(Linear.builder().setUnits(128).build());
        network.add(Activation::relu).add(new MaskedDropout(0.1f));
    }

    private static SequentialBlock embedding(SequentialBlock layers, int dimensions) {
        layers.add(Linear.builder().setUnits(dimensions).build());
        // Normalizing looks at the numbers on the way, which cannot be recorded.
        SequentialBlock network = new SequentialBlock();
        network.add(new RecordedBlock(layers)).add(new L2Normalize());
        network.setInitializer(glorotUniform(), Parameter.Type.WEIGHT);
        return network;
    }

    /** What Keras starts from, ±√(6 / (in + out)); DJL's default differs. */
    private static Initializer glorotUniform() {
        return new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, 3);
    }

    /** Rows and columns of zeros below and to the right; DJL's convolution pads all sides alike. */
    private static SequentialBlock addPadding(SequentialBlock network, int n) {
        return network.add(new LambdaBlock(x -> padBelowAndRight(x, n), "padBelowAndRight"));
    }

    private static NDList padBelowAndRight(NDList inputs, int n) {
        NDArray x = inputs.singletonOrThrow(); // (B, C, H, W)
        return new NDList(
                MxNetOperators.take(x)
                        ? MxNetOperators.padBelowAndRight(x, n)
                        : x.pad(new Shape(0, n, 0, n), 0)); // (B, C, H + n, W + n)
    }

    private static NDList cropAboveAndLeft(NDList inputs) {
        return new NDList(inputs.singletonOrThrow().get(BELOW_AND_RIGHT));
    }
}
