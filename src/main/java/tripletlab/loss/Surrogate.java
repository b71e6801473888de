package tripletlab.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;

/**
 * Hands the engine a loss whose value and gradient are known: {@code Σ E∘G}, shifted to the value
 * L, has the gradient G by E. So autograd records three small steps, whatever the loss.
 */
final class Surrogate {

    private Surrogate() {}

    /**
     * Makes the scalar.
     *
     * @param inputs arrays E that the loss depends on
     * @param gradient G, the gradients by all inputs one after the other
     * @param value L
     * @return a scalar of the inputs' type, on the manager of the first input
     */
    static NDArray of(NDList inputs, float[] gradient, double value) {
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
        try (NDArray unshifted = sum) {
            return shifted(unshifted, value);
        }
    }

    /** Σ E∘G over the part of G that belongs to this input. */
    private static NDArray product(NDArray input, float[] gradient, int from) {
        int length = Math.toIntExact(input.getShape().size());
        float[] own =
                length == gradient.length
                        ? gradient
                        : Arrays.copyOfRange(gradient, from, from + length);
        NDArray narrow = input.getManager().create(own);
        try (NDArray weights = narrow.toType(input.getDataType(), false);
                NDArray row = input.reshape(length)) {
            return row.dot(weights); // half the time of a product and its sum
        } finally {
            narrow.close();
        }
    }

    private static NDArray shifted(NDArray sum, double value) {
        DataType type = sum.getDataType();
        if (type == DataType.FLOAT32) {
            float unshifted = sum.toFloatArray()[0]; // getFloat() would take a slice first
            return sum.add((float) (value - unshifted));
        }
        try (NDArray wide = sum.toType(DataType.FLOAT64, true);
                NDArray shift = sum.getManager().create(value - wide.getDouble());
                NDArray typed = shift.toType(type, true)) { // else the shift's type would win
            return sum.add(typed);
        }
    }
}
