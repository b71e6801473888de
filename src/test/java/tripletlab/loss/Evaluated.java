package tripletlab.loss;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import java.util.function.BinaryOperator;
import tripletlab.RandomBatch;

/**
 * The value of a loss on one batch and its gradient by the embeddings, from the engine's autograd.
 *
 * @param value L
 * @param gradient ∂L/∂E, (B, D) in row-major order
 */
record Evaluated(float value, float[] gradient) {

    static Evaluated of(Loss loss, float[][] rows, int[] labels) {
        return of(
                DataType.FLOAT32,
                (embeddings, y) -> loss.evaluate(new NDList(y), new NDList(embeddings)),
                rows,
                labels);
    }

    /** Of a function of embeddings and labels, computed in a type. */
    static Evaluated of(DataType type, BinaryOperator<NDArray> loss, float[][] rows, int[] labels) {
        return of(type, loss, rows, labels, () -> {});
    }

    /** With something that happens between the loss and its gradient. */
    static Evaluated of(
            DataType type,
            BinaryOperator<NDArray> loss,
            float[][] rows,
            int[] labels,
            Runnable between) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray embeddings = RandomBatch.array(manager, rows).toType(type, true);
            embeddings.setRequiresGradient(true);
            NDArray y = manager.create(labels);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray value = loss.apply(embeddings, y);
                between.run();
                collector.backward(value);
                return new Evaluated(
                        value.toType(DataType.FLOAT32, false).getFloat(),
                        embeddings.getGradient().toType(DataType.FLOAT32, false).toFloatArray());
            }
        }
    }
}
