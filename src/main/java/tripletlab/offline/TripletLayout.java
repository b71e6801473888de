package tripletlab.offline;

/**
 * How the triplets of a {@link GivenTripletLoss} arrive. Where labels are not read, there may be
 * none; but DJL's {@code EasyTrain} asks that a dataset has some.
 */
public enum TripletLayout {

    /**
     * Labels: one array (T, 3) of whole numbers, a row (a, p, n) for each triplet. Predictions: one
     * array (B, D) that the numbers are rows of, from 0 to B − 1. What a {@code TripletSelector}
     * chose, which may be no triplet at all: (0, 3).
     */
    INDICES,

    /**
     * Predictions: one array (3T, D) with the rows a, p, n, a, p, n, …, T at least 1; labels are
     * not read.
     */
    ROWS,

    /**
     * Predictions: three arrays (T, D), all anchors, all positives, all negatives, T at least 1;
     * labels are not read. What a network with three inputs gives.
     */
    ARRAYS
}
