package tripletlab.training;

import ai.djl.ndarray.NDArray;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Values of arrays as plain Java doubles. */
final class Values {

    private Values() {}

    static DoubleStream of(NDArray array) {
        float[] values = array.toFloatArray();
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]);
    }
}
