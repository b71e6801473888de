package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.util.PairList;

/** MXNet's operators that DJL has no method for, or a slower one. */
final class MxNetOperators {

    private MxNetOperators() {}

    /** Whether an array is one of MXNet's, which the others take. */
    static boolean take(NDArray x) {
        return x.getManager().getEngine().getEngineName().equals("MXNet");
    }

    /**
     * Adds arrays of one shape. Other than {@code NDArray.add}, which is NumPy's, it leaves an
     * array in the layout of a convolution.
     */
    static NDArray sum(NDArray a, NDArray b) {
        return a.getManager().invoke("elemwise_add", new NDList(a, b), new PairList<>()).head();
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

    /** Adds one row and one column of zeros, shapes (B, C, H, W) → (B, C, H + 1, W + 1). */
    static NDArray padBelowAndRight(NDArray x) {
        PairList<String, Object> params = new PairList<>();
        params.add("mode", "constant");
        params.add("pad_width", "(0,0,0,0,0,1,0,1)"); // before and after, of each axis
        params.add("constant_value", 0);
        return x.getManager().invoke("Pad", new NDList(x), params).head();
    }
}
