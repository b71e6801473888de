package tripletlab.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** The labels of an array as Java numbers, which are equal where the labels are. */
final class LabelValues {

    private LabelValues() {}

    static Number[] of(NDArray labels) {
        DataType type = labels.getDataType();
        if (!type.isInteger() && !type.isFloating()) {
            throw new IllegalArgumentException(
                    "labels are of type " + type + ", expected an integer or floating-point type");
        }
        return labels.toArray(); // not as doubles, which would merge labels beyond 2^53
    }
}
