package tripletlab.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;
import tripletlab.data.Labels;

/**
 * Numbers all pairs of items, those of one class and those of two classes apart, so that a pair can
 * be had by its number alone. The items are put in the order of their classes; a negative pair is
 * then an item and one behind the end of its class.
 */
final class ClassPairs {

    private final int[] items; // sorted by class
    private final int[] starts; // of each class among the items, and their end
    private final long[] positives; // pairs of all classes before
    private final long[] negatives; // pairs whose first item is of a class before

    private ClassPairs(int[] items, int[] starts) {
        this.items = items;
        this.starts = starts;
        positives = new long[starts.length];
        negatives = new long[starts.length];
        for (int c = 0; c + 1 < starts.length; c++) {
            long size = starts[c + 1] - starts[c];
            positives[c + 1] = positives[c] + size * (size - 1) / 2;
            negatives[c + 1] = negatives[c] + size * (items.length - starts[c + 1]);
        }
    }

    static ClassPairs of(int[] labels) {
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
        ClassPairs pairs = new ClassPairs(items, starts);
        if (pairs.positives() == 0) {
            throw new IllegalArgumentException(
                    "labels has no two equal ones, so there is no positive pair");
        }
        if (pairs.negatives() == 0) {
            throw new IllegalArgumentException(
                    "labels are all " + labels[0] + ", so there is no negative pair");
        }
        return pairs;
    }

    /** Σ n (n − 1) / 2 over the classes of n items. */
    long positives() {
        return positives[positives.length - 1];
    }

    /** All other pairs. */
    long negatives() {
        return negatives[negatives.length - 1];
    }

    /** The pairs of one class that have some numbers, from 0 to positives − 1. */
    Pairs positives(long[] numbers) {
        Pairs pairs = empty(numbers.length);
        for (int k = 0; k < numbers.length; k++) {
            int c = classOf(numbers[k], positives);
            long number = numbers[k] - positives[c];
            int row = triangleRow(number);
            pairs.first()[k] = items[starts[c] + (int) (number - triangle(row))];
            pairs.second()[k] = items[starts[c] + row];
        }
        return pairs;
    }

    /** The pairs of two classes that have some numbers, from 0 to negatives − 1. */
    Pairs negatives(long[] numbers) {
        Pairs pairs = empty(numbers.length);
        for (int k = 0; k < numbers.length; k++) {
            int c = classOf(numbers[k], negatives);
            long number = numbers[k] - negatives[c];
            int behind = items.length - starts[c + 1];
            pairs.first()[k] = items[starts[c] + (int) (number / behind)];
            pairs.second()[k] = items[starts[c + 1] + (int) (number % behind)];
        }
        return pairs;
    }

    /** The distances of all positive pairs, in the order of their numbers. */
    float[] positiveDistances(float[][] embeddings) {
        float[] distances = new float[Math.toIntExact(positives())];
        forEachItem(
                (c, place) -> {
                    int row = place - starts[c];
                    long from = positives[c] + triangle(row);
                    for (int j = 0; j < row; j++) {
                        distances[(int) from + j] = distance(embeddings, starts[c] + j, place);
                    }
                });
        return distances;
    }

    /** The distances of all negative pairs, in the order of their numbers. */
    float[] negativeDistances(float[][] embeddings) {
        float[] distances = new float[Math.toIntExact(negatives())];
        forEachItem(
                (c, place) -> {
                    int behind = items.length - starts[c + 1];
                    long from = negatives[c] + (long) (place - starts[c]) * behind;
                    for (int j = 0; j < behind; j++) {
                        distances[(int) from + j] = distance(embeddings, place, starts[c + 1] + j);
                    }
                });
        return distances;
    }

    private interface ItemOfClass {
        void accept(int c, int place);
    }

    private void forEachItem(ItemOfClass action) {
        IntStream.range(0, starts.length - 1)
                .parallel()
                .forEach(
                        c ->
                                IntStream.range(starts[c], starts[c + 1])
                                        .parallel()
                                        .forEach(place -> action.accept(c, place)));
    }

    private float distance(float[][] embeddings, int place, int other) {
        return Pairs.distance(embeddings[items[place]], embeddings[items[other]]);
    }

    /**
     * The last class whose pairs begin at the number or before; classes without pairs have none.
     */
    private static int classOf(long number, long[] before) {
        int low = 0;
        int high = before.length - 1; // before[low] <= number < before[high]
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (before[middle] <= number) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
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

    private static Pairs empty(int size) {
        return new Pairs(new int[size], new int[size]);
    }
}
