package tripletlab.training;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.Sampler;
import ai.djl.training.dataset.SequenceSampler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import tripletlab.distance.EmbeddingRows;

/**
 * Embeds items with a network as it is now, without dropout. However many items there are, the
 * memory between the layers is that of {@value #ITEMS_AT_ONCE}: one map of 1,000 digits would take
 * 200 MB.
 */
public final class NetworkEmbedder {

    /** How many items go through the network together. Larger parts are not faster. */
    public static final int ITEMS_AT_ONCE = 50;

    private NetworkEmbedder() {}

    /**
     * Returns the sampler to read a dataset with, to embed all of it.
     *
     * @return takes all items in order, in batches that go through the network as they are
     */
    public static Sampler inOrder() {
        return new BatchSampler(new SequenceSampler(), ITEMS_AT_ONCE);
    }

    /**
     * Embeds items with the network of a trainer.
     *
     * @param trainer holds the network
     * @param items (N, …) each, on the trainer's device; nothing new stays attached to them
     * @return the embeddings (N, D), as Java arrays
     */
    public static float[][] embed(Trainer trainer, NDList items) {
        requireNonNull("trainer", trainer);
        return embed(trainer::evaluate, requireNonNull("items", items));
    }

    /**
     * Embeds items with the network of a model, which need not have a trainer.
     *
     * @param model holds the network
     * @param items (N, …) each, on the device of the model's parameters
     * @return the embeddings (N, D), as Java arrays
     * @throws IllegalStateException if the network has no parameters yet
     */
    public static float[][] embed(Model model, NDList items) {
        if (!model.getBlock().isInitialized()) {
            throw new IllegalStateException(
                    "the network has no parameters yet: call trainer.initialize first");
        }
        try (NDManager manager = items.head().getManager().newSubManager()) {
            ParameterStore parameters = new ParameterStore(manager, false);
            return embed(part -> model.getBlock().forward(parameters, part, false), items);
        }
    }

    private static float[][] embed(UnaryOperator<NDList> network, NDList items) {
        long size = items.head().getShape().get(0);
        List<float[]> rows = new ArrayList<>();
        for (long from = 0; from < size; from += ITEMS_AT_ONCE) {
            NDIndex range = new NDIndex().addSliceDim(from, Math.min(from + ITEMS_AT_ONCE, size));
            try (NDManager closing = items.head().getManager().newSubManager()) {
                NDList part = new NDList();
                for (NDArray array : items) {
                    part.add(array.get(closing, range));
                }
                NDArray embedded = network.apply(part).singletonOrThrow(); // (B, D)
                Collections.addAll(rows, EmbeddingRows.of(embedded));
            }
        }
        return rows.toArray(float[][]::new);
    }
}
