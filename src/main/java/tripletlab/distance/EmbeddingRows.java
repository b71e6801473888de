package tripletlab.distance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.FloatBuffer;

/** Reads embeddings as plain Java arrays. */
public final class EmbeddingRows {

    private EmbeddingRows() {}

    /**
     * Reads a batch.
     *
     * @param embeddings (B, D), of a floating-point type
     * @return (B, D), a row an item
     * @throws IllegalArgumentException if {@code embeddings} is not so
     */
    public static float[][] of(NDArray embeddings) {
        Distance.requireRows(embeddings);
        if (embeddings.getDataType() == DataType.FLOAT32) {
            return read(embeddings);
        }
        try (NDArray narrow = embeddings.toType(DataType.FLOAT32, true)) {
            return read(narrow);
        }
    }

    private static float[][] read(NDArray array) {
        FloatBuffer values = array.toByteBuffer(true).asFloatBuffer(); // without a long float[]
        int columns = Math.toIntExact(array.getShape().get(1));
        float[][] rows = new float[values.remaining() / columns][columns];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }
}
