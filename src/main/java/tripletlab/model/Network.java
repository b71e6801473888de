package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.translate.Pipeline;
import java.util.function.Supplier;

/**
 * The networks of {@link Networks} to choose from, all for images of values in [0, 1], so that they
 * can share a dataset.
 *
 * <pre>{@code
 * Mnist train = Mnist.builder().optPipeline(Network.pipeline())….build();
 * model.setBlock(Network.CONV_5X5.create());
 * }</pre>
 */
public enum Network {

    /** {@link Networks#conv2x2()}. */
    CONV_2X2("conv-2x2", Networks::conv2x2),

    /** {@link Networks#conv5x5()}, behind a layer that rescales [0, 1] to [−1, 1]. */
    CONV_5X5("conv-5x5", () -> new Sequential(rescaling(), Networks.conv5x5())),

    /** {@link Networks#mlp()}. */
    MLP("mlp", Networks::mlp);

    private final String text;
    private final Supplier<SequentialBlock> blocks;

    Network(String text, Supplier<SequentialBlock> blocks) {
        this.text = text;
        this.blocks = blocks;
    }

    /** Creates the network, not yet initialized. */
    public SequentialBlock create() {
        return blocks.get();
    }

    /**
     * Returns a pipeline for a dataset's {@code optPipeline}: an image as it is stored, (H, W, 1)
     * of 0 to 255, or a batch of them, becomes one as the networks take it, (1, H, W) of 0 to 1. It
     * throws an {@link IllegalArgumentException} that tells any other shape.
     */
    public static Pipeline pipeline() {
        Pipeline pipeline = new Pipeline();
        pipeline.add(Network::fromZero);
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

    /** [0, 1] → [−1, 1], Keras's layer {@code Rescaling(2, -1)}. */
    private static Block rescaling() {
        return LambdaBlock.singleton(x -> x.mul(2).sub(1), "rescaling");
    }

    @Override
    public String toString() {
        return text;
    }
}
