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
            return whole(dataset, Math.toIntExact(dataset.size()));
        } catch (NoSuchFieldException
                | NoSuchMethodException
                | IllegalAccessException
                | InaccessibleObjectException e) {
            return Optional.empty(); // they are read with the pictures
        }
    }

    private static Optional<Number[]> whole(RandomAccessDataset dataset, int size)
            throws IOException,
                    NoSuchFieldException,
                    NoSuchMethodException,
                    IllegalAccessException {
        long[] indices = new long[size];
        for (int i = 0; i < size; i++) {
            indices[i] = i;
        }
        RandomAccessDataset at = dataset;
        while (at.getClass().getEnclosingClass() == RandomAccessDataset.class) { // a part
            indices = ofParent(at, indices);
            at = (RandomAccessDataset) field(at, "dataset");
        }
        if (!(at instanceof ImageClassificationDataset) || hasOwnRecords(at)) {
            return Optional.empty();
        }
        Method method =
                ImageClassificationDataset.class.getDeclaredMethod("getClassNumber", long.class);
        method.setAccessible(true);
        Number[] numbers = new Number[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = label(method, at, indices[i]);
        }
        return Optional.of(numbers);
    }

    /** Made by {@code subDataset} or {@code randomSplit}: by a list of indices, or by a range. */
    private static long[] ofParent(RandomAccessDataset part, long[] indices)
            throws NoSuchFieldException, IllegalAccessException {
        long[] mapped = new long[indices.length];
        if (part.getClass().getSimpleName().equals("SubDatasetByIndices")) {
            List<?> list = (List<?>) field(part, "subIndices");
            for (int i = 0; i < mapped.length; i++) {
                mapped[i] = (Long) list.get((int) indices[i]);
            }
            return mapped;
        }
        int[] array = (int[]) field(part, "indices");
        int from = (int) field(part, "from");
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = array[from + (int) indices[i]];
        }
        return mapped;
    }

    private static Object field(Object owner, String name)
            throws NoSuchFieldException, IllegalAccessException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    /** A dataset that makes its records itself may have other labels in them. */
    private static boolean hasOwnRecords(RandomAccessDataset dataset) throws NoSuchMethodException {
        Method get = dataset.getClass().getMethod("get", NDManager.class, long.class);
        return get.getDeclaringClass() != ImageClassificationDataset.class;
    }

    private static Long label(Method classNumber, Object pictures, long index)
            throws IOException, IllegalAccessException {
        try {
            return (Long) classNumber.invoke(pictures, index);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException(
                    "the label of item " + index + " cannot be read", e.getCause());
        }
    }
}
