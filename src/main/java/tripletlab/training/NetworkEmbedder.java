package tripletlab.training;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.Sampler;
import ai.djl.training.dataset.SequenceSampler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tripletlab.distance.EmbeddingBatch;

/**
 * Embeds items with a network as it is now, without dropout. However many items there are, the
 * memory between the layers is that of {@value #ITEMS_AT_ONCE}: one map of 1,000 digits would take
 * 200 MB.
 */
public final class NetworkEmbedder {

    /** How many items go through the network together. Larger parts are not faster. */
    public static final int ITEMS_AT_ONCE = 50;

    private NetworkEmbedder() {}

    /** Returns a sampler that takes all items in order, in batches to be embedded as they are. */
    public static Sampler inOrder() {
        return new BatchSampler(new SequenceSampler(), ITEMS_AT_ONCE);
    }

    /**
     * Embeds items with the network of a model, such as {@code trainer.getModel()}.
     *
     * @param items (N, …) each, on the device of the parameters, which is a trainer's first; they
     *     stay open, and nothing new stays attached to them
     * @return the embeddings (N, D), as Java arrays
     * @throws IllegalStateException if the network has no parameters yet
     */
    public static float[][] embed(Model model, NDList items) {
        requireNonNull("items", items);
        if (!requireNonNull("model", model).getBlock().isInitialized()) {
            throw new IllegalStateException(
                    "the network has no parameters yet: call trainer.initialize first");
        }
        long size = items.head().getShape().get(0);
        List<float[]> rows = new ArrayList<>();
        for (long from = 0; from < size; from += ITEMS_AT_ONCE) {
            NDIndex range = new NDIndex().addSliceDim(from, Math.min(from + ITEMS_AT_ONCE, size));
            try (NDManager manager = items.head().getManager().newSubManager()) {
                NDList part = new NDList();
                for (NDArray array : items) {
                    part.add(array.get(manager, range));
                }
                ParameterStore parameters = new ParameterStore(manager, false);
                NDList embedded = model.getBlock().forward(parameters, part, false);
                Collections.addAll(
                        rows, EmbeddingBatch.rows(embedded.singletonOrThrow())); // (B, D)
            }
        }
        return rows.toArray(float[][]::new);
    }
}
