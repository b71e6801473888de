package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for each block that drops values, on either engine. */
abstract class DropoutContract {

    static final float RATE = 0.3f;
    static final float SCALE = 1 / (1 - RATE);
    static final int CHANNELS = 16;
    static final int PIXELS = 100;
    private static final Shape SHAPE = new Shape(6, CHANNELS, 10, 10);

    final NDManager manager = NDManager.newBaseManager();
    NDArray x;
    Block block;

    /** The block that is tested, with dropout of {@link #RATE}, not yet initialized. */
    abstract Block create();

    @BeforeEach
    void draw() {
        Engine.getInstance().setRandomSeed(7);
        x = manager.randomNormal(SHAPE);
        x.setRequiresGradient(true);
        block = create();
        block.initialize(manager, DataType.FLOAT32, SHAPE);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void theEnginesSeedRepeatsIt() {
        float[] first = seeded(1);
        assertArrayEquals(first, seeded(1));
        assertNotEquals(Arrays.hashCode(first), Arrays.hashCode(seeded(2)));
    }

    /** What a step makes belongs to its batch, which is closed, and not to the network. */
    @Test
    void nothingIsLeftWithTheParameters() {
        int before = manager.getManagedArrays().size();
        try (NDManager batch = manager.newSubManager()) {
            NDArray images = x.duplicate();
            images.attach(batch);
            block.forward(new ParameterStore(manager, false), new NDList(images), true);
        }
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void shapesAreThoseOfTheOutputs() {
        Shape told = block.getOutputShapes(new Shape[] {SHAPE})[0];
        assertEquals(forward(true).getShape(), told);
    }

    NDArray forward(boolean training) {
        return block.forward(new ParameterStore(manager, false), new NDList(x), training).head();
    }

    /** The output in training, with gradients of its sum. */
    NDArray trained() {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray y = forward(true);
            collector.backward(y.sum());
            return y;
        }
    }

    /** In training a value is dropped or scaled, and its slope with it; outside both are zero. */
    void assertDroppedOrScaled(IntPredicate inside) {
        float[] before = x.toFloatArray();
        float[] after = trained().toFloatArray();
        float[] slopes = x.getGradient().toFloatArray();
        int all = 0;
        int dropped = 0;
        for (int i = 0; i < before.length; i++) {
            boolean in = inside.test(i);
            boolean kept = in && after[i] != 0;
            all += in ? 1 : 0;
            dropped += in && !kept ? 1 : 0;
            assertEquals(kept ? before[i] * SCALE : 0, after[i], 1e-6f * Math.abs(after[i]));
            assertEquals(kept ? SCALE : 0, slopes[i], 1e-6f);
        }
        assertDropped(dropped, all);
    }

    /** That of so many values the share {@link #RATE} was dropped, but for chance. */
    static void assertDropped(int dropped, int all) {
        double sigma = Math.sqrt(RATE * (1 - RATE) / all);
        assertEquals(RATE, (double) dropped / all, 5 * sigma);
    }

    private float[] seeded(int seed) {
        Engine.getInstance().setRandomSeed(seed);
        return forward(true).toFloatArray();
    }
}
