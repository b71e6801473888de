package tripletlab.data;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Record;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Reads which items of a dataset are of which class. Of picture files, as in DJL's {@code
 * ImageFolder}, it reads the labels alone; of other datasets all records, once.
 */
public final class ClassItems {

    private static final int CHUNK = 1000; // 3 MB of MNIST

    private ClassItems() {}

    /**
     * Maps each label to the indices of its items, in the order of the dataset.
     *
     * @param dataset has one label for each item, a scalar or (1), of any integer or floating-point
     *     type; it is prepared, unless it was
     * @return the labels as {@link Labels#values} reads them, in the order in which they appear
     * @throws IllegalArgumentException if the labels are not so
     * @throws UncheckedIOException if the labels cannot be read
     */
    public static Map<Number, int[]> of(RandomAccessDataset dataset) {
        Number[] labels = labels(requireNonNull("dataset", dataset));
        Map<Number, List<Integer>> items = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i++) {
            require(!Double.isNaN(labels[i].doubleValue()), "the label of item %d is NaN", i);
            items.computeIfAbsent(labels[i], key -> new ArrayList<>()).add(i);
        }
        Map<Number, int[]> indices = new LinkedHashMap<>();
        items.forEach(
                (label, list) ->
                        indices.put(label, list.stream().mapToInt(Integer::intValue).toArray()));
        return indices;
    }

    private static Number[] labels(RandomAccessDataset dataset) {
        try (NDManager manager = NDManager.newBaseManager()) {
            dataset.prepare();
            return PictureLabels.of(dataset).orElseGet(() -> read(dataset, manager));
        } catch (IOException e) {
            throw new UncheckedIOException("the labels of the dataset cannot be read", e);
        } catch (TranslateException e) {
            throw new IllegalArgumentException("the dataset cannot be prepared", e);
        }
    }

    private static Number[] read(RandomAccessDataset dataset, NDManager manager) {
        Number[] labels = new Number[Math.toIntExact(dataset.size())];
        int step = dataset instanceof ArrayDataset ? CHUNK : 1;
        for (int from = 0; from < labels.length; from += step) {
            int to = Math.min(from + step, labels.length);
            Number[] some =
                    dataset instanceof ArrayDataset arrays
                            ? readRange(arrays, manager, from, to)
                            : readOne(dataset, manager, from);
            System.arraycopy(some, 0, labels, from, some.length);
        }
        return labels;
    }

    private static Number[] readRange(ArrayDataset dataset, NDManager manager, int from, int to) {
        // not getByRange: on a part of randomSplit it forgets that the items are shuffled
        long[] indices = LongStream.range(from, to).toArray();
        try (Batch batch = dataset.getByIndices(manager.newSubManager(), indices)) {
            return values(batch.getLabels(), 1);
        }
    }

    private static Number[] readOne(RandomAccessDataset dataset, NDManager manager, int index) {
        try (NDManager closing = manager.newSubManager()) {
            Record record = dataset.get(closing, index);
            try {
                return values(record.getLabels(), 0);
            } finally { // the arrays may hang on another manager
                record.getData().close();
                record.getLabels().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the labels of the dataset cannot be read", e);
        }
    }

    /** The labels of items along the first axis, if there is one for them, or of one item. */
    private static Number[] values(NDList all, int axesOfItems) {
        String one = "the dataset has %d labels for each item, expected one";
        require(all.size() == 1, one, all.size());
        NDArray labels = all.head();
        Shape ofOne = labels.getShape().slice(axesOfItems);
        String scalar = "a label of the dataset has shape %s, expected a scalar or (1)";
        require(ofOne.isScalar() || ofOne.equals(new Shape(1)), scalar, ofOne);
        return Labels.values(labels);
    }
}
