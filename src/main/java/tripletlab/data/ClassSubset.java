package tripletlab.data;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The items of a dataset that are of some classes: for a network that is trained on the digits 0 to
 * 5 and tested on 6 to 9, which it has never seen.
 *
 * <pre>{@code
 * Mnist mnist = Mnist.builder()
 *         .optRepository(MnistData.repository())
 *         .setSampling(new BalancedBatchSampler(6, 8, 100, 1))
 *         .build();
 * RandomAccessDataset train = ClassSubset.of(mnist, 0, 1, 2, 3, 4, 5);
 * }</pre>
 *
 * <p>The subset is a view: nothing is copied. To have it in random parts as well, split first and
 * take the subset of each part. The other way round, and without any subset, parts made by DJL's
 * {@code ArrayDataset.randomSplit} have wrong items where they are read in sequence: their {@code
 * getByRange} forgets the shuffle.
 */
public final class ClassSubset {

    private ClassSubset() {}

    /**
     * Returns the items of some classes, in the order of the dataset.
     *
     * @param dataset has one label for each item, a scalar or (1), of any integer or floating-point
     *     type; it is prepared here
     * @param classes labels that the dataset has, each once
     * @return a dataset with the sampler and the transforms of {@code dataset}; an {@code
     *     ArrayDataset} where that is one
     * @throws IllegalArgumentException if {@code classes} is empty, or holds a label twice or one
     *     that the dataset does not have
     * @throws IOException if the dataset cannot be read
     * @throws TranslateException if the dataset cannot be prepared
     */
    public static RandomAccessDataset of(RandomAccessDataset dataset, int... classes)
            throws IOException, TranslateException {
        checkDistinct(requireNonNull("classes", classes));
        requireNonNull("dataset", dataset).prepare();
        Map<Number, int[]> items = ClassItems.of(dataset);
        checkKnown(classes, items.keySet());
        List<Long> indices =
                items.entrySet().stream()
                        .filter(entry -> isIn(classes, entry.getKey()))
                        .flatMapToInt(entry -> Arrays.stream(entry.getValue()))
                        .sorted()
                        .asLongStream()
                        .boxed()
                        .collect(Collectors.toList());
        return view(dataset, indices);
    }

    /**
     * Of indices in one piece DJL makes a view that reads the dataset by range, which is wrong for
     * a part of {@code randomSplit}. One index too many at the end, and they are not in one piece.
     */
    private static RandomAccessDataset view(RandomAccessDataset dataset, List<Long> indices) {
        int size = indices.size();
        indices.add(indices.get(0));
        return dataset.subDataset(indices).subDataset(0, size);
    }

    private static void checkDistinct(int[] classes) {
        if (classes.length == 0) {
            throw new IllegalArgumentException("classes is empty, expected at least one label");
        }
        if (Arrays.stream(classes).distinct().count() < classes.length) {
            throw new IllegalArgumentException(
                    "classes is " + Arrays.toString(classes) + ", expected each label once");
        }
    }

    private static void checkKnown(int[] classes, Set<Number> labels) {
        for (int label : classes) {
            if (labels.stream().noneMatch(known -> isIn(new int[] {label}, known))) {
                throw new IllegalArgumentException(
                        String.format(
                                "classes has %d, but the labels of the dataset are %s",
                                label, labels));
            }
        }
    }

    private static boolean isIn(int[] classes, Number label) {
        return Arrays.stream(classes).anyMatch(c -> c == label.doubleValue()); // 3 is 3.0
    }
}
