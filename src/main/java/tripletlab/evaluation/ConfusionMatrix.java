package tripletlab.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import tripletlab.internal.Arguments;

/**
 * How often items of each class were taken for each class.
 *
 * @param classes C labels, ascending: all that are true or predicted somewhere
 * @param counts (C, C): a row a true class, a column a predicted one
 */
public record ConfusionMatrix(int[] classes, int[][] counts) {

    private static final int MAX_CLASSES = 8192; // classes: a quarter of a gigabyte

    /**
     * Takes counts over.
     *
     * @throws IllegalArgumentException if {@code counts} is not (C, C), or a count is below 0
     */
    public ConfusionMatrix {
        Arguments.requireNonNull("classes", classes);
        Arguments.requireNonNull("counts", counts);
        Arguments.requireSameLength("counts", counts.length, "classes", classes.length);
        for (int[] row : counts) {
            Arguments.requireNonNull("a row of counts", row);
            Arguments.requireSameLength("a row of counts", row.length, "classes", classes.length);
            for (int count : row) {
                Arguments.require(count >= 0, "counts has %d, expected 0 or more", count);
            }
        }
    }

    /**
     * Counts.
     *
     * @param labels N true labels, at least one
     * @param predicted N predicted labels
     * @return the counts
     * @throws IllegalArgumentException if the lengths differ or are 0, or there are more than 8192
     *     classes
     */
    public static ConfusionMatrix of(int[] labels, int[] predicted) {
        Arguments.requireNonNull("labels", labels);
        Arguments.requireNonNull("predicted", predicted);
        Arguments.require(
                labels.length > 0 && predicted.length == labels.length,
                "predicted has length %d and labels %d, expected as many of both, 1 or more",
                predicted.length,
                labels.length);
        int[] classes =
                IntStream.concat(Arrays.stream(labels), Arrays.stream(predicted))
                        .distinct()
                        .sorted()
                        .toArray();
        Arguments.require(
                classes.length <= MAX_CLASSES,
                "labels and predicted have %d classes, whose matrix takes %d MB, expected at most"
                        + " %d",
                classes.length,
                (long) classes.length * classes.length >> 18,
                MAX_CLASSES);
        int[][] counts = new int[classes.length][classes.length];
        for (int i = 0; i < labels.length; i++) {
            int row = Arrays.binarySearch(classes, labels[i]);
            counts[row][Arrays.binarySearch(classes, predicted[i])]++;
        }
        return new ConfusionMatrix(classes, counts);
    }

    /** {@return the fraction of items whose label was predicted} */
    public double accuracy() {
        long right = 0;
        long all = 0;
        for (int i = 0; i < classes.length; i++) {
            right += counts[i][i];
            all += Arrays.stream(counts[i]).asLongStream().sum();
        }
        return (double) right / all;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "accuracy %.4f over %d classes", accuracy(), classes.length);
    }
}
