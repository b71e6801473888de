package tripletlab.offline;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.stream.IntStream;
import tripletlab.RandomBatch;
import tripletlab.mining.MiningStats;

/** Given triplets of rows as a network hands them over, in each layout. */
final class Arrival implements AutoCloseable {

    private final NDManager manager = NDManager.newBaseManager();
    private final TripletLayout layout;
    private final float[][] rows;
    private final int[][] triplets;
    private final NDList labels = new NDList();
    private final NDList predictions = new NDList();

    /** Triplets (a, p, n) of rows. */
    Arrival(TripletLayout layout, float[][] rows, int[][] triplets) {
        this.layout = layout;
        this.rows = rows;
        this.triplets = triplets;
        if (layout == TripletLayout.INDICES) {
            int[] flat = Arrays.stream(triplets).flatMapToInt(IntStream::of).toArray();
            labels.add(manager.create(flat, new Shape(triplets.length, 3)));
            predictions.add(RandomBatch.array(manager, rows));
        } else {
            for (int[] part : parts()) {
                predictions.add(
                        RandomBatch.array(
                                manager,
                                IntStream.of(part).mapToObj(i -> rows[i]).toArray(float[][]::new)));
            }
        }
    }

    /** The rows of each array that arrives. */
    private int[][] parts() {
        return switch (layout) {
            case INDICES -> new int[][] {IntStream.range(0, rows.length).toArray()};
            case ROWS ->
                    new int[][] {Arrays.stream(triplets).flatMapToInt(IntStream::of).toArray()};
            case ARRAYS ->
                    IntStream.range(0, 3)
                            .mapToObj(
                                    part ->
                                            Arrays.stream(triplets)
                                                    .mapToInt(triplet -> triplet[part])
                                                    .toArray())
                            .toArray(int[][]::new);
        };
    }

    NDArray evaluate(GivenTripletLoss loss) {
        return loss.evaluate(labels, predictions);
    }

    MiningStats stats(GivenTripletLoss loss) {
        return loss.stats(labels, predictions);
    }

    /** The gradient by each row, wherever its numbers arrived. */
    double[][] gradient(GivenTripletLoss loss) {
        predictions.forEach(array -> array.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss.evaluate(labels, predictions));
        }
        double[][] gradient = new double[rows.length][rows[0].length];
        int[][] parts = parts();
        for (int part = 0; part < parts.length; part++) {
            float[] flat = predictions.get(part).getGradient().toFloatArray();
            for (int i = 0; i < flat.length; i++) {
                int dimension = rows[0].length;
                gradient[parts[part][i / dimension]][i % dimension] += flat[i];
            }
        }
        return gradient;
    }

    /** How many arrays the manager of them all holds. */
    int managed() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
