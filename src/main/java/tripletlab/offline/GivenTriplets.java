package tripletlab.offline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import tripletlab.internal.Arguments;
import tripletlab.loss.MiningLoss;
import tripletlab.mining.Triplets;

/** Reads given triplets, in any {@link TripletLayout}, as indices into the rows of all inputs. */
final class GivenTriplets {

    private GivenTriplets() {}

    static Triplets read(TripletLayout layout, NDList labels, NDList predictions) {
        Arguments.requireNonNull("predictions", predictions);
        return switch (layout) {
            case INDICES ->
                    indices(MiningLoss.single(labels, "labels", "(T, 3)"), rows(one(predictions)));
            case ROWS -> ofRows(one(predictions));
            case ARRAYS -> ofArrays(predictions);
        };
    }

    private static Triplets indices(NDArray labels, int rows) {
        Shape shape = labels.getShape();
        if (shape.dimension() != 2 || shape.get(1) != 3) {
            throw new IllegalArgumentException(
                    "labels has shape "
                            + shape
                            + ", expected (T, 3): anchor, positive, negative of each triplet");
        }
        if (!labels.getDataType().isInteger()) {
            throw new IllegalArgumentException(
                    "labels is of type "
                            + labels.getDataType()
                            + ", expected an integer type: they are rows of the embeddings");
        }
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

    private static Triplets ofRows(NDArray embeddings) {
        int rows = rows(embeddings);
        if (rows % 3 != 0) {
            throw new IllegalArgumentException(
                    "embeddings has shape "
                            + embeddings.getShape()
                            + ", expected (3T, D): rows in the order a, p, n, a, p, n, …");
        }
        return every(rows / 3, (t, part) -> 3 * t + part);
    }

    private static Triplets ofArrays(NDList predictions) {
        if (predictions.size() != 3) {
            throw new IllegalArgumentException(
                    "predictions has "
                            + predictions.size()
                            + " arrays, expected 3: anchors, positives, negatives");
        }
        Shape shape = predictions.get(0).getShape();
        for (NDArray array : predictions) {
            if (!array.getShape().equals(shape)) {
                throw new IllegalArgumentException(
                        String.format(
                                "predictions has the shapes %s, expected three times (T, D)",
                                predictions.stream().map(NDArray::getShape).toList()));
            }
        }
        int count = rows(predictions.get(0));
        return every(count, (t, part) -> part * count + t);
    }

    private static NDArray one(NDList predictions) {
        return MiningLoss.single(predictions, "predictions", "the embeddings (B, D)");
    }

    private static int rows(NDArray embeddings) {
        Shape shape = embeddings.getShape();
        if (shape.dimension() != 2) {
            throw new IllegalArgumentException(
                    "embeddings has shape " + shape + ", expected (B, D) with one row an item");
        }
        return Math.toIntExact(shape.get(0));
    }

    /** Where part 0, 1 or 2 of triplet t lies: its anchor, positive or negative. */
    private interface Place {
        int of(int t, int part);
    }

    private static Triplets every(int count, Place place) {
        return new Triplets(
                IntStream.range(0, count).map(t -> place.of(t, 0)).toArray(),
                IntStream.range(0, count).map(t -> place.of(t, 1)).toArray(),
                IntStream.range(0, count).map(t -> place.of(t, 2)).toArray());
    }
}
