package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
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
        Arguments.requireAtLeast("positives", positives, 1);
        Arguments.requireAtLeast("negatives", negatives, 1);
        Numbering all = Numbering.of(labels);
        if (last(all.positives) == 0) {
            throw new IllegalArgumentException(
                    "labels has no two equal ones, so there is no positive pair");
        }
        if (last(all.negatives) == 0) {
            throw new IllegalArgumentException(
                    "labels are all " + labels[0] + ", so there is no negative pair");
        }
        Random random = new Random(seed); // specified to the bit, so the same on every machine
        long[] same = draw(random, positives, last(all.positives));
        long[] different = draw(random, negatives, last(all.negatives));
        return new PairSample(all.positives(same), all.negatives(different));
    }

    private static long last(long[] values) {
        return values[values.length - 1];
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
     * Numbers all pairs, those of one class and those of two classes apart, so that a pair can be
     * had by its number alone. The items are put in the order of their classes; a negative pair is
     * then an item and one behind the end of its class.
     *
     * @param items sorted by class
     * @param starts of each class among the items, and their end
     * @param positives pairs of all classes before, and of all
     * @param negatives pairs whose first item is of a class before, and all
     */
    private record Numbering(int[] items, int[] starts, long[] positives, long[] negatives) {

        static Numbering of(int[] labels) {
            int[] classes = Labels.classes(labels);
            int[] starts = new int[Arrays.stream(classes).max().orElse(-1) + 2];
            for (int c : classes) {
                starts[c + 1]++;
            }
            Arrays.parallelPrefix(starts, Integer::sum);
            int[] next = starts.clone();
            int[] items = new int[classes.length];
            for (int i = 0; i < classes.length; i++) {
                items[next[classes[i]]++] = i;
            }
            long[] positives = new long[starts.length];
            long[] negatives = new long[starts.length];
            for (int c = 0; c + 1 < starts.length; c++) {
                long size = starts[c + 1] - starts[c];
                positives[c + 1] = positives[c] + triangle(size);
                negatives[c + 1] = negatives[c] + size * (items.length - starts[c + 1]);
            }
            return new Numbering(items, starts, positives, negatives);
        }

        Pairs positives(long[] numbers) {
            Pairs pairs = new Pairs(new int[numbers.length], new int[numbers.length]);
            for (int k = 0; k < numbers.length; k++) {
                int c = classOf(numbers[k], positives);
                long number = numbers[k] - positives[c];
                int row = triangleRow(number);
                pairs.first()[k] = items[starts[c] + (int) (number - triangle(row))];
                pairs.second()[k] = items[starts[c] + row];
            }
            return pairs;
        }

        Pairs negatives(long[] numbers) {
            Pairs pairs = new Pairs(new int[numbers.length], new int[numbers.length]);
            for (int k = 0; k < numbers.length; k++) {
                int c = classOf(numbers[k], negatives);
                long number = numbers[k] - negatives[c];
                int behind = items.length - starts[c + 1];
                pairs.first()[k] = items[starts[c] + (int) (number / behind)];
                pairs.second()[k] = items[starts[c + 1] + (int) (number % behind)];
            }
            return pairs;
        }

        /** The class c with before[c] ≤ number < before[c + 1]. */
        private static int classOf(long number, long[] before) {
            int found = Arrays.binarySearch(before, number + 1);
            int end = found < 0 ? -found - 1 : found;
            while (before[end - 1] > number) { // classes without pairs
                end--;
            }
            return end - 1;
        }

        /** Pairs (j, i) with j < i are numbered row by row: i(i − 1)/2 of them lie before row i. */
        private static long triangle(long row) {
            return row * (row - 1) / 2;
        }

        private static int triangleRow(long number) {
            int row = (int) ((1 + Math.sqrt(1 + 8.0 * number)) / 2);
            while (triangle(row) > number) { // the root may be rounded either way
                row--;
            }
            while (triangle(row + 1L) <= number) {
                row++;
            }
            return row;
        }
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
