package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import tripletlab.internal.EngineArrays;

/** MXNet's operators that DJL has no method for, or a slower one. */
final class MxNetOperators {

    private MxNetOperators() {}

    /** Whether an array is one of MXNet's, which the others take. */
    static boolean take(NDArray x) {
        return EngineArrays.isMxNet(x.getManager().getEngine());
    }

    /**
     * Adds arrays of one shape. Other than {@code NDArray.add}, which is NumPy's, it leaves an
     * array in the layout of a convolution. MXNet's {@code elemwise_add} does so, too, but in a
     * {@link RecordedBlock} it spoils the gradient by one array if none is asked for by the other.
     */
    static NDArray sum(NDArray a, NDArray b) {
        PairList<String, Object> params = new PairList<>();
        params.add("num_args", 2);
        return a.getManager().invoke("add_n", new NDList(a, b), params).head();
    }

    /**
     * Scales each row to length one, in one operator with a gradient of its own, where NDArray's
     * methods take five. Shapes (B, D) → (B, D); no row may be of zeros.
     */
    static NDArray normalize(NDArray x) {
        PairList<String, Object> params = new PairList<>();
        params.add("mode", "instance");
        params.add("eps", 0);
        return x.getManager().invoke("L2Normalization", new NDList(x), params).head();
    }

    /**
     * Adds n rows and columns of zeros, shapes (B, C, H, W) → (B, C, H + n, W + n). MXNet's {@code
     * Pad} would share out the maps of each image by themselves: where its threads sleep in
     * between, to wake them B times takes as long as all the rest of a network.
     */
    static NDArray padBelowAndRight(NDArray x, int n) {
        try (NDArray taller = withZeros(x, 2, n)) { // (B, C, H + n, W)
            return withZeros(taller, 3, n);
        }
    }

    /** Longer by n along an axis. */
    private static NDArray withZeros(NDArray x, int axis, int n) {
        long[] more = x.getShape().getShape().clone();
        more[axis] = n;
        PairList<String, Object> params = new PairList<>();
        params.add("num_args", 2);
        params.add("dim", axis);
        NDManager manager = x.getManager();
        Shape shape = new Shape(more);
        NDArray zeros = FreshInputs.make(manager, shape, made -> made.zeros(shape));
        return manager.invoke("Concat", new NDList(x, zeros), params).head();
    }
}
