package tripletlab.internal;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays of Java's numbers in memory of the engine's own.
 *
 * <p>What DJL makes from Java's numbers on PyTorch is Java's memory, and what PyTorch's autograd
 * remembers of it is an address. When the array is closed, Java frees the memory with its next
 * collection of garbage; a gradient that is taken later is made of whatever is there then. The same
 * happens with DJL's methods that take a number and whose gradient needs it, such as {@code
 * x.mul(2)} and {@code x.maximum(0)}: they make an array of it, and close it.
 */
public final class EngineArrays {

    private static final float TINY = 1e-30f;

    private EngineArrays() {}

    /** Tells MXNet, which some of the library is made for, from other engines. */
    public static boolean isMxNet(Engine engine) {
        return engine.getEngineName().equals("MXNet");
    }

    /**
     * Makes an array that may be closed before a gradient is taken of what was made from it.
     *
     * @param manager its owner
     * @param values n numbers
     * @param type of the array, a floating-point type
     * @return (n)
     */
    public static NDArray of(NDManager manager, float[] values, DataType type) {
        NDArray given = manager.create(values);
        if (type == DataType.FLOAT32 && isMxNet(manager.getEngine())) {
            return given; // MXNet copied them
        }
        try (given) {
            return type == DataType.FLOAT32 ? given.duplicate() : given.toType(type, true);
        }
    }

    /**
     * Widens float16 to float32, with a gradient: MXNet multiplies no float16 on a processor. DJL's
     * {@code toType} has no gradient on PyTorch, which widens by itself what meets a float32.
     *
     * @param x of any type
     * @return float32 in place of float16; otherwise x itself
     */
    public static NDArray widened(NDArray x) {
        if (x.getDataType() != DataType.FLOAT16) {
            return x;
        }
        NDManager manager = x.getManager();
        return isMxNet(manager.getEngine())
                ? x.toType(DataType.FLOAT32, false)
                : x.add(manager.zeros(new Shape(1), DataType.FLOAT32));
    }

    /**
     * Hands the engine a scalar whose value and gradient are known: {@code Σ E∘G} has the gradient
     * G by E, and where its value is written over, autograd does not notice. So it records two
     * small steps, however the value was computed.
     *
     * <p>DJL's trainer takes gradients that are all 0 for a mistake if they come in its first step,
     * and stops. So behind a network a gradient of 0 becomes one of about 1e-30, far below what
     * moves a weight.
     *
     * @param input E, (n, D)
     * @param gradient G, (n, D) in row-major order
     * @param value of the scalar
     * @return a scalar of the input's type, of float16 a float32, on the input's manager
     */
    public static NDArray scalar(NDArray input, float[] gradient, double value) {
        float[] handed = isZero(gradient) && isOfNetwork(input) ? tiny(gradient.length) : gradient;
        NDArray wide = widened(input);
        NDArray sum;
        try (NDArray weights = of(input.getManager(), handed, wide.getDataType());
                NDArray row = wide.reshape(handed.length)) {
            sum = row.dot(weights); // half the time of a product and its sum
        }
        if (sum.getDataType() == DataType.FLOAT64) {
            sum.set(new double[] {value});
        } else {
            sum.set(new float[] {(float) value});
        }
        return sum;
    }

    private static boolean isZero(float[] gradient) {
        for (float value : gradient) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** Uneven, so that it neither cancels out nor points along rows of one value. */
    private static float[] tiny(int length) {
        float[] tiny = new float[length];
        for (int i = 0; i < length; i++) {
            tiny[i] = TINY * (1 + i % 3);
        }
        return tiny;
    }

    /** Whether an array was computed, rather than made for its gradient to be looked at. */
    private static boolean isOfNetwork(NDArray input) {
        if (!input.hasGradient()) {
            return true;
        }
        if (isMxNet(input.getManager().getEngine())) {
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
}
