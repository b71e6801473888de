package tripletlab.data;

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
import java.util.Optional;
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
        prepare(requireNonNull("dataset", dataset));
        Map<Number, List<Integer>> items = new LinkedHashMap<>();
        Number[] labels = labels(dataset);
        for (int i = 0; i < labels.length; i++) {
            checkNumber(labels[i], i);
            items.computeIfAbsent(labels[i], key -> new ArrayList<>()).add(i);
        }
        Map<Number, int[]> indices = new LinkedHashMap<>();
        items.forEach(
                (label, list) ->
                        indices.put(label, list.stream().mapToInt(Integer::intValue).toArray()));
        return indices;
    }

    private static Number[] labels(RandomAccessDataset dataset) {
        int size = Math.toIntExact(dataset.size());
        int step = dataset instanceof ArrayDataset ? CHUNK : 1;
        Number[] labels = new Number[size];
        try (NDManager manager = NDManager.newBaseManager()) {
            Optional<Number[]> ofPictures = PictureLabels.of(dataset);
            if (ofPictures.isPresent()) {
                return ofPictures.get();
            }
            for (int from = 0; from < size; from += step) {
                Number[] some = read(dataset, manager, from, Math.min(from + step, size));
                System.arraycopy(some, 0, labels, from, some.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the labels of the dataset cannot be read", e);
        }
        return labels;
    }

    private static void prepare(RandomAccessDataset dataset) {
        try {
            dataset.prepare();
        } catch (IOException e) {
            throw new UncheckedIOException("the dataset cannot be read", e);
        } catch (TranslateException e) {
            throw new IllegalArgumentException("the dataset cannot be prepared", e);
        }
    }

    private static void checkNumber(Number label, int item) {
        if (Double.isNaN(label.doubleValue())) {
            throw new IllegalArgumentException("the label of item " + item + " is NaN");
        }
    }

    private static Number[] read(RandomAccessDataset dataset, NDManager manager, int from, int to)
            throws IOException {
        return dataset instanceof ArrayDataset arrays
                ? readRange(arrays, manager, from, to)
                : readOne(dataset, manager, from);
    }

    private static Number[] readRange(ArrayDataset dataset, NDManager manager, int from, int to) {
        // not getByRange: on a part of randomSplit it forgets that the items are shuffled
        long[] indices = LongStream.range(from, to).toArray();
        try (Batch batch = dataset.getByIndices(manager.newSubManager(), indices)) {
            NDArray labels = single(batch.getLabels());
            return values(labels, labels.getShape().slice(1));
        }
    }

    private static Number[] readOne(RandomAccessDataset dataset, NDManager manager, int index)
            throws IOException {
        try (NDManager closing = manager.newSubManager()) {
            Record record = dataset.get(closing, index);
            try {
                NDArray label = single(record.getLabels());
                return values(label, label.getShape());
            } finally {
                // as DJL does after making a batch: the arrays may hang on another manager
                record.getData().close();
                record.getLabels().close();
            }
        }
    }

    private static NDArray single(NDList labels) {
        if (labels.size() != 1) {
            throw new IllegalArgumentException(
                    "the dataset has " + labels.size() + " labels for each item, expected one");
        }
        return labels.head();
    }

    private static Number[] values(NDArray labels, Shape ofOne) {
        if (!ofOne.isScalar() && !ofOne.equals(new Shape(1))) {
            throw new IllegalArgumentException(
                    "a label of the dataset has shape " + ofOne + ", expected a scalar or (1)");
        }
        return Labels.values(labels);
    }
}
