package tripletlab.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A batch as {@code mining.py} writes it: embeddings as float32, then labels as int32, both
 * little-endian.
 */
record Batch(int size, int dimension, float[] embeddings, int[] labels) {

    private static final double STEP = 1e-6;
    private static final int STEPS = 8;

    static Batch read(Path file, int size, int dimension) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] embeddings = new float[size * dimension];
        int[] labels = new int[size];
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = bytes.getFloat();
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = bytes.getInt();
        }
        return new Batch(size, dimension, embeddings, labels);
    }

    /** The embeddings, a little larger in each repeat, so that no result can be reused. */
    float[] embeddings(int repeat) {
        float factor = (float) (1 + STEP * (repeat % STEPS));
        float[] scaled = new float[embeddings.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = embeddings[i] * factor;
        }
        return scaled;
    }
}
