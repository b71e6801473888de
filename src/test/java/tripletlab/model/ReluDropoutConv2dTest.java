package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A kernel of one pixel that copies each channel shows what the convolution got. */
class ReluDropoutConv2dTest extends DropoutContract {

    private static final float BIAS = 0.5f;

    @Override
    Block create() {
        Conv2d.Builder pixel = Conv2d.builder().setKernelShape(new Shape(1, 1));
        return new ReluDropoutConv2d(pixel.setFilters(CHANNELS), RATE);
    }

    @BeforeEach
    void copyEachChannel() {
        parameter("weight").set(manager.eye(CHANNELS).toFloatArray());
        float[] bias = new float[CHANNELS];
        Arrays.fill(bias, BIAS);
        parameter("bias").set(bias);
    }

    @Test
    void theConvolutionGetsPositiveValuesDroppedOrScaled() {
        float[] before = x.toFloatArray();
        float[] after = trained().toFloatArray();
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
        assertDropped(dropped, positive);
    }

    @Test
    void nothingIsDroppedInPrediction() {
        float[] expected = x.maximum(0).add(BIAS).toFloatArray();
        assertArrayEquals(expected, forward(false).toFloatArray(), 1e-6f);
    }

    /**
     * The slope of the sum by w_oc is the sum of channel c's values as the convolution got them.
     */
    @Test
    void theConvolutionsParametersHaveTheirGradients() {
        for (Parameter parameter : block.getParameters().values()) {
            parameter.getArray().setRequiresGradient(true);
        }
        float[] after = trained().toFloatArray();
        double[] sums = new double[CHANNELS];
        for (int i = 0; i < after.length; i++) {
            sums[i / PIXELS % CHANNELS] += after[i] - BIAS;
        }
        float[] weight = parameter("weight").getGradient().toFloatArray();
        for (int i = 0; i < weight.length; i++) { // (out, in, 1, 1)
            assertEquals(sums[i % CHANNELS], weight[i], 1e-3 * Math.abs(sums[i % CHANNELS]));
        }
        for (float bias : parameter("bias").getGradient().toFloatArray()) {
            assertEquals(after.length / CHANNELS, bias);
        }
    }

    private NDArray parameter(String name) {
        return block.getParameters().get(name).getArray();
    }
}
