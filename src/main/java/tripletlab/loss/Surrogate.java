package tripletlab.loss;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import tripletlab.internal.EngineArrays;
import tripletlab.internal.Engines;

/**
 * Hands the engine a loss whose value and gradient are known: {@code Σ E∘G} has the gradient G by
 * E, and where its value is written over by L, autograd does not notice. So it records two small
 * steps, whatever the loss.
 */
public final class Surrogate {

    private static final float NOTHING = 1e-30f;

    private Surrogate() {}

    /**
     * Makes the scalar.
     *
     * @param inputs arrays E that the loss depends on
     * @param exact G, the gradients by all inputs one after the other
     * @param value L
     * @return a scalar of the inputs' type, of float16 a float32, on the manager of the first input
     */
    public static NDArray of(NDList inputs, float[] exact, double value) {
        float[] gradient = isZero(exact) && isOfNetwork(inputs.head()) ? tiny(exact.length) : exact;
        NDArray sum = null;
        int from = 0;
        for (NDArray input : inputs) {
            NDArray part = product(input, gradient, from);
            from += Math.toIntExact(input.getShape().size());
            if (sum == null) {
                sum = part;
            } else {
                try (NDArray before = sum;
                        NDArray next = part) {
                    sum = before.add(next);
                }
            }
        }
        return withValue(sum, value);
    }

    private static boolean isZero(float[] gradient) {
        for (float value : gradient) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * DJL's trainer takes gradients that are all 0 for a mistake if they come in its first step,
     * and stops. So where nothing is to be learned the gradient is far below what moves a weight,
     * uneven so that it neither cancels out nor points along rows of one value.
     */
    private static float[] tiny(int length) {
        float[] tiny = new float[length];
        for (int i = 0; i < length; i++) {
            tiny[i] = NOTHING * (1 + i % 3);
        }
        return tiny;
    }

    /** Whether an array was computed, rather than made for its gradient to be looked at. */
    private static boolean isOfNetwork(NDArray input) {
        if (!input.hasGradient()) {
            return true;
        }
        if (Engines.isMxNet(input.getManager().getEngine())) {
            return false;
        }
        try { // on PyTorch results have one too; only a leaf lets the flag be changed
            input.setRequiresGradient(false);
            input.setRequiresGradient(true);
            return false;
        } catch (EngineException e) {
            return true;
        }
    }

    /** Σ E∘G over the part of G that belongs to this input. */
    private static NDArray product(NDArray input, float[] gradient, int from) {
        int length = Math.toIntExact(input.getShape().size());
        float[] own =
                length == gradient.length
                        ? gradient
                        : Arrays.copyOfRange(gradient, from, from + length);
        NDArray wide = EngineArrays.widened(input);
        try (NDArray weights = EngineArrays.of(input.getManager(), own, wide.getDataType());
                NDArray row = wide.reshape(length)) {
            return row.dot(weights); // half the time of a product and its sum
        }
    }

    private static NDArray withValue(NDArray sum, double value) {
        if (sum.getDataType() == DataType.FLOAT64) {
            sum.set(new double[] {value});
        } else {
            sum.set(new float[] {(float) value});
        }
        return sum;
    }
}
