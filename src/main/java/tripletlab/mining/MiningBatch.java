package tripletlab.mining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** The distances and classes of one batch, as plain Java numbers for miners to read. */
public final class MiningBatch {

    private final int size;
    private final float[] distances;
    private final int[] classes;

    private MiningBatch(float[] distances, int[] classes) {
        this.size = classes.length;
        this.distances = distances;
        this.classes = classes;
    }

    /**
     * Reads a batch.
     *
     * @param distances (B, B) with B at least 2, none of them NaN or infinite
     * @param labels (B) or (B, 1), of any integer or floating-point type
     * @return the batch
     * @throws IllegalArgumentException if an argument is not so, with its name and value
     */
    public static MiningBatch of(NDArray distances, NDArray labels) {
        Shape shape = distances.getShape();
        if (shape.dimension() != 2 || shape.get(0) != shape.get(1) || shape.get(0) < 2) {
            throw new IllegalArgumentException(
                    "distances has shape " + shape + ", expected (B, B) with B at least 2");
        }
        int size = Math.toIntExact(shape.get(0));
        int[] classes = Labels.read(labels, size);
        float[] values = distances.toType(DataType.FLOAT32, false).toFloatArray();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        String.format(
                                "distances has %s in row %d, column %d, expected finite numbers",
                                values[i], i / size, i % size));
            }
        }
        return new MiningBatch(values, classes);
    }

    /**
     * Returns the number of items.
     *
     * @return B
     */
    public int size() {
        return size;
    }

    /**
     * Returns the distance between two items.
     *
     * @param i an item, from 0 to B − 1
     * @param j an item, from 0 to B − 1
     * @return d_ij
     */
    public float distance(int i, int j) {
        return distances[i * size + j];
    }

    /**
     * Tells whether {@code p} can be a positive for the anchor.
     *
     * @param anchor an item, from 0 to B − 1
     * @param p an item, from 0 to B − 1
     * @return whether they are two items of one class
     */
    public boolean isPositive(int anchor, int p) {
        return anchor != p && classes[anchor] == classes[p];
    }

    /**
     * Tells whether {@code n} can be a negative for the anchor.
     *
     * @param anchor an item, from 0 to B − 1
     * @param n an item, from 0 to B − 1
     * @return whether their classes differ
     */
    public boolean isNegative(int anchor, int n) {
        return classes[anchor] != classes[n];
    }

    /**
     * Counts the valid triplets: anchor and positive two items of one class, the negative of
     * another.
     *
     * @return {@code Σ_c n_c (n_c − 1) (B − n_c)} over the classes c with n_c items
     */
    public long validTriplets() {
        int[] sizes = new int[size];
        for (int c : classes) {
            sizes[c]++;
        }
        long valid = 0;
        for (long n : sizes) {
            valid += n * (n - 1) * (size - n);
        }
        return valid;
    }
}
