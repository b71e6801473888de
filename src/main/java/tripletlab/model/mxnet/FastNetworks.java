package tripletlab.model.mxnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.util.PairList;

/**
 * The layers of {@code Networks}, without the normalization, in the order that is fastest on MXNet.
 *
 * <p>Ratios tell how many times as long a training step takes without a trick, with batches of 32
 * and of 256. {@code src/bench/training.py --only kit --plain --quick} shows what all of them gain
 * together.
 */
public final class FastNetworks {

    private static final NDIndex WITHOUT_FIRST = new NDIndex(":, :, 1:, 1:");
    private static final float DROPPED = -1e30f; // negative, whatever it is added to

    private FastNetworks() {}

    /**
     * Images (B, 1, 28, 28) → (B, 256).
     *
     * <p>Max-pool comes before ReLU: they commute, and ReLU on a quarter of the values is faster
     * (1.15, 1.2).
     *
     * <p>From the first convolution to the second pool, all arrays stay in the layout in which
     * oneDNN's convolutions keep them. A product with a mask, or zeros that are joined on, would
     * copy them out of it and back (1.1, 1.2). So dropout before the second convolution is a sum:
     * what is dropped becomes negative before the ReLU, and the factor of all others goes to the
     * weights, {@code (w / (1 − p)) ∗ relu(x + m)} with {@code m} of 0 and −1e30. That convolution
     * is padded on all sides and so starts a row and a column early. So does its pool: of 8
     * outputs, the first ones alone are cut off.
     */
    public static NDArray conv2x2(BatchInputs in) {
        float rate = 0.3f;
        NDArray padded = padBelowAndRight(in, in.images()); // (B, 1, 29, 29)
        NDArray first = convolution(in, padded, in.nextParameter(), 1, 0); // (B, 64, 28, 28)
        NDArray pooled = maxPool(first, 0); // (B, 64, 14, 14)
        NDArray weight = in.nextParameter();
        if (in.training()) {
            pooled = sum(pooled, in.mask(pooled.getShape(), rate, DROPPED, 0));
            weight = weight.div(1 - rate);
            weight.attach(pooled.getManager()); // otherwise it would live as long as the weights
        }
        NDArray second = convolution(in, Activation.relu(pooled), weight, 1, 1); // (B, 32, 15, 15)
        NDArray cropped = maxPool(second, 1).get(WITHOUT_FIRST); // (B, 32, 7, 7)
        return dense(in, Blocks.batchFlatten(dropout(in, Activation.relu(cropped), rate)));
    }

    /** Images (B, 1, 28, 28) → (B, 200). */
    public static NDArray conv5x5(BatchInputs in) {
        NDArray x = in.images();
        for (int layer = 0; layer < 2; layer++) { // (B, 64, 14, 14), then (B, 64, 7, 7)
            x = convolution(in, padBelowAndRight(in, x), in.nextParameter(), 2, 1);
            x = dropout(in, Activation.leakyRelu(x, 0.3f), 0.3f);
        }
        return dense(in, Blocks.batchFlatten(x));
    }

    /** Images (B, 1, 28, 28) → (B, 64). */
    public static NDArray mlp(BatchInputs in) {
        NDArray x = Blocks.batchFlatten(in.images());
        for (int layer = 0; layer < 2; layer++) {
            x = dropout(in, Activation.relu(dense(in, x)), 0.1f); // (B, 128)
        }
        return dense(in, x);
    }

    /** One more row and column of zeros; a convolution would pad all sides alike. */
    private static NDArray padBelowAndRight(BatchInputs in, NDArray x) {
        return longer(in, longer(in, x, 2), 3);
    }

    /**
     * With zeros at the end of an axis. {@code NDArray.concat} takes longer (conv-5x5: 1.2, 1.4).
     * MXNet's {@code Pad} shares out the maps of each image by themselves: where its threads sleep
     * in between, to wake them B times takes as long as the rest of a network.
     */
    private static NDArray longer(BatchInputs in, NDArray x, int axis) {
        long[] shape = x.getShape().getShape().clone();
        shape[axis] = 1;
        PairList<String, Object> params = new PairList<>();
        params.add("num_args", 2);
        params.add("dim", axis);
        NDList parts = new NDList(x, in.zeros(new Shape(shape)));
        return x.getManager().invoke("Concat", parts, params).head();
    }

    private static NDArray convolution(
            BatchInputs in, NDArray x, NDArray weight, int stride, int padding) {
        Shape strides = new Shape(stride, stride);
        Shape sides = new Shape(padding, padding);
        NDArray bias = in.nextParameter();
        return Conv2d.conv2d(x, weight, bias, strides, sides, new Shape(1, 1)).head();
    }

    private static NDArray maxPool(NDArray x, int padding) {
        Shape two = new Shape(2, 2);
        return Pool.maxPool2d(x, two, two, new Shape(padding, padding), false);
    }

    private static NDArray dropout(BatchInputs in, NDArray x, float rate) {
        return in.training() ? x.mul(in.mask(x.getShape(), rate, 0, 1 / (1 - rate))) : x;
    }

    private static NDArray dense(BatchInputs in, NDArray x) {
        return Linear.linear(x, in.nextParameter(), in.nextParameter()).head();
    }

    /**
     * Adds arrays of one shape, in the layout of the convolutions; {@code NDArray.add} would leave
     * it. {@code elemwise_add} keeps it, too, but spoils a recording's gradient by one array if
     * none is asked for by the other.
     */
    private static NDArray sum(NDArray a, NDArray b) {
        PairList<String, Object> params = new PairList<>();
        params.add("num_args", 2);
        return a.getManager().invoke("add_n", new NDList(a, b), params).head();
    }
}
