package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MxNetOperatorsTest {

    private final NDManager manager = NDManager.newBaseManager();
    private NDArray x;

    /** The other engine has methods for what these do. */
    @BeforeEach
    void onMxNetOnly() {
        x = manager.arange(1f, 9f).reshape(1, 2, 2, 2);
        assumeTrue(MxNetOperators.take(x));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void sumAddsAndPassesGradientsOn() {
        x.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray sum = MxNetOperators.sum(x, manager.ones(x.getShape()).mul(10));
            assertArrayEquals(new float[] {11, 12, 13, 14, 15, 16, 17, 18}, sum.toFloatArray());
            collector.backward(sum.mul(3).sum());
        }
        assertArrayEquals(new float[] {3, 3, 3, 3, 3, 3, 3, 3}, x.getGradient().toFloatArray());
    }

    /** Row by row: (y − ŷ (ŷ · y)) / ‖x‖ is the gradient of a sum of products with y. */
    @Test
    void normalizeScalesRowsAndTheirGradients() {
        NDArray rows = manager.create(new float[] {3, 4, 0, -2}, new Shape(2, 2));
        rows.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray unit = MxNetOperators.normalize(rows);
            assertArrayEquals(new float[] {0.6f, 0.8f, 0, -1}, unit.toFloatArray(), 1e-7f);
            collector.backward(unit.mul(manager.create(new float[] {1, 0})).sum());
        }
        assertArrayEquals(
                new float[] {0.128f, -0.096f, 0.5f, 0}, rows.getGradient().toFloatArray(), 1e-7f);
    }

    @Test
    void zerosAreAddedBelowAndToTheRight() {
        x.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray padded = MxNetOperators.padBelowAndRight(x, 1);
            assertEquals(new Shape(1, 2, 3, 3), padded.getShape());
            assertArrayEquals(
                    new float[] {1, 2, 0, 3, 4, 0, 0, 0, 0, 5, 6, 0, 7, 8, 0, 0, 0, 0},
                    padded.toFloatArray());
            NDArray wider =
                    MxNetOperators.padBelowAndRight(manager.arange(1f, 5f).reshape(1, 1, 2, 2), 2);
            assertEquals(new Shape(1, 1, 4, 4), wider.getShape());
            assertArrayEquals(
                    new float[] {1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                    wider.toFloatArray());
            collector.backward(padded.square().sum());
        }
        assertArrayEquals(new float[] {2, 4, 6, 8, 10, 12, 14, 16}, x.getGradient().toFloatArray());
    }
}
