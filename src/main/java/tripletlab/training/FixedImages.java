package tripletlab.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import tripletlab.data.Labels;

/** Images and their labels as Java arrays, to be embedded again and again. */
final class FixedImages {

    private final List<float[]> images = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private Shape imageShape;

    void add(NDArray array, NDArray label) {
        int[] values = Labels.ints(label);
        long size = array.getShape().get(0); // (B, …)
        if (values.length != size) {
            throw new IllegalArgumentException(
                    String.format(
                            "labels has shape %s, expected one label for each of %d images",
                            label.getShape(), size));
        }
        imageShape = array.getShape().slice(1);
        addRows(array, size, images);
        IntStream.of(values).forEach(labels::add);
    }

    private static void addRows(NDArray array, long size, List<float[]> rows) {
        float[] values = floats(array);
        for (int i = 0; i < size; i++) {
            int width = values.length / (int) size;
            rows.add(Arrays.copyOfRange(values, i * width, (i + 1) * width));
        }
    }

    private static float[] floats(NDArray array) {
        try (NDArray copy = array.toType(DataType.FLOAT32, true)) {
            return copy.toFloatArray();
        }
    }

    int size() {
        return images.size();
    }

    int[] labels() {
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Embeds all with the network as it is now, without dropout: (N, D). */
    float[][] embed(Trainer trainer) {
        List<float[]> rows = new ArrayList<>();
        int atOnce = NetworkEmbedder.ITEMS_AT_ONCE;
        for (int from = 0; from < images.size(); from += atOnce) {
            List<float[]> part = images.subList(from, Math.min(from + atOnce, images.size()));
            try (NDManager manager = trainer.getManager().newSubManager()) {
                NDArray input =
                        manager.create(flat(part), new Shape(part.size()).addAll(imageShape))
                                .toDevice(trainer.getDevices()[0], false);
                Collections.addAll(rows, NetworkEmbedder.embed(trainer, new NDList(input)));
            }
        }
        return rows.toArray(float[][]::new);
    }

    private static float[] flat(List<float[]> rows) {
        float[] all = new float[rows.size() * rows.get(0).length];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, at, row.length);
            at += row.length;
        }
        return all;
    }
}
