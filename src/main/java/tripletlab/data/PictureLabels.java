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
import java.util.function.LongUnaryOperator;
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
                places = LongStream.of(places).map(placeInParent(whole)).toArray();
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

    /** A part is made by {@code subDataset}, of a list or a range, or by {@code randomSplit}. */
    private static LongUnaryOperator placeInParent(RandomAccessDataset part)
            throws ReflectiveOperationException {
        if (part.getClass().getSimpleName().equals("SubDatasetByIndices")) {
            List<?> list = (List<?>) field(part, "subIndices");
            return place -> (Long) list.get((int) place);
        }
        int[] indices = (int[]) field(part, "indices");
        int from = (int) field(part, "from");
        return place -> indices[from + (int) place];
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
