package tripletlab.distance;

import java.util.Arrays;

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

    private void list(int i, int j, float weight) {
        int place = --starts[i];
        items[place] = j;
        listed[place] = weight;
    }

    /** Lists the weights (B, B); null if they are not few. */
    static SparsePairs ofFew(int size, float[] weights) {
        float[] zeros = new float[size];
        int[] places = new int[FEW * size];
        int count = 0;
        for (int row = 0; row < weights.length; row += size) {
            int next = row - 1;
            while ((next = nextNonZero(weights, next + 1, row + size, zeros)) >= 0) {
                if (count == places.length) {
                    return null;
                }
                places[count++] = next;
            }
        }
        return new SparsePairs(size, weights, Arrays.copyOf(places, count));
    }

    /** A place in [from, to), or −1; the JVM compares many numbers at a time. */
    private static int nextNonZero(float[] weights, int from, int to, float[] zeros) {
        int ahead = Arrays.mismatch(weights, from, to, zeros, 0, to - from);
        return ahead < 0 ? -1 : from + ahead;
    }

    @Override
    public void collect(int i, Pulling into) {
        for (int place = starts[i]; place < starts[i + 1]; place++) {
            into.add(items[place], listed[place]);
        }
    }
}
