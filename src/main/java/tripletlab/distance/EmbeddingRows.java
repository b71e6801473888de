package tripletlab.distance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;

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
        int columns = Math.toIntExact(embeddings.getShape().get(1));
        float[] values = floats(embeddings);
        float[][] rows = new float[values.length / columns][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
        }
        return rows;
    }

    private static float[] floats(NDArray array) {
        if (array.getDataType() == DataType.FLOAT32) {
            return array.toFloatArray();
        }
        try (NDArray narrow = array.toType(DataType.FLOAT32, true)) {
            return narrow.toFloatArray();
        }
    }
}
