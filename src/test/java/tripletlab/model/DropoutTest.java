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
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link MaskedDropout} and {@link ReluDropoutConv2d}, on either engine, by what they let pass. */
class DropoutTest {

    private static final float RATE = 0.3f;
    private static final float SCALE = 1 / (1 - RATE);
    private static final float BIAS = 0.5f;
    private static final Shape SHAPE = new Shape(6, 16, 10, 10);
    private static final int PIXELS = 100;
    private static final int CHANNELS = 16;

    private final NDManager manager = NDManager.newBaseManager();
    private NDArray x;

    @BeforeEach
    void draw() {
        Engine.getInstance().setRandomSeed(7);
        x = manager.randomNormal(SHAPE);
        x.setRequiresGradient(true);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aValueIsDroppedOrScaled() {
        float[] before = x.toFloatArray();
        float[] after = trained(dropout()).toFloatArray();
        float[] slopes = x.getGradient().toFloatArray();
        int dropped = 0;
        for (int i = 0; i < before.length; i++) {
            boolean gone = after[i] == 0;
            dropped += gone ? 1 : 0;
            assertEquals(gone ? 0 : before[i] * SCALE, after[i], 1e-6f * Math.abs(after[i]));
            assertEquals(gone ? 0 : SCALE, slopes[i], 1e-6f);
        }
        assertShare(RATE, dropped, before.length);
    }

    @Test
    void nothingIsDroppedInPrediction() {
        assertArrayEquals(x.toFloatArray(), forward(dropout(), false).toFloatArray());
        Block convolution = identity();
        float[] expected = x.maximum(0).add(BIAS).toFloatArray();
        assertArrayEquals(expected, forward(convolution, false).toFloatArray(), 1e-6f);
    }

    /** A kernel of one pixel that copies each channel shows what the convolution got. */
    @Test
    void theConvolutionGetsPositiveValuesDroppedOrScaled() {
        float[] before = x.toFloatArray();
        float[] after = trained(identity()).toFloatArray();
        float[] slopes = x.getGradient().toFloatArray();
        int positive = 0;
        int dropped = 0;
        for (int i = 0; i < before.length; i++) {
            boolean gone = after[i] == BIAS;
            positive += before[i] > 0 ? 1 : 0;
            dropped += before[i] > 0 && gone ? 1 : 0;
            assertEquals(before[i] <= 0 || gone, gone, "value " + before[i]);
            assertEquals(gone ? BIAS : before[i] * SCALE + BIAS, after[i], 1e-5f);
            assertEquals(gone ? 0 : SCALE, slopes[i], 1e-5f);
        }
        assertShare(RATE, dropped, positive);
    }

    /**
     * The slope of the sum by w_oc is the sum of channel c's values as the convolution got them.
     */
    @Test
    void theConvolutionsParametersHaveTheirGradients() {
        Block convolution = identity();
        for (String name : convolution.getParameters().keys()) {
            convolution.getParameters().get(name).getArray().setRequiresGradient(true);
        }
        float[] after = trained(convolution).toFloatArray();
        double[] sums = new double[CHANNELS];
        for (int i = 0; i < after.length; i++) {
            sums[i / PIXELS % CHANNELS] += after[i] - BIAS;
        }
        float[] weight = gradient(convolution, "weight");
        for (int i = 0; i < weight.length; i++) { // (out, in, 1, 1)
            assertEquals(sums[i % CHANNELS], weight[i], 1e-3 * Math.abs(sums[i % CHANNELS]));
        }
        for (float bias : gradient(convolution, "bias")) {
            assertEquals(after.length / CHANNELS, bias);
        }
    }

    @Test
    void theEnginesSeedRepeatsBoth() {
        for (Block block : both()) {
            float[] first = seeded(block, 1);
            assertArrayEquals(first, seeded(block, 1));
            assertNotEquals(Arrays.hashCode(first), Arrays.hashCode(seeded(block, 2)));
        }
    }

    /** What a step makes belongs to its batch, which is closed, and not to the network. */
    @Test
    void nothingIsLeftWithTheParameters() {
        for (Block block : both()) {
            int before = manager.getManagedArrays().size();
            try (NDManager batch = manager.newSubManager()) {
                NDArray images = x.duplicate();
                images.attach(batch);
                block.forward(new ParameterStore(manager, false), new NDList(images), true);
            }
            assertEquals(before, manager.getManagedArrays().size(), block.toString());
        }
    }

    @Test
    void shapesAreThoseOfTheOutputs() {
        for (Block block : both()) {
            Shape told = block.getOutputShapes(new Shape[] {SHAPE})[0];
            assertEquals(forward(block, true).getShape(), told);
        }
    }

    private float[] seeded(Block block, int seed) {
        Engine.getInstance().setRandomSeed(seed);
        return forward(block, true).toFloatArray();
    }

    private List<Block> both() {
        return List.of(dropout(), identity());
    }

    private Block dropout() {
        return initialized(new MaskedDropout(RATE));
    }

    private Block identity() {
        Conv2d.Builder pixel = Conv2d.builder().setKernelShape(new Shape(1, 1));
        Block block = initialized(new ReluDropoutConv2d(pixel.setFilters(CHANNELS), RATE));
        NDArray eye = manager.eye(CHANNELS).reshape(CHANNELS, CHANNELS, 1, 1);
        block.getParameters().get("weight").getArray().set(eye.toFloatArray());
        float[] bias = new float[CHANNELS];
        Arrays.fill(bias, BIAS);
        block.getParameters().get("bias").getArray().set(bias);
        return block;
    }

    private Block initialized(Block block) {
        block.initialize(manager, DataType.FLOAT32, SHAPE);
        return block;
    }

    /** The output in training, with gradients of its sum. */
    private NDArray trained(Block block) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray y = forward(block, true);
            collector.backward(y.sum());
            return y;
        }
    }

    private NDArray forward(Block block, boolean training) {
        return block.forward(new ParameterStore(manager, false), new NDList(x), training).head();
    }

    private static float[] gradient(Block block, String name) {
        return block.getParameters().get(name).getArray().getGradient().toFloatArray();
    }

    private static void assertShare(double expected, int count, int all) {
        double sigma = Math.sqrt(expected * (1 - expected) / all);
        assertEquals(expected, (double) count / all, 5 * sigma);
    }
}
