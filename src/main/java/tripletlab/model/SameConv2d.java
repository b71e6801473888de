package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A convolution with TensorFlow's "same" padding: shapes (B, C, H, W) → (B, filters, ⌈H / stride⌉,
 * ⌈W / stride⌉). Where the zeros cannot be shared out evenly, the odd one goes below and to the
 * right: an even kernel with stride 1 gets one more there, and 5×5 with stride 2 on an even size
 * gets one before and two after. DJL's convolution pads all sides alike.
 */
final class SameConv2d extends Conv2d {

    private final boolean odd; // one more row below, one more column to the right

    /** Kernel k × k; images of an even height and width where the stride is 2. */
    SameConv2d(int filters, int kernel, int stride) {
        super(
                Conv2d.builder()
                        .setKernelShape(new Shape(kernel, kernel))
                        .setFilters(filters)
                        .optStride(new Shape(stride, stride))
                        .optPadding(new Shape((kernel - stride) / 2, (kernel - stride) / 2)));
        odd = (kernel - stride) % 2 != 0;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDArray padded = odd ? longer(longer(x, 2), 3) : x;
        return super.forwardInternal(store, new NDList(padded), training, params);
    }

    /** With zeros at the end of an axis. */
    private static NDArray longer(NDArray x, int axis) {
        long[] zeros = x.getShape().getShape().clone();
        zeros[axis] = 1;
        return x.concat(x.getManager().zeros(new Shape(zeros), x.getDataType()), axis);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape x = inputs[0];
        int more = odd ? 1 : 0;
        Shape padded = new Shape(x.get(0), x.get(1), x.get(2) + more, x.get(3) + more);
        return super.getOutputShapes(new Shape[] {padded});
    }
}
