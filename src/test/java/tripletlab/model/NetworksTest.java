package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.Garbage;
import tripletlab.model.mxnet.FastLayers;

class NetworksTest {

    private static final int SEED = 5;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
        System.clearProperty(FastLayers.PLAIN);
    }

    /** Weights and biases of each layer by hand; the sums are what Keras prints. */
    @Test
    void networksHaveTheOriginalsParameters() {
        long conv2x2 = (64 * 4 + 64) + (32 * 64 * 4 + 32) + (7 * 7 * 32 * 256 + 256);
        long conv5x5 = (64 * 25 + 64) + (64 * 64 * 25 + 64) + (7 * 7 * 64 * 200 + 200);
        long mlp = (784 * 128 + 128) + (128 * 128 + 128) + (128 * 64 + 64);
        assertEquals(410_208, conv2x2);
        assertEquals(731_528, conv5x5);
        assertEquals(125_248, mlp);
        assertEquals(conv2x2, Networks.parameterCount(initialized(Network.CONV_2X2)));
        assertEquals(conv5x5, Networks.parameterCount(initialized(Network.CONV_5X5)));
        assertEquals(mlp, Networks.parameterCount(initialized(Network.MLP)));
    }

    @Test
    void parametersOfAnUninitializedNetworkAreNotCounted() {
        Block network = Networks.mlp();
        Exception e = assertThrows(RuntimeException.class, () -> Networks.parameterCount(network));
        assertTrue(e.getMessage().contains("weight"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void conv2x2EqualsPlainJava(boolean layerByLayer) {
        System.setProperty(FastLayers.PLAIN, "" + layerByLayer);
        Block network = initialized(Network.CONV_2X2);
        double[][] image = image(0);
        double[] expected =
                new PlainNetwork(network, image)
                        .convolution(64, 2, 1)
                        .relu(0)
                        .maxPool()
                        .convolution(32, 2, 1)
                        .relu(0)
                        .maxPool()
                        .dense(256)
                        .normalized();
        assertArrayEquals(expected, embedding(network, image), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void conv5x5EqualsPlainJava(boolean layerByLayer) {
        System.setProperty(FastLayers.PLAIN, "" + layerByLayer);
        Block network = initialized(Network.CONV_5X5);
        double[][] image = image(-1);
        double[] expected =
                new PlainNetwork(network, image)
                        .convolution(64, 5, 2)
                        .relu(0.3)
                        .convolution(64, 5, 2)
                        .relu(0.3)
                        .dense(200)
                        .normalized();
        assertArrayEquals(expected, embedding(network, image), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mlpEqualsPlainJava(boolean layerByLayer) {
        System.setProperty(FastLayers.PLAIN, "" + layerByLayer);
        Block network = initialized(Network.MLP);
        double[][] image = image(0);
        PlainNetwork plain = new PlainNetwork(network, image);
        double[] expected = plain.dense(128).relu(0).dense(128).relu(0).dense(64).normalized();
        assertArrayEquals(expected, embedding(network, image), 1e-5);
    }

    /** TensorFlow pads 28 for 5×5 with stride 2 by one before and two after. */
    @Test
    void paddingReachesTheBorders() {
        Block network = Networks.conv5x5();
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 28, 28));
        Parameter weight = network.getParameters().valueAt(0);
        weight.getArray().set(new float[64 * 25]);
        weight.getArray().addi(1);
        NDArray counts = manager.ones(new Shape(1, 1, 28, 28)); // of pixels under the kernel
        counts = forward(network.getChildren().valueAt(0), counts);
        assertEquals(new Shape(1, 64, 14, 14), counts.getShape());
        // All at once: without AVX-512 MXNet ends the process where one channel is cut out.
        float[] values = counts.toFloatArray();
        int last = 63 * 14 * 14; // the last map
        assertEquals(4 * 4, values[0]);
        assertEquals(4 * 5, values[6]);
        assertEquals(5 * 5, values[last + 6 * 14 + 6]);
        assertEquals(3 * 3, values[last + 13 * 14 + 13]);
    }

    @Test
    void theOriginalMlpEndsBeforeTheNormalization() {
        Block network = initialized(Network.MLP);
        Engine.getInstance().setRandomSeed(SEED);
        Block original = Networks.mlpUnnormalized();
        original.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 28, 28));
        NDArray images = manager.randomUniform(0, 1, new Shape(3, 1, 28, 28));
        for (Parameter bias : network.getParameters().values()) {
            if (bias.getType() == Parameter.Type.BIAS) {
                bias.getArray().muli(0);
            }
        }
        NDArray raw = forward(original, images);
        NDArray lengths = raw.square().sum(new int[] {1}, true).sqrt();
        assertArrayEquals(
                forward(network, images).toFloatArray(), raw.div(lengths).toFloatArray(), 1e-6f);
        assertTrue(L2Normalize.in(original).isEmpty());
    }

    @Test
    void printsItsLayers() {
        Block network = Network.CONV_2X2.create();
        assertTrue(network.toString().contains("SameConv2d"), network.toString());
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 28, 28));
        assertEquals(
                """
                Layer          Output           Parameters
                SameConv2d     (B, 64, 28, 28)         320
                ReLU           (B, 64, 28, 28)           0
                maxPool2d      (B, 64, 14, 14)           0
                Dropout        (B, 64, 14, 14)           0
                SameConv2d     (B, 32, 14, 14)       8,224
                ReLU           (B, 32, 14, 14)           0
                maxPool2d      (B, 32, 7, 7)             0
                Dropout        (B, 32, 7, 7)             0
                batchFlatten   (B, 1568)                 0
                Linear         (B, 256)            401,664
                L2Normalize    (B, 256)                  0
                Total                              410,208""",
                network.toString());
    }

    /** The rescaling stands in the same table. */
    @Test
    void printsTheLayersOfANetworkInANetwork() {
        Block network = Network.CONV_5X5.create();
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 28, 28));
        String[] lines = network.toString().split("\n");
        assertEquals(12, lines.length);
        assertTrue(lines[1].startsWith("rescaling      (B, 1, 28, 28) "), lines[1]);
        assertTrue(lines[2].startsWith("SameConv2d     (B, 64, 14, 14) "), lines[2]);
        assertTrue(lines[11].endsWith(" 731,528"), lines[11]);
    }

    @ParameterizedTest
    @EnumSource
    void startsAsKerasDoes(Network choice) {
        Block network = create(choice);
        Engine.getInstance().setRandomSeed(SEED);
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 28, 28));
        for (Parameter parameter : network.getParameters().values()) {
            NDArray array = parameter.getArray();
            if (parameter.getType() == Parameter.Type.BIAS) {
                assertEquals(0, array.abs().max().getFloat());
                continue;
            }
            Shape shape = array.getShape(); // (out, in) or (out, in, height, width)
            long area = shape.slice(2).size();
            double bound = Math.sqrt(6.0 / ((shape.get(0) + shape.get(1)) * area));
            double largest = array.abs().max().getFloat();
            assertTrue(largest <= bound * (1 + 1e-6), choice + " " + shape + ": " + largest);
            assertTrue(largest > 0.95 * bound, choice + " " + shape + ": " + largest);
            double meanSquare = array.square().mean().getFloat();
            assertEquals(bound * bound / 3, meanSquare, 0.2 * bound * bound / 3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void predictsWithoutDropout(Network choice) {
        Block network = initialized(choice);
        NDArray images = manager.randomUniform(0, 1, new Shape(3, 1, 28, 28));
        float[] first = forward(network, images).toFloatArray();
        assertArrayEquals(first, forward(network, images).toFloatArray());
        float[] trained = trained(network, images);
        assertFalse(Arrays.equals(first, trained));
        assertFalse(Arrays.equals(trained, trained(network, images)));
        assertArrayEquals(first, forward(network, images).toFloatArray());
    }

    @ParameterizedTest
    @EnumSource
    void embeddingsHaveLengthOne(Network choice) {
        NDArray images = manager.randomUniform(0, 1, new Shape(5, 1, 28, 28));
        NDArray embeddings = forward(initialized(choice), images);
        assertEquals(5, embeddings.getShape().get(0));
        for (float norm : embeddings.square().sum(new int[] {1}).sqrt().toFloatArray()) {
            assertEquals(1, norm, 1e-5f);
        }
    }

    /** Layers of DJL's included; see {@link tripletlab.internal.EngineArrays}. */
    @ParameterizedTest
    @EnumSource
    void gradientsStayAfterACollectionOfGarbage(Network choice) {
        Block network = initialized(choice);
        NDArray pixels = manager.randomUniform(0, 1, new Shape(4, 1, 28, 28));
        List<float[]> slopes = new ArrayList<>();
        for (Runnable between : List.<Runnable>of(() -> {}, Garbage::collect)) {
            Engine.getInstance().setRandomSeed(SEED); // the same dropout
            NDArray images = pixels.duplicate();
            images.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray sum = forward(network, images, true).sum();
                between.run();
                collector.backward(sum);
            }
            slopes.add(images.getGradient().toFloatArray());
        }
        assertArrayEquals(slopes.get(0), slopes.get(1), 1e-6f);
    }

    /** Without the rescaling of its images. */
    private static Block create(Network choice) {
        return choice == Network.CONV_5X5 ? Networks.conv5x5() : choice.create();
    }

    /** With biases other than zero, so that they are seen to be used. */
    private Block initialized(Network choice) {
        Engine.getInstance().setRandomSeed(SEED);
        Block network = create(choice);
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 28, 28));
        List<Parameter> parameters = network.getParameters().values();
        for (Parameter parameter : parameters) {
            if (parameter.getType() == Parameter.Type.BIAS) {
                NDArray bias = parameter.getArray();
                bias.addi(manager.randomUniform(-0.3f, 0.3f, bias.getShape()));
            }
        }
        return network;
    }

    private static double[][] image(double lowest) {
        Random random = new Random(SEED);
        double[][] image = new double[28][28];
        for (double[] row : image) {
            Arrays.setAll(row, i -> (float) random.nextDouble(lowest, 1));
        }
        return image;
    }

    private double[] embedding(Block network, double[][] image) {
        NDArray array = manager.create(image).toType(DataType.FLOAT32, false);
        float[] values = forward(network, array.reshape(1, 1, 28, 28)).toFloatArray();
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    private float[] trained(Block network, NDArray images) {
        images.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray embeddings = forward(network, images, true);
            collector.backward(embeddings.sum());
            return embeddings.toFloatArray();
        }
    }

    private NDArray forward(Block block, NDArray input) {
        return forward(block, input, false);
    }

    private NDArray forward(Block block, NDArray input, boolean training) {
        ParameterStore store = new ParameterStore(manager, false);
        return block.forward(store, new NDList(input), training).singletonOrThrow();
    }
}
