package tripletlab.evaluation;

import java.util.Arrays;

/**
 * The k nearest of many items that come by in the order of their index; at the same distance the
 * smaller index is nearer. At most 2k and a few are held: when there is no more room, the k nearest
 * of them are selected and the others forgotten, so an item costs O(1) on average.
 */
final class Nearest {

    private static final int SPARE = 64;
    private static final int SHORT = 48; // so few are sorted sooner than parted again
    private static final int MOST_PARTINGS = 64; // an order that needs more is sorted instead

    /**
     * Squared distance above, index below. Squares are not negative, so their bits sort as they do.
     */
    private long[] keys = {};

    private int k;
    private int held;
    private float limit; // an item as far as this, or farther, is none of the k nearest

    /** Forgets all items. */
    void begin(int wanted) {
        k = wanted;
        held = 0;
        limit = Float.POSITIVE_INFINITY;
        int room = Math.addExact(Math.multiplyExact(2, k), SPARE);
        if (keys.length < room) {
            keys = new long[room];
        }
    }

    /**
     * Looks at items {@code first}, {@code first + 1}, …
     *
     * @param squared their squared distances; infinite for an item that does not count
     */
    void offer(float[] squared, int first, int count) {
        for (int j = 0; j < count; j++) {
            if (squared[j] < limit) {
                keep(squared[j], first + j);
            }
        }
    }

    private void keep(float squared, int item) {
        keys[held++] = (long) Float.floatToIntBits(squared) << Integer.SIZE | item;
        if (held == keys.length) {
            select();
            limit = squared(keys[k - 1]); // a tie is out: those to come have larger indices
        }
    }

    /** Sorts the k nearest, when all items have been offered. */
    void end() {
        select();
        Arrays.sort(keys, 0, held);
    }

    /**
     * Parts the keys until the k smallest come first, the largest of them last; drops the others.
     */
    private void select() {
        if (held <= k) {
            return;
        }
        int low = 0;
        int high = held; // the k-th smallest is in low … high − 1
        for (int i = 0; high - low > SHORT && i < MOST_PARTINGS; i++) {
            int middle = part(low, high);
            if (middle < k) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Arrays.sort(keys, low, high);
        held = k;
    }

    /** Puts smaller keys before larger ones (Hoare); returns where the larger ones begin. */
    private int part(int low, int high) {
        long pivot = median(keys[low], keys[(low + high) >>> 1], keys[high - 1]);
        int i = low;
        int j = high - 1;
        while (true) {
            while (keys[i] < pivot) {
                i++;
            }
            while (keys[j] > pivot) {
                j--;
            }
            if (i >= j) {
                return i;
            }
            long swapped = keys[i];
            keys[i++] = keys[j];
            keys[j--] = swapped;
        }
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    /** How many there are: k, or all if fewer were offered. */
    int count() {
        return held;
    }

    /** The index of the i-th nearest, from 0. */
    int item(int i) {
        return (int) keys[i];
    }

    /** The Euclidean distance of the i-th nearest. */
    double distance(int i) {
        return Math.sqrt(squared(keys[i]));
    }

    private static float squared(long key) {
        return Float.intBitsToFloat((int) (key >>> Integer.SIZE));
    }
}
