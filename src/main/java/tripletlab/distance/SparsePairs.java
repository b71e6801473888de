package tripletlab.distance;

import java.util.Arrays;
import java.util.Optional;

/** The few weights that are not 0, listed for both items of their pair. */
final class SparsePairs implements PairWeights {

    private static final int FEW = 8; // weights an item; with more, reading all is as fast

    private final int[] starts; // (B + 1): where the list of each item starts
    private final int[] items;
    private final float[] listed;

    private SparsePairs(int size, float[] weights, int[] places) {
        this.starts = new int[size + 1];
        this.items = new int[2 * places.length];
        this.listed = new float[2 * places.length];
        for (int place : places) {
            starts[place / size]++;
            starts[place % size]++;
        }
        for (int i = 0; i < size; i++) {
            starts[i + 1] += starts[i]; // each is the end of its list
        }
        for (int k = places.length - 1; k >= 0; k--) { // from the ends back to the starts
            list(places[k] / size, places[k] % size, weights[places[k]]);
            list(places[k] % size, places[k] / size, weights[places[k]]);
        }
    }

    /** How many there are in all lists. */
    int count() {
        return items.length;
    }

    private void list(int i, int j, float weight) {
        int place = --starts[i];
        items[place] = j;
        listed[place] = weight;
    }

    /** Lists the weights (B, B), if they are few. */
    static Optional<SparsePairs> of(int size, float[] weights) {
        float[] zeros = new float[size];
        int[] places = new int[FEW * size];
        int count = 0;
        for (int end = size; end <= weights.length; end += size) {
            int next = nonZero(weights, end - size, end, zeros);
            while (next < end) {
                if (count == places.length) {
                    return Optional.empty();
                }
                places[count++] = next;
                next = nonZero(weights, next + 1, end, zeros);
            }
        }
        return Optional.of(new SparsePairs(size, weights, Arrays.copyOf(places, count)));
    }

    /** The first place from here on whose weight is not 0, or the end. */
    private static int nonZero(float[] weights, int from, int end, float[] zeros) {
        // the JVM compares many numbers at a time
        int ahead = Arrays.mismatch(weights, from, end, zeros, 0, end - from);
        return ahead < 0 ? end : from + ahead;
    }

    @Override
    public void collect(int i, Pulling into) {
        for (int place = starts[i]; place < starts[i + 1]; place++) {
            into.add(items[place], listed[place]);
        }
    }
}
