package tripletlab.data;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.training.dataset.RandomAccessDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

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
     * @throws java.io.UncheckedIOException if the dataset cannot be read
     */
    public static RandomAccessDataset of(RandomAccessDataset dataset, int... classes) {
        requireNonNull("classes", classes);
        require(classes.length > 0, "classes is empty, expected at least one label");
        boolean once = Arrays.stream(classes).distinct().count() == classes.length;
        require(once, "classes is %s, expected each label once", Arrays.toString(classes));
        Map<Number, int[]> items = ClassItems.of(dataset);
        List<Long> indices = new ArrayList<>();
        for (int c : classes) {
            int before = indices.size();
            items.forEach(
                    (label, places) -> {
                        if (label.doubleValue() == c) { // 3 is 3.0
                            Arrays.stream(places).forEach(place -> indices.add((long) place));
                        }
                    });
            String message = "classes has %d, but the labels of the dataset are %s";
            require(indices.size() > before, message, c, items.keySet());
        }
        Collections.sort(indices);
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
}
