package tripletlab.offline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import tripletlab.internal.Arguments;
import tripletlab.loss.MiningLoss;
import tripletlab.mining.Triplets;

/**
 * How the triplets of a {@link GivenTripletLoss} arrive. Where labels are not read, there may be
 * none; but DJL's {@code EasyTrain} asks that a dataset has some.
 */
public enum TripletLayout {

    /**
     * Labels: one array (T, 3) of whole numbers, a row (a, p, n) for each triplet. Predictions: one
     * array (B, D) that the numbers are rows of, from 0 to B − 1. What a {@link TripletSelector}
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
    ARRAYS;

    /** Reads triplets as indices into the rows of all predictions. */
    Triplets read(NDList labels, NDList predictions) {
        if (this == ARRAYS) {
            return arrays(Arguments.requireNonNull("predictions", predictions));
        }
        NDArray all = MiningLoss.single(predictions, "predictions", "the embeddings (B, D)");
        return this == ROWS ? triplesOfRows(all) : indices(labels, rows(all));
    }

    private static Triplets indices(NDList list, int rows) {
        NDArray labels = MiningLoss.single(list, "labels", "(T, 3)");
        Shape shape = labels.getShape();
        boolean fits = shape.dimension() == 2 && shape.get(1) == 3;
        String three =
                "labels has shape %s, expected (T, 3): anchor, positive, negative of each triplet";
        Arguments.require(fits, three, shape);
        String type =
                "labels is of type %s, expected an integer type: they are rows of the embeddings";
        Arguments.require(labels.getDataType().isInteger(), type, labels.getDataType());
        long[] values;
        try (NDArray wide = labels.toType(DataType.INT64, true)) {
            values = wide.toLongArray();
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= rows) {
                throw new IllegalArgumentException(
                        String.format(
                                "labels has %d in row %d, expected rows of the embeddings from 0"
                                        + " to %d",
                                values[i], i / 3, rows - 1));
            }
        }
        return every(values.length / 3, (t, part) -> (int) values[3 * t + part]);
    }

    private static Triplets triplesOfRows(NDArray embeddings) {
        int rows = rows(embeddings);
        String message =
                "embeddings has shape %s, expected (3T, D): rows in the order a, p, n, a, p, n, …";
        Arguments.require(rows % 3 == 0, message, embeddings.getShape());
        return every(rows / 3, (t, part) -> 3 * t + part);
    }

    private static Triplets arrays(NDList predictions) {
        int size = predictions.size();
        Arguments.require(
                size == 3,
                "predictions has %d arrays, expected 3: anchors, positives, negatives",
                size);
        List<Shape> shapes = predictions.stream().map(NDArray::getShape).toList();
        boolean alike = shapes.stream().distinct().count() == 1;
        Arguments.require(
                alike, "predictions has the shapes %s, expected three times (T, D)", shapes);
        int count = rows(predictions.get(0));
        return every(count, (t, part) -> part * count + t);
    }

    private static int rows(NDArray embeddings) {
        Shape shape = embeddings.getShape();
        String message = "embeddings has shape %s, expected (B, D) with one row an item";
        Arguments.require(shape.dimension() == 2, message, shape);
        return Math.toIntExact(shape.get(0));
    }

    /** Triplets by the row of triplet t's part 0, 1 or 2: its anchor, positive or negative. */
    private static Triplets every(int count, IntBinaryOperator rowOf) {
        int[][] parts = new int[3][];
        for (int part = 0; part < 3; part++) {
            int k = part;
            parts[k] = IntStream.range(0, count).map(t -> rowOf.applyAsInt(t, k)).toArray();
        }
        return new Triplets(parts[0], parts[1], parts[2]);
    }
}
