package tripletlab.training;

import ai.djl.nn.Block;
import tripletlab.model.L2Normalize;

/** Finds how long embeddings are before a network scales them to length one. */
final class MeanNorm {

    private MeanNorm() {}

    /** The mean norm of the last training batch, NaN if there is no {@link L2Normalize}. */
    static double of(Block block) {
        if (block instanceof L2Normalize normalize) {
            return normalize.meanNorm();
        }
        return block.getChildren().values().stream()
                .mapToDouble(MeanNorm::of)
                .filter(norm -> !Double.isNaN(norm))
                .findFirst()
                .orElse(Double.NaN);
    }
}
