package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class L2NormalizeTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final L2Normalize block = new L2Normalize();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void scalesEachRowToLengthOne() {
        NDArray x = manager.create(new float[] {3, 4, 0, 0, 0, -2}, new Shape(3, 2));
        assertArrayEquals(
                new float[] {0.6f, 0.8f, 0, 0, 0, -1}, forward(x, false).toFloatArray(), 1e-6f);
    }

    @Test
    void keepsTheMeanNormOfTrainingBatchesOnly() {
        NDArray x = manager.create(new float[] {3, 4, 0, 1}, new Shape(2, 2));
        forward(x, false);
        assertTrue(Double.isNaN(block.meanNorm()));
        forward(x, true);
        assertEquals(3, block.meanNorm(), 1e-6);
        forward(x.mul(10), false);
        assertEquals(3, block.meanNorm(), 1e-6);
    }

    @Test
    void gradientIsFiniteAtZero() {
        NDArray x = manager.create(new float[] {0, 0, 3, 4}, new Shape(2, 2));
        x.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(forward(x, true).sum());
        }
        for (float slope : x.getGradient().toFloatArray()) {
            assertTrue(Float.isFinite(slope), "slope " + slope);
        }
    }

    private NDArray forward(NDArray x, boolean training) {
        ParameterStore store = new ParameterStore(manager, false);
        return block.forward(store, new NDList(x), training).singletonOrThrow();
    }
}
