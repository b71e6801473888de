package tripletlab.mining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import tripletlab.data.Labels;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.internal.Arguments;

/**
 * The distances and classes of one batch, as plain Java numbers for miners to read. Items are
 * numbered from 0 to B − 1; methods throw an IllegalArgumentException for any other number. Of
 * items at the same distance the first one is taken.
 */
public final class MiningBatch {

    private final int size;
    private final float[] distances; // (B, B)
    private final int[] classes; // (B), numbered from 0
    private final int[][] members; // the items of each class
    private final EmbeddingBatch embeddings; // or null
    private final List<int[]> taken; // triplets (a, p, n), or null if nobody asks for them

    private MiningBatch(
            float[] distances, int[] classes, EmbeddingBatch embeddings, List<int[]> taken) {
        this.size = classes.length;
        this.distances = distances;
        this.classes = classes;
        this.members = members(classes);
        this.embeddings = embeddings;
        this.taken = taken;
    }

    private static int[][] members(int[] classes) {
        int[] sizes = new int[classes.length];
        for (int c : classes) {
            sizes[c]++;
        }
        int[][] members = new int[classes.length][];
        Arrays.setAll(members, c -> new int[sizes[c]]);
        for (int i = classes.length - 1; i >= 0; i--) {
            members[classes[i]][--sizes[classes[i]]] = i;
        }
        return members;
    }

    /**
     * Reads a batch from a matrix of distances.
     *
     * @param distances (B, B) with B at least 1, none of them NaN, infinite or below 0; of 64 bits,
     *     they are rounded to floats of 32
     * @param labels (B) or (B, 1), of any integer or floating-point type
     * @return the batch
     * @throws IllegalArgumentException if an argument is not so, with its name and value
     */
    public static MiningBatch of(NDArray distances, NDArray labels) {
        Arguments.requireNonNull("labels", labels);
        Shape shape = Arguments.requireNonNull("distances", distances).getShape();
        boolean square = shape.dimension() == 2 && shape.get(0) == shape.get(1);
        String message = "distances has shape %s, expected (B, B) with B at least 1";
        Arguments.require(square && shape.get(0) >= 1, message, shape);
        int size = Math.toIntExact(shape.get(0));
        double[] values;
        try (NDArray wide = distances.toType(DataType.FLOAT64, true)) {
            values = wide.toDoubleArray();
        }
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
            if (!(values[i] >= 0 && floats[i] <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "distances has %s in row %d, column %d, expected finite numbers, 0 or more"
                                .formatted(values[i], i / size, i % size));
            }
        }
        return new MiningBatch(floats, Labels.classes(labels, size), null, null);
    }

    /**
     * Measures a batch of embeddings.
     *
     * @param embeddings B embeddings and their distance
     * @param labels B of them
     * @return the batch
     * @throws IllegalArgumentException if the sizes differ
     */
    public static MiningBatch of(EmbeddingBatch embeddings, int[] labels) {
        Arguments.requireNonNull("embeddings", embeddings);
        Labels.requireOneForEach(labels, embeddings.size(), "embedding");
        return new MiningBatch(embeddings.pairwise(), Labels.classes(labels), embeddings, null);
    }

    /** The same batch; it lists the triplets that are taken, for {@link Triplets#takenBy}. */
    MiningBatch recording() {
        List<int[]> list = Collections.synchronizedList(new ArrayList<>());
        return new MiningBatch(distances, classes, embeddings, list);
    }

    /** The triplets that were taken, in any order; null if nobody asks which ones are. */
    List<int[]> taken() {
        return taken;
    }

    /** B. */
    public int size() {
        return size;
    }

    /** d_ij. */
    public float distance(int i, int j) {
        Arguments.requireIndex("i", i, size);
        Arguments.requireIndex("j", j, size);
        return distances[i * size + j];
    }

    /** d_ij, (B, B) in row-major order; not a copy. */
    public float[] distances() {
        return distances;
    }

    /** What the distances were measured on; nothing if they were read from a matrix. */
    public Optional<EmbeddingBatch> embeddings() {
        return Optional.ofNullable(embeddings);
    }

    private int classOf(String name, int i) {
        Arguments.requireIndex(name, i, size);
        return classes[i];
    }

    /** Whether the two are different items of one class. */
    public boolean isPositive(int anchor, int p) {
        return classOf("anchor", anchor) == classOf("p", p) && anchor != p;
    }

    /** Whether the two are items of different classes. */
    public boolean isNegative(int anchor, int n) {
        return classOf("anchor", anchor) != classOf("n", n);
    }

    /** Throws unless anchor and positive are two items of one class, the negative of another. */
    void requireValid(String name, int anchor, int p, int n) {
        boolean areItems = Math.min(anchor, Math.min(p, n)) >= 0;
        areItems &= Math.max(anchor, Math.max(p, n)) < size;
        if (!areItems || !isPositive(anchor, p) || !isNegative(anchor, n)) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s is (a = %d, p = %d, n = %d), expected a and p two of one class and"
                                    + " n of another, of the %d items 0 to %d",
                            name, anchor, p, n, size, size - 1));
        }
    }

    /** The other items of the anchor's class, in order. */
    public int[] positives(int anchor) {
        int[] own = members[classOf("anchor", anchor)];
        int[] others = new int[own.length - 1];
        int next = 0;
        for (int item : own) {
            if (item != anchor) {
                others[next++] = item;
            }
        }
        return others;
    }

    /** How many items of other classes there are. */
    int negatives(int anchor) {
        return size - members[classOf("anchor", anchor)].length;
    }

    /** The positive with the smallest distance, or −1 if there is none. */
    public int nearestPositive(int anchor) {
        int nearest = -1;
        for (int p : members[classOf("anchor", anchor)]) {
            if (p != anchor && (nearest < 0 || distance(anchor, p) < distance(anchor, nearest))) {
                nearest = p;
            }
        }
        return nearest;
    }

    /** The positive with the largest distance, or −1 if there is none. */
    public int farthestPositive(int anchor) {
        int farthest = -1; // not a distance of 0: that could be a real one
        for (int p : members[classOf("anchor", anchor)]) {
            if (p != anchor && (farthest < 0 || distance(anchor, p) > distance(anchor, farthest))) {
                farthest = p;
            }
        }
        return farthest;
    }

    /** The negative with the smallest distance, or −1 if there is none. */
    public int nearestNegative(int anchor) {
        return nearestNegativeBeyond(anchor, -1);
    }

    /** The negative with the smallest distance above a given one, or −1 if there is none. */
    public int nearestNegativeBeyond(int anchor, float distance) {
        int nearest = -1;
        float smallest = Float.POSITIVE_INFINITY;
        int own = classOf("anchor", anchor);
        int row = anchor * size;
        for (int n = 0; n < size; n++) {
            float d = distances[row + n];
            if (d < smallest && d > distance && classes[n] != own) {
                smallest = d;
                nearest = n;
            }
        }
        return nearest;
    }

    /** Σ_c n_c (n_c − 1) (B − n_c) over the classes c with n_c items. */
    public long validTriplets() {
        return Arrays.stream(members)
                .mapToLong(own -> own.length * (own.length - 1L) * (size - own.length))
                .sum();
    }
}
