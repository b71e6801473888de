package tripletlab.mining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;
import tripletlab.data.Labels;
import tripletlab.internal.Arguments;
import tripletlab.internal.Memory;

/**
 * Which pairs and triplets of a batch are valid, as boolean arrays: the way that posts and papers
 * explain mining. The miners need no mask and no array of size B³.
 *
 * <p>O. Moindrot: <i>Triplet Loss and Online Triplet Mining in TensorFlow</i>, 2018.
 */
public final class TripletMasks {

    private static final int BYTES = 5; // a triplet as a number of the engine, and as a boolean

    private TripletMasks() {}

    /**
     * Tells which pairs are of an anchor and a positive: {@code i ≠ j} and {@code y_i = y_j}.
     *
     * @param labels (B) or (B, 1), of any integer or floating-point type
     * @return (B, B) boolean, a row for each anchor
     * @throws IllegalArgumentException if {@code labels} is of another shape or type, or has NaN
     */
    public static NDArray anchorPositive(NDArray labels) {
        return ofClasses(labels, TripletMasks::positive);
    }

    /**
     * Tells which pairs are of an anchor and a negative: {@code y_i ≠ y_j}.
     *
     * @param labels (B) or (B, 1), of any integer or floating-point type
     * @return (B, B) boolean, a row for each anchor
     * @throws IllegalArgumentException if {@code labels} is of another shape or type, or has NaN
     */
    public static NDArray anchorNegative(NDArray labels) {
        return ofClasses(labels, TripletMasks::negative);
    }

    /**
     * Tells which triplets are valid: {@code i ≠ j}, {@code y_i = y_j} and {@code y_k ≠ y_i}.
     *
     * @param labels (B) or (B, 1), of any integer or floating-point type
     * @return (B, B, B) boolean: anchor i, positive j, negative k
     * @throws IllegalArgumentException if {@code labels} is of another shape or type, or has NaN;
     *     or if B³ bytes do not fit the memory, with their number
     */
    public static NDArray triplets(NDArray labels) {
        return ofClasses(
                labels,
                classes -> {
                    Memory.requireTripletsFit((int) classes.size(), BYTES);
                    NDArray withPositive = positive(classes).expandDims(2); // (B, B, 1)
                    NDArray withNegative = negative(classes).expandDims(1); // (B, 1, B)
                    return withPositive.logicalAnd(withNegative); // (B, B, B)
                });
    }

    private static NDArray positive(NDArray classes) {
        long size = classes.size();
        NDArray other = classes.getManager().eye((int) size).eq(0); // (B, B)
        return classes.reshape(size, 1).eq(classes.reshape(1, size)).logicalAnd(other); // (B, B)
    }

    private static NDArray negative(NDArray classes) {
        long size = classes.size();
        return classes.reshape(size, 1).neq(classes.reshape(1, size)); // (B, B)
    }

    /** A mask of class numbers (B), of which only the result is left open. */
    private static NDArray ofClasses(NDArray labels, UnaryOperator<NDArray> mask) {
        Shape shape = Arguments.requireNonNull("labels", labels).getShape();
        boolean any = shape.dimension() > 0 && shape.get(0) > 0;
        String message = "labels has shape %s, expected (B) or (B, 1) with B at least 1";
        Arguments.require(any, message, shape);
        int[] classes = Labels.classes(labels, Math.toIntExact(shape.get(0)));
        // the engine leaves arrays of its own behind when it compares, and they end here
        try (NDManager scratch = labels.getManager().newSubManager()) {
            NDArray result = mask.apply(scratch.create(classes));
            result.attach(labels.getManager());
            return result;
        }
    }
}
