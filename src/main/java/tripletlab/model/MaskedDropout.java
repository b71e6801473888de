package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;
import tripletlab.internal.EngineArrays;

/**
 * Dropout as DJL's block of that name, faster on MXNet: in training, each value becomes zero with
 * probability {@code p}, or else {@code x / (1 − p)}. Any shape.
 *
 * <p>N. Srivastava et al.: <i>Dropout: A Simple Way to Prevent Neural Networks from
 * Overfitting</i>, JMLR 2014.
 */
final class MaskedDropout extends AbstractBlock {

    private final float rate;
    private final boolean border;
    private final RandomMask mask;

    /** Takes {@code p}, from 0 to less than 1. */
    MaskedDropout(float rate) {
        this(rate, false);
    }

    private MaskedDropout(float rate, boolean border) {
        this.rate = rate;
        this.border = border;
        mask = new RandomMask(rate, 0, 1 / (1 - rate), border);
    }

    /**
     * For maps (B, C, H, W), of which the last row and the last column become zero, in prediction
     * too. A convolution that comes next finds them padded, for the price of the mask; to join
     * zeros on would copy the maps twice.
     */
    static MaskedDropout withBorder(float rate) {
        return new MaskedDropout(rate, true);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        if (training && RandomMask.suits(x)) {
            return new NDList(x.mul(mask.draw(x)));
        }
        return Dropout.dropout(border ? x.mul(frame(x)) : x, rate, training);
    }

    /** Ones, with zeros in the last row and the last column, (1, 1, H, W). */
    private static NDArray frame(NDArray x) {
        int height = (int) x.getShape().get(2);
        int width = (int) x.getShape().get(3);
        float[] values = new float[height * width];
        for (int row = 0; row < height - 1; row++) {
            Arrays.fill(values, row * width, (row + 1) * width - 1, 1);
        }
        NDArray flat = EngineArrays.of(x.getManager(), values, DataType.FLOAT32);
        return flat.reshape(new Shape(1, 1, height, width));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return inputs;
    }
}
