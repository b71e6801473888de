package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import tripletlab.data.Labels;
import tripletlab.internal.Arguments;

/**
 * Pairs of items drawn from all pairs of a set, each at most once and each with the same chance:
 * some of one class, some of two classes. The pairs come in random order, so any part of them is a
 * sample as well.
 *
 * @param positives pairs of one class
 * @param negatives pairs of two classes
 */
public record PairSample(Pairs positives, Pairs negatives) {

    /** Takes pairs. */
    public PairSample {
        Arguments.requireNonNull("positives", positives);
        Arguments.requireNonNull("negatives", negatives);
    }

    /**
     * Draws pairs. Takes O(L log L + P + N) time for L labels, however many pairs there are to draw
     * from.
     *
     * @param labels of the items
     * @param positives P, how many pairs of one class, 1 or more; where there are fewer, all of
     *     them are taken
     * @param negatives N, the same for pairs of two classes
     * @param seed the same seed gives the same pairs, on every machine
     * @return the pairs
     * @throws IllegalArgumentException if a number is below 1, or {@code labels} gives no positive
     *     or no negative pair
     */
    public static PairSample of(int[] labels, int positives, int negatives, long seed) {
        Arguments.requireAtLeast("positives", positives, 1);
        Arguments.requireAtLeast("negatives", negatives, 1);
        int[] classes = Labels.classes(labels);
        int size = labels.length;
        int[] items = // class by class
                IntStream.range(0, size)
                        .mapToLong(i -> (long) classes[i] << Integer.SIZE | i)
                        .sorted()
                        .mapToInt(key -> (int) key)
                        .toArray();
        int[] starts = new int[size]; // the place of the first item of this one's class
        int[] ends = new int[size]; // the place after its last item
        for (int i = 1; i < size; i++) {
            starts[i] = classes[items[i]] == classes[items[i - 1]] ? starts[i - 1] : i;
        }
        for (int i = size - 1; i >= 0; i--) {
            ends[i] = i + 1 < size && starts[i + 1] == starts[i] ? ends[i + 1] : i + 1;
        }
        // an item is paired with those of its class before it, and with those behind its class
        long[] same = sums(size, i -> i - starts[i]);
        long[] different = sums(size, i -> size - ends[i]);
        String few = "labels has no two equal ones, so there is no positive pair";
        Arguments.require(same[size] > 0, few);
        String one = "labels are all %d, so there is no negative pair";
        Arguments.require(different[size] > 0, one, labels[0]);
        Random random = new Random(seed); // specified to the bit, so the same on every machine
        long[] drawnSame = draw(random, positives, same[size]);
        long[] drawnDifferent = draw(random, negatives, different[size]);
        return new PairSample(
                pairs(drawnSame, same, starts, items),
                pairs(drawnDifferent, different, ends, items));
    }

    /** How many pairs the items before each one have, and all. */
    private static long[] sums(int size, IntUnaryOperator pairs) {
        long[] sums = new long[size + 1];
        for (int i = 0; i < size; i++) {
            sums[i + 1] = sums[i] + pairs.applyAsInt(i);
        }
        return sums;
    }

    /** Different numbers below a bound, in random order: as many as wanted, or all there are. */
    private static long[] draw(Random random, int wanted, long bound) {
        if (wanted <= bound / 2) {
            return random.longs(0, bound).distinct().limit(wanted).toArray();
        }
        long[] all = LongStream.range(0, bound).toArray(); // else most draws would be repeats
        int count = (int) Math.min(wanted, bound);
        for (int i = 0; i < count; i++) {
            int pick = i + random.nextInt(all.length - i);
            long taken = all[pick];
            all[pick] = all[i];
            all[i] = taken;
        }
        return Arrays.copyOf(all, count);
    }

    /**
     * The pairs of some numbers.
     *
     * @param before the number of each item's first pair
     * @param partners the place of the item that it has this pair with; others follow
     */
    private static Pairs pairs(long[] numbers, long[] before, int[] partners, int[] items) {
        Pairs pairs = new Pairs(new int[numbers.length], new int[numbers.length]);
        for (int k = 0; k < numbers.length; k++) {
            int found = Arrays.binarySearch(before, numbers[k] + 1);
            int item = (found < 0 ? -found - 1 : found) - 1;
            while (before[item] > numbers[k]) { // items without pairs
                item--;
            }
            int partner = partners[item] + (int) (numbers[k] - before[item]);
            pairs.first()[k] = items[Math.min(item, partner)];
            pairs.second()[k] = items[Math.max(item, partner)];
        }
        return pairs;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "PairSample(%,d positive and %,d negative pairs)",
                positives.size(),
                negatives.size());
    }
}
