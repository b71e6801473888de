package tripletlab.model.mxnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Iterator;
import java.util.SplittableRandom;

/**
 * What a network takes for one batch: images, parameters, and what is new in each batch, which are
 * the masks of dropout and the zeros of padding.
 */
public final class BatchInputs {

    private final NDArray images;
    private final Iterator<NDArray> parameters;
    private final PerBatch perBatch;
    private final boolean training;

    /** Makes an array for a batch. */
    @FunctionalInterface
    interface Maker {
        NDArray make(NDManager manager, SplittableRandom random);
    }

    /** Returns what a maker makes, or a placeholder of that shape. */
    @FunctionalInterface
    interface PerBatch {
        NDArray take(Shape shape, Maker maker);
    }

    /** Takes the parameters in the order of the layers. */
    BatchInputs(NDArray images, NDList parameters, boolean training, PerBatch perBatch) {
        this.images = images;
        this.parameters = parameters.iterator();
        this.training = training;
        this.perBatch = perBatch;
    }

    NDArray images() {
        return images;
    }

    NDArray nextParameter() {
        return parameters.next();
    }

    /** Whether dropout is at work. */
    boolean training() {
        return training;
    }

    NDArray zeros(Shape shape) {
        return perBatch.take(shape, (manager, random) -> manager.zeros(shape));
    }

    /** An array of {@code dropped} with probability {@code rate}, otherwise of {@code kept}. */
    NDArray mask(Shape shape, float rate, float dropped, float kept) {
        return perBatch.take(
                shape,
                (manager, random) ->
                        RandomMask.draw(manager, shape, rate, dropped, kept, random.split()));
    }
}
