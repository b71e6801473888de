package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;

/** The networks that the notebooks train, each named after its convolutions. */
public final class Networks {

    private static final Shape TWO = new Shape(2, 2);
    private static final float DROPOUT = 0.3f;

    private Networks() {}

    /**
     * The network of TensorFlow Addons' tutorial on triplet semi-hard loss: convolution 64 of 2×2,
     * ReLU, max-pool 2, dropout 0.3, convolution 32 of 2×2, ReLU, max-pool 2, dropout 0.3, dense
     * 256, L2-normalization. "Same" padding is TensorFlow's: below and to the right only.
     *
     * <p>Shapes: images (B, 1, 28, 28) with values in [0, 1] → embeddings (B, 256) of length one.
     *
     * @return a new block, not yet initialized
     */
    public static SequentialBlock conv2x2() {
        SequentialBlock network = new SequentialBlock();
        addConvolution(network, 64); // (B, 64, 14, 14)
        addConvolution(network, 32); // (B, 32, 7, 7)
        network.add(Blocks.batchFlattenBlock()) // (B, 1568)
                .add(Linear.builder().setUnits(256).build()) // (B, 256)
                .add(new L2Normalize());
        network.setInitializer(glorotUniform(), Parameter.Type.WEIGHT);
        return network;
    }

    /** What the original starts from; DJL's default differs. */
    private static Initializer glorotUniform() {
        return new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, 3);
    }

    private static void addConvolution(SequentialBlock network, int filters) {
        network.add(new LambdaBlock(Networks::padBelowAndRight, "padBelowAndRight"))
                .add(Conv2d.builder().setKernelShape(TWO).setFilters(filters).build())
                // ReLU and max-pool commute; ReLU on a quarter of the values is faster.
                .add(Pool.maxPool2dBlock(TWO, TWO))
                .add(Activation::relu)
                .add(Dropout.builder().optRate(DROPOUT).build());
    }

    private static NDList padBelowAndRight(NDList inputs) {
        NDArray x = inputs.singletonOrThrow(); // (B, C, H, W)
        Shape shape = x.getShape();
        NDArray row = x.getManager().zeros(new Shape(shape.get(0), shape.get(1), 1, shape.get(3)));
        NDArray taller = x.concat(row, 2); // (B, C, H + 1, W)
        NDArray column =
                x.getManager().zeros(new Shape(shape.get(0), shape.get(1), shape.get(2) + 1, 1));
        return new NDList(taller.concat(column, 3)); // (B, C, H + 1, W + 1)
    }
}
