package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * ReLU, dropout with probability {@code p} and a convolution in one: {@code w ∗ dropout(relu(x)) +
 * b}, shapes (B, C, H, W) → (B, filters, H', W'), as DJL's three blocks of these names.
 *
 * <p>In one, because it is faster on MXNet. There, a product of arrays takes each out of the layout
 * in which the convolutions keep it, and back again; a sum does not. So what is dropped becomes
 * negative before the ReLU, {@code relu(x + m)} with {@code m = −1e30}, and the factor {@code 1 /
 * (1 − p)} of all others goes to the weights, which are few: {@code (w / (1 − p)) ∗ relu(x + m) +
 * b}. Values and gradients are the same.
 */
final class ReluDropoutConv2d extends Conv2d {

    private static final float GONE = -1e30f;

    private final float rate;
    private final RandomMask mask;

    /** Takes the convolution, and {@code p}, from 0 to less than 1. */
    ReluDropoutConv2d(Conv2d.Builder convolution, float rate) {
        super(convolution);
        this.rate = rate;
        mask = new RandomMask(rate, GONE, 0);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow(); // (B, C, H, W)
        if (!training || !RandomMask.suits(x)) {
            NDList kept = Dropout.dropout(Activation.relu(x), rate, training);
            return super.forwardInternal(store, kept, training, params);
        }
        NDArray thinned = Activation.relu(MxNetOperators.sum(x, mask.draw(x)));
        NDArray w = store.getValue(weight, x.getDevice(), true).div(1 - rate);
        w.attach(x.getManager()); // else it would live as long as the weights
        NDArray b = store.getValue(bias, x.getDevice(), true);
        return Conv2d.conv2d(thinned, w, b, stride, padding, dilation, groups);
    }
}
