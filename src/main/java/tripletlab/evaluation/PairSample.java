package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;
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
     * Draws pairs. Takes O(P + N) time and memory, however many pairs there are to draw from.
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
        requirePositive("positives", positives);
        requirePositive("negatives", negatives);
        ClassPairs pairs = ClassPairs.of(labels);
        Random random = new Random(seed); // specified to the bit, so the same on every machine
        long[] same = draw(random, positives, pairs.positives());
        long[] different = draw(random, negatives, pairs.negatives());
        return new PairSample(pairs.positives(same), pairs.negatives(different));
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", expected 1 or more");
        }
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

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "PairSample(%,d positive and %,d negative pairs)",
                positives.size(),
                negatives.size());
    }
}
