package tripletlab.model;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tripletlab.internal.EngineArrays;

/**
 * Scales each row to length one: {@code y_i = x_i / √max(‖x_i‖², 1e-12)}, shapes (B, D) → (B, D). A
 * row of zeros stays zero; values and gradients are finite there, too.
 *
 * <p>It keeps {@code ‖x_i‖} of the last training batch: how long embeddings are before they are
 * scaled tells a collapsing network from a learning one.
 *
 * <pre>{@code
 * double meanNorm = L2Normalize.in(model.getBlock()).orElseThrow().meanNorm();
 * }</pre>
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015, section 3.1.
 */
public final class L2Normalize extends AbstractBlock {

    private static final float SMALLEST = 1e-12f; // square of a norm

    private final Map<Device, float[]> trained = new HashMap<>(); // ‖x_i‖² of the last batch

    /**
     * Finds the normalization of a network.
     *
     * @param network any block
     * @return the block itself or the first of its descendants that normalizes, empty if none does
     */
    public static Optional<L2Normalize> in(Block network) {
        if (requireNonNull("network", network) instanceof L2Normalize normalize) {
            return Optional.of(normalize);
        }
        return network.getChildren().values().stream()
                .flatMap(child -> in(child).stream())
                .findFirst();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow(); // (B, D)
        NDArray squares = x.square().sum(new int[] {1}, true); // (B, 1)
        if (training) {
            keep(x.getDevice(), squares.toType(DataType.FLOAT32, false).toFloatArray());
        }
        float[] smallest = {SMALLEST};
        try (NDArray least = EngineArrays.of(x.getManager(), smallest, x.getDataType())) {
            return new NDList(x.div(squares.maximum(least).sqrt()));
        }
    }

    /** A batch may be split over devices; one that comes again begins the next batch. */
    void keep(Device device, float[] squares) {
        synchronized (trained) {
            if (trained.containsKey(device)) {
                trained.clear();
            }
            trained.put(device, squares);
        }
    }

    /**
     * Returns the mean length of the last training batch's rows before they were scaled, on all
     * devices that it was split over.
     *
     * @return the mean norm, or NaN before the first training batch
     */
    public double meanNorm() {
        synchronized (trained) {
            return trained.values().stream()
                    .flatMapToDouble(
                            squares ->
                                    IntStream.range(0, squares.length)
                                            .mapToDouble(i -> Math.sqrt(squares[i])))
                    .average()
                    .orElse(Double.NaN);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return inputs;
    }
}
