package tripletlab.mining;

import ai.djl.ndarray.NDArray;
import tripletlab.data.Labels;

/**
 * Which pairs and triplets of a batch are valid, as boolean arrays: the way that posts and papers
 * explain mining. The miners need no mask and no array of size B³.
 *
 * <p>O. Moindrot: <i>Triplet Loss and Online Triplet Mining in TensorFlow</i>, 2018.
 */
public final class TripletMasks {

    private TripletMasks() {}

    /**
     * Tells which pairs are of an anchor and a positive: {@code i ≠ j} and {@code y_i = y_j}.
     *
     * @param labels (B) or (B, 1), of any integer or floating-point type
     * @return (B, B) boolean, a row for each anchor
     * @throws IllegalArgumentException if {@code labels} is of another shape or type, or has NaN
     */
    public static NDArray anchorPositive(NDArray labels) {
        try (NDArray same = same(labels);
                NDArray self = self(labels);
                NDArray other = self.logicalNot()) {
            return same.logicalAnd(other); // (B, B)
        }
    }

    /**
     * Tells which pairs are of an anchor and a negative: {@code y_i ≠ y_j}.
     *
     * @param labels (B) or (B, 1), of any integer or floating-point type
     * @return (B, B) boolean, a row for each anchor
     * @throws IllegalArgumentException if {@code labels} is of another shape or type, or has NaN
     */
    public static NDArray anchorNegative(NDArray labels) {
        try (NDArray same = same(labels)) {
            return same.logicalNot(); // (B, B)
        }
    }

    /**
     * Tells which triplets are valid: {@code i ≠ j}, {@code y_i = y_j} and {@code y_k ≠ y_i}.
     *
     * @param labels (B) or (B, 1), of any integer or floating-point type
     * @return (B, B, B) boolean: anchor i, positive j, negative k
     * @throws IllegalArgumentException if {@code labels} is of another shape or type, or has NaN
     */
    public static NDArray triplets(NDArray labels) {
        try (NDArray positive = anchorPositive(labels); // (B, B)
                NDArray negative = anchorNegative(labels); // (B, B)
                NDArray withPositive = positive.expandDims(2); // (B, B, 1)
                NDArray withNegative = negative.expandDims(1)) { // (B, 1, B)
            return withPositive.logicalAnd(withNegative); // (B, B, B)
        }
    }

    private static NDArray same(NDArray labels) {
        int size = size(labels);
        try (NDArray classes = labels.getManager().create(Labels.classes(labels, size)); // (B)
                NDArray column = classes.reshape(size, 1); // (B, 1)
                NDArray row = classes.reshape(1, size)) { // (1, B)
            return column.eq(row); // (B, B)
        }
    }

    private static NDArray self(NDArray labels) {
        try (NDArray eye = labels.getManager().eye(size(labels))) {
            return eye.neq(0); // (B, B)
        }
    }

    private static int size(NDArray labels) {
        if (labels.getShape().dimension() == 0) {
            throw new IllegalArgumentException("labels is a scalar, expected (B) or (B, 1)");
        }
        return Math.toIntExact(labels.getShape().get(0));
    }
}
