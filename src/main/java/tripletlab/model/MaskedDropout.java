package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Dropout as DJL's block of that name, faster on MXNet: in training, each value becomes zero with
 * probability {@code p}, or else {@code x / (1 − p)}. Any shape.
 *
 * <p>N. Srivastava et al.: <i>Dropout: A Simple Way to Prevent Neural Networks from
 * Overfitting</i>, JMLR 2014.
 */
final class MaskedDropout extends AbstractBlock {

    private final float rate;
    private final RandomMask mask;

    /** Takes {@code p}, from 0 to less than 1. */
    MaskedDropout(float rate) {
        this.rate = rate;
        mask = new RandomMask(rate, 0, 1 / (1 - rate));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        return training && RandomMask.suits(x)
                ? new NDList(x.mul(mask.draw(x)))
                : Dropout.dropout(x, rate, training);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return inputs;
    }
}
