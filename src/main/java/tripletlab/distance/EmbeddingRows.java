package tripletlab.distance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.FloatBuffer;

/** Reads embeddings as plain Java arrays. */
public final class EmbeddingRows {

    private EmbeddingRows() {}

    /**
     * Reads a batch. Numbers of 64 bits are rounded to floats of 32, as all of the kit's plain Java
     * computes with.
     *
     * @param embeddings (B, D), of a floating-point type
     * @return (B, D), a row an item
     * @throws IllegalArgumentException if {@code embeddings} is not so, or has a finite number that
     *     is too large for a float
     */
    public static float[][] of(NDArray embeddings) {
        Distance.requireRows(embeddings);
        if (embeddings.getDataType() == DataType.FLOAT32) {
            return read(embeddings);
        }
        if (embeddings.getDataType() == DataType.FLOAT64) {
            requireFloats(embeddings);
        }
        try (NDArray narrow = embeddings.toType(DataType.FLOAT32, true)) {
            return read(narrow);
        }
    }

    private static void requireFloats(NDArray wide) {
        double[] values = wide.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            if (Float.isInfinite((float) values[i]) && Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "embeddings has %s in row %d, expected numbers that fit a float"
                                .formatted(values[i], i / wide.getShape().get(1)));
            }
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
