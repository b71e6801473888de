package tripletlab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/**
 * A seeded random batch: embeddings, and labels of a few classes.
 *
 * @param embeddings (B, D)
 * @param labels B of them
 */
public record RandomBatch(float[][] embeddings, int[] labels) {

    /** Sizes, classes and values vary with the seed; some batches have lone labels. */
    public static RandomBatch of(long seed) {
        Random random = new Random(seed);
        int size = 2 + random.nextInt(30);
        int dimension = 1 + random.nextInt(6);
        int classes = 1 + random.nextInt(6);
        float[][] embeddings = new float[size][dimension];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < dimension; j++) {
                embeddings[i][j] = (float) random.nextGaussian();
            }
            labels[i] = random.nextInt(classes);
        }
        return new RandomBatch(embeddings, labels);
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
