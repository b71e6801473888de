package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Scales each row to length one: {@code y_i = x_i / √max(‖x_i‖², 1e-12)}, shapes (B, D) → (B, D). A
 * row of zeros stays zero.
 *
 * <p>While training it keeps the mean of {@code ‖x_i‖} over the batch: how long embeddings are
 * before they are scaled tells a collapsing network from a learning one.
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015, section 3.1.
 */
public final class L2Normalize extends AbstractBlock {

    private static final float SMALLEST = 1e-12f;

    private volatile double meanNorm = Double.NaN;

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow(); // (B, D)
        NDArray squares = x.square().sum(new int[] {1}, true); // (B, 1)
        NDArray norms = squares.maximum(SMALLEST).sqrt(); // (B, 1)
        if (training) {
            meanNorm = norms.mean().getFloat();
        }
        return new NDList(x.div(norms));
    }

    /**
     * Returns the mean length of the last training batch's rows before they were scaled.
     *
     * @return the mean norm, or NaN before the first training batch
     */
    public double meanNorm() {
        return meanNorm;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return inputs;
    }
}
