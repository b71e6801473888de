package tripletlab.internal;

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

    private EngineArrays() {}

    /**
     * Makes an array that may be closed before a gradient is taken of what was made from it.
     *
     * @param manager its owner
     * @param values n numbers
     * @param type of the array, a floating-point type
     * @return (n)
     */
    public static NDArray of(NDManager manager, float[] values, DataType type) {
        Arguments.requireNonNull("manager", manager);
        Arguments.requireNonNull("values", values);
        Arguments.requireNonNull("type", type);
        NDArray given = manager.create(values);
        if (type == DataType.FLOAT32 && Engines.isMxNet(manager.getEngine())) {
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
        if (Arguments.requireNonNull("x", x).getDataType() != DataType.FLOAT16) {
            return x;
        }
        NDManager manager = x.getManager();
        return Engines.isMxNet(manager.getEngine())
                ? x.toType(DataType.FLOAT32, false)
                : x.add(manager.zeros(new Shape(1), DataType.FLOAT32));
    }
}
