package tripletlab.data;

import ai.djl.basicdataset.cv.classification.ImageClassificationDataset;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.RandomAccessDataset;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The labels of a dataset of picture files, such as DJL's {@code ImageFolder}, and of parts of one.
 * DJL knows them from the names of folders, but tells them only together with the picture, which it
 * decodes: a minute for some thousand of them. So this asks for what DJL keeps to its own package.
 */
final class PictureLabels {

    private PictureLabels() {}

    /** Labels of all items; empty if the dataset is another, or DJL has become another. */
    static Optional<Number[]> of(RandomAccessDataset dataset) throws IOException {
        try {
            long[] places = LongStream.range(0, dataset.size()).toArray();
            RandomAccessDataset whole = dataset;
            while (whole.getClass().getEnclosingClass() == RandomAccessDataset.class) { // a part
                placesInParent(whole, places);
                whole = (RandomAccessDataset) field(whole, "dataset");
            }
            Method get = whole.getClass().getMethod("get", NDManager.class, long.class);
            if (get.getDeclaringClass() != ImageClassificationDataset.class) {
                return Optional.empty(); // it makes its records itself, labels included
            }
            Method classNumber =
                    ImageClassificationDataset.class.getDeclaredMethod(
                            "getClassNumber", long.class);
            classNumber.setAccessible(true);
            Number[] labels = new Number[places.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (Long) classNumber.invoke(whole, places[i]);
            }
            return Optional.of(labels);
        } catch (InvocationTargetException e) {
            throw new IOException("the label of a picture cannot be read", e.getCause());
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return Optional.empty(); // they are read with the pictures
        }
    }

    /**
     * A part is made by {@code subDataset} or {@code randomSplit}: a list of indices or a range.
     */
    private static void placesInParent(RandomAccessDataset part, long[] places)
            throws ReflectiveOperationException {
        boolean byList = part.getClass().getSimpleName().equals("SubDatasetByIndices");
        List<?> list = byList ? (List<?>) field(part, "subIndices") : List.of();
        int[] array = byList ? new int[0] : (int[]) field(part, "indices");
        int from = byList ? 0 : (int) field(part, "from");
        for (int i = 0; i < places.length; i++) {
            int place = (int) places[i];
            places[i] = byList ? (Long) list.get(place) : array[from + place];
        }
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
