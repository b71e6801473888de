package tripletlab.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tripletlab.data.Labels;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.internal.Arguments;
import tripletlab.training.NetworkEmbedder;

/**
 * The embeddings of a dataset and its labels, as plain Java arrays.
 *
 * @param vectors (N, D), a row an item
 * @param labels N of them
 */
public record Embeddings(float[][] vectors, int[] labels) implements Serializable {

    /**
     * Takes vectors and their labels.
     *
     * @throws IllegalArgumentException if there are not as many labels as vectors
     */
    public Embeddings {
        Arguments.requireNonNull("vectors", vectors);
        Labels.requireOneForEach(labels, vectors.length, "row of vectors");
    }

    /**
     * Embeds a dataset with the network as it is now, without dropout. However many items there
     * are, the memory between the layers is that of {@value NetworkEmbedder#ITEMS_AT_ONCE}. Numbers
     * of 64 bits are rounded to floats of 32.
     *
     * @param trainer holds the network
     * @param data a {@link RandomAccessDataset} is read from its first item to its last, whatever
     *     its sampling; another dataset in the order of its batches
     * @return the embeddings in that order
     * @throws IOException if the data cannot be read
     * @throws TranslateException if an item cannot be processed
     * @throws IllegalArgumentException if a label is not a whole number that fits an {@code int}
     */
    public static Embeddings of(Trainer trainer, Dataset data)
            throws IOException, TranslateException {
        Arguments.requireNonNull("trainer", trainer);
        Arguments.requireNonNull("data", data);
        Iterable<Batch> batches =
                data instanceof RandomAccessDataset items
                        ? items.getData(trainer.getManager(), NetworkEmbedder.inOrder())
                        : trainer.iterateDataset(data);
        return of(batches, items -> NetworkEmbedder.embed(trainer.getModel(), items));
    }

    private static Embeddings of(Iterable<Batch> batches, Function<NDList, float[][]> embed) {
        List<float[]> vectors = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Batch batch : batches) {
            try (batch) {
                Collections.addAll(vectors, embed.apply(batch.getData()));
                for (int label : Labels.ints(batch.getLabels().singletonOrThrow())) { // (B)
                    labels.add(label);
                }
            }
        }
        return new Embeddings(
                vectors.toArray(float[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray());
    }

    /**
     * Takes the items of a dataset as they are: the pixels of an image as if they were its
     * embedding. What a network gains is what it gains over these. Numbers of 64 bits are rounded
     * to floats of 32.
     *
     * @param manager what the items are read with; nothing stays there
     * @param data items of any shape, read from the first to the last, whatever its sampling
     * @return rows (N, D), D the numbers of an item
     * @throws IOException if the data cannot be read
     * @throws TranslateException if an item cannot be processed
     * @throws IllegalArgumentException if a label is not a whole number that fits an {@code int}
     */
    public static Embeddings ofItems(NDManager manager, RandomAccessDataset data)
            throws IOException, TranslateException {
        Arguments.requireNonNull("manager", manager);
        Arguments.requireNonNull("data", data);
        return of(
                data.getData(manager, NetworkEmbedder.inOrder()),
                items -> {
                    NDArray item = items.singletonOrThrow(); // (B, …)
                    return EmbeddingBatch.rows(item.reshape(item.getShape().get(0), -1)); // (B, D)
                });
    }

    /**
     * Returns some of the items, in their order.
     *
     * @param place says by an item's place, from 0 to N − 1, whether it is taken
     * @return those that are; their vectors are not copied
     */
    public Embeddings select(IntPredicate place) {
        Arguments.requireNonNull("place", place);
        int[] places = IntStream.range(0, size()).filter(place).toArray();
        return new Embeddings(
                IntStream.of(places).mapToObj(i -> vectors[i]).toArray(float[][]::new),
                IntStream.of(places).map(i -> labels[i]).toArray());
    }

    /** {@return the number of items, N} */
    public int size() {
        return labels.length;
    }

    /**
     * Computes the mean cosine over all pairs of two items, {@code (‖Σ e/‖e‖‖² − N) / (N (N − 1))}:
     * near 1 all point the same way, which is what a <em>collapse</em> is, whatever their order by
     * distance may be.
     *
     * @return a number in [−1, 1]
     * @throws IllegalArgumentException if there are fewer than two items, a value is not finite, or
     *     a row is shorter than 1e-30 and has no direction
     */
    public double meanCosine() {
        Rows.requireFinite("vectors", vectors);
        Arguments.require(vectors.length >= 2, "vectors has 1 row, expected two or more");
        double[] sum = new double[vectors[0].length];
        for (int i = 0; i < vectors.length; i++) {
            double length = Math.sqrt(Rows.sumOfSquares(vectors[i]));
            Arguments.requireDirection("vectors", length, i);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += vectors[i][k] / length;
            }
        }
        double n = vectors.length;
        return (Arrays.stream(sum).map(x -> x * x).sum() - n) / (n * (n - 1));
    }

    @Override
    public String toString() {
        int columns = vectors.length == 0 ? 0 : vectors[0].length;
        String text = "Embeddings(%,d items, %d dimensions)";
        return String.format(Locale.ROOT, text, size(), columns);
    }
}
