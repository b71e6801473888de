package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.translate.Pipeline;
import ai.djl.translate.Transform;
import java.util.List;
import java.util.function.Supplier;

/**
 * The networks of {@link Networks} to choose from, each with the images it takes.
 *
 * <pre>{@code
 * Network network = Network.CONV_5X5;
 * Mnist train = Mnist.builder().optPipeline(network.pipeline())….build();
 * model.setBlock(network.create());
 * }</pre>
 */
public enum Network {

    /** {@link Networks#conv2x2()}, on values in [0, 1]. */
    CONV_2X2("conv-2x2", Networks::conv2x2),

    /** {@link Networks#conv5x5()}, on values in [−1, 1]. */
    CONV_5X5("conv-5x5", Networks::conv5x5, Network::fromMinusOne),

    /** {@link Networks#mlp()}, on values in [0, 1]. */
    MLP("mlp", Networks::mlp);

    private final String text;
    private final Supplier<SequentialBlock> blocks;
    private final List<Transform> scaling;

    Network(String text, Supplier<SequentialBlock> blocks, Transform... scaling) {
        this.text = text;
        this.blocks = blocks;
        this.scaling = List.of(scaling);
    }

    /**
     * Creates the network.
     *
     * @return a new block, not yet initialized
     */
    public SequentialBlock create() {
        return blocks.get();
    }

    /**
     * Returns what turns an image as a dataset stores it, (H, W, 1) of 0 to 255, or a batch of
     * them, into one as the network takes it, (1, H, W) of 0 to 1 or −1 to 1. It throws an {@link
     * IllegalArgumentException} that tells any other shape.
     *
     * @return a new pipeline for a dataset's {@code optPipeline}; DJL's own of {@code Mnist} ends
     *     at [0, 1]
     */
    public Pipeline pipeline() {
        Pipeline pipeline = new Pipeline();
        pipeline.add(Network::fromZero);
        scaling.forEach(pipeline::add);
        return pipeline;
    }

    /** The same numbers as DJL's {@code ToTensor}, which goes image by image, and so is slower. */
    private static NDArray fromZero(NDArray image) {
        Shape shape = image.getShape(); // (…, H, W, 1)
        int last = shape.dimension() - 1;
        if (last < 2 || shape.get(last) != 1) {
            throw new IllegalArgumentException(
                    "image has shape " + shape + ", expected (H, W, 1) or (B, H, W, 1)");
        }
        Shape grey = shape.slice(0, last - 2).add(1).addAll(shape.slice(last - 2, last));
        return image.toType(DataType.FLOAT32, false).reshape(grey).div(255); // (…, 1, H, W)
    }

    /** DJL's {@code Normalize} would do, but takes three colours only on PyTorch. */
    private static NDArray fromMinusOne(NDArray image) {
        return image.mul(2).sub(1);
    }

    @Override
    public String toString() {
        return text;
    }
}
