package tripletlab.training;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tripletlab.distance.EmbeddingRows;

/** Embeds items with a network as it is now: without dropout, and nothing stays behind. */
final class NetworkEmbedder {

    private static final int AT_ONCE = 256; // bounds the memory between the layers

    private NetworkEmbedder() {}

    /** (N, …) → (N, D), on the device that the items are on. */
    static float[][] embed(Model model, NDList items) {
        if (!model.getBlock().isInitialized()) {
            throw new IllegalStateException(
                    "the network has no parameters yet: call trainer.initialize first");
        }
        long size = items.head().getShape().get(0);
        List<float[]> rows = new ArrayList<>();
        try (NDManager manager = items.head().getManager().newSubManager()) {
            ParameterStore parameters = new ParameterStore(manager, false);
            for (long from = 0; from < size; from += AT_ONCE) {
                NDIndex range = new NDIndex().addSliceDim(from, Math.min(from + AT_ONCE, size));
                try (NDManager closing = manager.newSubManager()) {
                    NDList inputs = new NDList();
                    for (NDArray array : items) {
                        inputs.add(array.get(closing, range));
                    }
                    NDList outputs = model.getBlock().forward(parameters, inputs, false);
                    Collections.addAll(rows, EmbeddingRows.of(outputs.singletonOrThrow()));
                }
            }
        }
        return rows.toArray(float[][]::new);
    }
}
