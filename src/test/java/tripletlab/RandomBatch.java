package tripletlab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * A seeded random batch: embeddings, and labels of a few classes.
 *
 * @param embeddings (B, D)
 * @param labels B of them
 */
public record RandomBatch(float[][] embeddings, int[] labels) {

    /** What is special about a batch. */
    public enum Kind {
        /** About as many items of each class. */
        BALANCED,
        /** Labels as they come: now and then a class has one item. */
        RANDOM,
        /** No negatives. */
        ONE_CLASS,
        /** No positives. */
        ALL_DIFFERENT,
        /** One item has a class of its own. */
        LONE_LABEL,
        /** Equal embeddings, of one class or of several. */
        DUPLICATES
    }

    /** Sizes, classes and values vary with the seed; some batches have lone labels. */
    public static RandomBatch of(long seed) {
        Random random = new Random(seed);
        int size = 2 + random.nextInt(30);
        int dimension = 1 + random.nextInt(6);
        int classes = 1 + random.nextInt(6);
        int[] labels = random.ints(size, 0, classes).toArray();
        return new RandomBatch(gaussian(random, size, dimension), labels);
    }

    /** A batch of a kind and size, with embeddings of about length one. */
    public static RandomBatch of(Kind kind, int size, int dimension, long seed) {
        Random random = new Random(seed);
        float[][] rows = gaussian(random, size, dimension);
        for (float[] row : rows) {
            for (int k = 0; k < dimension; k++) {
                row[k] /= (float) Math.sqrt(dimension);
            }
        }
        int[] labels = random.ints(size, 0, Math.max(2, Math.min(10, size / 3))).toArray();
        switch (kind) {
            case BALANCED -> Arrays.setAll(labels, i -> i % Math.max(2, Math.min(10, size / 4)));
            case ONE_CLASS -> Arrays.fill(labels, 7);
            case ALL_DIFFERENT -> Arrays.setAll(labels, i -> 3 * i);
            case LONE_LABEL -> labels[size / 2] = -5;
            case DUPLICATES -> Arrays.setAll(rows, i -> rows[i % Math.max(1, size / 3)].clone());
            default -> {} // random labels
        }
        return new RandomBatch(rows, labels);
    }

    /** Every kind, with each of some sizes B and with D = 1, 2 and 256, as (kind, B, D). */
    public static Stream<Arguments> ofEachKind(int... sizes) {
        return Arrays.stream(Kind.values())
                .flatMap(
                        kind ->
                                Arrays.stream(sizes)
                                        .boxed()
                                        .flatMap(
                                                size ->
                                                        Stream.of(1, 2, 256)
                                                                .map(
                                                                        d ->
                                                                                Arguments.of(
                                                                                        kind, size,
                                                                                        d))));
    }

    private static float[][] gaussian(Random random, int size, int dimension) {
        float[][] rows = new float[size][dimension];
        for (float[] row : rows) {
            for (int k = 0; k < dimension; k++) {
                row[k] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    /** The embeddings as an engine's array (B, D). */
    public NDArray embeddings(NDManager manager) {
        return array(manager, embeddings);
    }

    /** The labels as an engine's array (B). */
    public NDArray labels(NDManager manager) {
        return manager.create(labels);
    }

    /** Rows as an engine's array. */
    public static NDArray array(NDManager manager, float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }
}
