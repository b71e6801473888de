package tripletlab.mining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Optional;
import tripletlab.data.Labels;
import tripletlab.distance.Geometry;
import tripletlab.internal.Arguments;

/**
 * The distances and classes of one batch, as plain Java numbers for miners to read. Items are
 * numbered from 0 to B − 1; another number is an {@link IllegalArgumentException}. Of items at the
 * same distance the first one is taken.
 */
public final class MiningBatch {

    private final int size;
    private final float[] distances;
    private final int[] classes;
    private final int[][] members;
    private final Geometry geometry;
    private final TripletRecord record; // null: nobody asks which triplets are taken

    private MiningBatch(float[] distances, int[] classes, Geometry geometry) {
        this.size = classes.length;
        this.distances = distances;
        this.classes = classes;
        this.members = members(classes);
        this.geometry = geometry;
        this.record = null;
    }

    private MiningBatch(MiningBatch batch, TripletRecord record) {
        this.size = batch.size;
        this.distances = batch.distances;
        this.classes = batch.classes;
        this.members = batch.members;
        this.geometry = batch.geometry;
        this.record = record;
    }

    /** The same batch; what is taken of it is written down. */
    MiningBatch recordedIn(TripletRecord into) {
        return new MiningBatch(this, into);
    }

    /** Where it is written down which triplets are taken, or null. */
    TripletRecord record() {
        return record;
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
        if (shape.dimension() != 2 || shape.get(0) != shape.get(1) || shape.get(0) < 1) {
            throw new IllegalArgumentException(
                    "distances has shape " + shape + ", expected (B, B) with B at least 1");
        }
        int size = Math.toIntExact(shape.get(0));
        int[] classes = Labels.classes(labels, size);
        float[] values;
        try (NDArray narrow = distances.toType(DataType.FLOAT32, true)) {
            values = narrow.toFloatArray();
        }
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= 0 && values[i] <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        String.format(
                                "distances has %s in row %d, column %d, expected finite numbers"
                                        + " that are not below 0",
                                given(distances, i), i / size, i % size));
            }
        }
        return new MiningBatch(values, classes, null);
    }

    private static double given(NDArray distances, int i) {
        try (NDArray wide = distances.toType(DataType.FLOAT64, true)) {
            return wide.toDoubleArray()[i];
        }
    }

    /**
     * Measures a batch of embeddings.
     *
     * @param geometry B embeddings and their distance
     * @param labels B of them
     * @return the batch
     * @throws IllegalArgumentException if the sizes differ
     */
    public static MiningBatch of(Geometry geometry, int[] labels) {
        Arguments.requireNonNull("geometry", geometry);
        Arguments.requireNonNull("labels", labels);
        Labels.requireOneForEach(labels, geometry.size(), "embedding");
        return new MiningBatch(geometry.pairwise(), Labels.classes(labels), geometry);
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
     * @param i an item
     * @param j an item
     * @return d_ij
     */
    public float distance(int i, int j) {
        requireItem("i", i);
        requireItem("j", j);
        return distances[i * size + j];
    }

    /**
     * Returns all distances.
     *
     * @return D, (B, B) in row-major order; not a copy
     */
    public float[] distances() {
        return distances;
    }

    /**
     * Returns what the distances were measured on.
     *
     * @return the embeddings, or nothing if the batch was read from a matrix of distances
     */
    public Optional<Geometry> geometry() {
        return Optional.ofNullable(geometry);
    }

    /**
     * Tells whether {@code p} can be a positive for the anchor.
     *
     * @param anchor an item
     * @param p an item
     * @return whether they are two items of one class
     */
    public boolean isPositive(int anchor, int p) {
        return classOf("anchor", anchor) == classOf("p", p) && anchor != p;
    }

    /**
     * Tells whether {@code n} can be a negative for the anchor.
     *
     * @param anchor an item
     * @param n an item
     * @return whether their classes differ
     */
    public boolean isNegative(int anchor, int n) {
        return classOf("anchor", anchor) != classOf("n", n);
    }

    /** Whether the three are items: anchor and positive two of one class, the negative another. */
    boolean isValid(int anchor, int p, int n) {
        return isItem(anchor)
                && isItem(p)
                && isItem(n)
                && classes[p] == classes[anchor]
                && p != anchor
                && classes[n] != classes[anchor];
    }

    /** What to throw where they are not. */
    IllegalArgumentException notValid(String name, int anchor, int p, int n) {
        return new IllegalArgumentException(
                String.format(
                        "%s is (a = %d, p = %d, n = %d), expected a and p two of one class and n of"
                                + " another, of the %d items 0 to %d",
                        name, anchor, p, n, size, size - 1));
    }

    private boolean isItem(int i) {
        return i >= 0 && i < size;
    }

    private void requireItem(String name, int i) {
        Arguments.requireIndex(name, i, size);
    }

    private int classOf(String name, int i) {
        requireItem(name, i);
        return classes[i];
    }

    /**
     * Returns the positives of an anchor.
     *
     * @param anchor an item
     * @return the other items of its class, in order
     */
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

    /**
     * Returns how many negatives an anchor has.
     *
     * @param anchor an item
     * @return the number of items of other classes
     */
    public int negatives(int anchor) {
        return size - members[classOf("anchor", anchor)].length;
    }

    /**
     * Finds the positive with the smallest distance.
     *
     * @param anchor an item
     * @return the positive, or −1 if there is none
     */
    public int nearestPositive(int anchor) {
        int nearest = -1;
        for (int p : members[classOf("anchor", anchor)]) {
            if (p != anchor && (nearest < 0 || distance(anchor, p) < distance(anchor, nearest))) {
                nearest = p;
            }
        }
        return nearest;
    }

    /**
     * Finds the positive with the largest distance.
     *
     * @param anchor an item
     * @return the positive, or −1 if there is none
     */
    public int farthestPositive(int anchor) {
        int farthest = -1; // not a distance of 0: that could be a real one
        for (int p : members[classOf("anchor", anchor)]) {
            if (p != anchor && (farthest < 0 || distance(anchor, p) > distance(anchor, farthest))) {
                farthest = p;
            }
        }
        return farthest;
    }

    /**
     * Finds the negative with the smallest distance.
     *
     * @param anchor an item
     * @return the negative, or −1 if there is none
     */
    public int nearestNegative(int anchor) {
        return nearestNegativeBeyond(anchor, -1);
    }

    /**
     * Finds the negative with the smallest distance that is larger than a given one.
     *
     * @param anchor an item
     * @param reach a distance
     * @return the negative, or −1 if there is none
     */
    public int nearestNegativeBeyond(int anchor, float reach) {
        int nearest = -1;
        float least = Float.POSITIVE_INFINITY;
        int own = classOf("anchor", anchor);
        int row = anchor * size;
        for (int n = 0; n < size; n++) {
            float d = distances[row + n];
            if (d < least && d > reach && classes[n] != own) {
                least = d;
                nearest = n;
            }
        }
        return nearest;
    }

    /**
     * Counts the anchors that have no positive: items of a class that the batch holds once. All
     * miners leave them out.
     *
     * @return their number
     */
    public int withoutPositive() {
        return (int) Arrays.stream(members).filter(own -> own.length == 1).count();
    }

    /**
     * Counts the valid triplets: anchor and positive two items of one class, the negative of
     * another.
     *
     * @return {@code Σ_c n_c (n_c − 1) (B − n_c)} over the classes c with n_c items
     */
    public long validTriplets() {
        long valid = 0;
        for (int[] own : members) {
            long n = own.length;
            valid += n * (n - 1) * (size - n);
        }
        return valid;
    }

    private static int[][] members(int[] classes) {
        int[] sizes = new int[classes.length];
        for (int c : classes) {
            sizes[c]++;
        }
        int[][] members = new int[classes.length][];
        for (int c = 0; c < members.length; c++) {
            members[c] = new int[sizes[c]];
        }
        for (int i = classes.length - 1; i >= 0; i--) {
            members[classes[i]][--sizes[classes[i]]] = i;
        }
        return members;
    }
}
