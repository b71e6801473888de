package tripletlab.model.mxnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tripletlab.model.Networks;

/** What is fast on MXNet beside the layers that it stands for, run one by one. */
class FastNetworksTest {

    private static final Shape IMAGES = new Shape(6, 1, 28, 28);

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void onMxNetOnly() {
        assumeTrue(FastLayers.suit(manager.zeros(new Shape(1))));
        Engine.getInstance().setRandomSeed(11);
    }

    @AfterEach
    void close() {
        System.clearProperty(FastLayers.PLAIN);
        manager.close();
    }

    /**
     * With the masks that the fast ones drew: what was dropped becomes zero, all else 1/(1 − p).
     */
    @ParameterizedTest
    @EnumSource
    void trainingEqualsTheLayersWithTheSameMasks(FastNetwork choice) {
        SequentialBlock network = choice.create(manager);
        NDArray images = images();
        List<NDArray> masks = new ArrayList<>();
        BatchInputs.PerBatch noting =
                (shape, maker) -> {
                    NDArray made = maker.make(manager, new SplittableRandom(masks.size()));
                    if (made.max().getFloat() > made.min().getFloat()) { // not zeros of padding
                        masks.add(made);
                    }
                    return made;
                };
        NDList parameters = new NDList();
        network.getParameters().values().forEach(p -> parameters.add(p.getArray()));
        List<float[]> fast =
                outcome(
                        network,
                        images,
                        () ->
                                choice.layers.apply(
                                        new BatchInputs(images, parameters, true, noting)));
        assertEquals(2, masks.size());
        masks.forEach(mask -> assertDropped(choice.rate, mask));
        List<float[]> plain =
                outcome(network, images, () -> layers(network, images, choice.rate, masks));
        assertClose(plain, fast);
    }

    @ParameterizedTest
    @EnumSource
    void predictionEqualsTheLayers(FastNetwork choice) {
        SequentialBlock network = choice.create(manager);
        NDArray images = images();
        float[] fast = forward(network, images, false).toFloatArray();
        System.setProperty(FastLayers.PLAIN, "true");
        assertFalse(FastLayers.suit(images));
        assertClose(List.of(forward(network, images, false).toFloatArray()), List.of(fast));
    }

    /** What a step makes belongs to its batch, which is closed, and not to the network. */
    @ParameterizedTest
    @EnumSource
    void nothingIsLeftWithTheParameters(FastNetwork choice) {
        Block network = choice.create(manager);
        int before = manager.getManagedArrays().size();
        try (NDManager batch = manager.newSubManager()) {
            NDArray images = batch.ones(IMAGES);
            forward(network, images, true);
        }
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void otherTypesAreNotTaken() {
        assertFalse(FastLayers.suit(manager.zeros(new Shape(2), DataType.FLOAT64)));
        assertFalse(FastLayers.suit(manager.zeros(new Shape(2), DataType.INT32)));
    }

    /** Layers that are taken off or put in place of others count. */
    @Test
    void aChangedNetworkIsRunLayerByLayer() {
        SequentialBlock network = Networks.mlpUnnormalized();
        network.removeLastBlock();
        network.initialize(manager, DataType.FLOAT32, IMAGES);
        NDArray images = images();
        assertEquals(new Shape(6, 128), forward(network, images, false).getShape());
        NDArray expected = layers(network, images, 0.1f, List.of());
        assertArrayEquals(
                expected.toFloatArray(), forward(network, images, false).toFloatArray(), 1e-6f);
    }

    private NDArray images() {
        return manager.randomUniform(0, 1, IMAGES);
    }

    private static NDArray forward(Block network, NDArray images, boolean training) {
        ParameterStore store = new ParameterStore(images.getManager(), false);
        return network.forward(store, new NDList(images), training).head();
    }

    /** The definition, without normalization; dropout by masks, if there are any. */
    private static NDArray layers(
            SequentialBlock network, NDArray images, float rate, List<NDArray> masks) {
        Iterator<NDArray> next = masks.iterator();
        NDArray x = images;
        for (Block layer : network.getChildren().values()) {
            if (layer instanceof Dropout && next.hasNext()) {
                NDArray mask = next.next();
                NDArray kept = mask.eq(mask.max()).toType(DataType.FLOAT32, false);
                x = x.mul(kept.div(1 - rate));
            } else {
                x = forward(layer, x, false);
            }
        }
        return x;
    }

    /** Values, and the gradients of a sum of them with different weights. */
    private List<float[]> outcome(Block network, NDArray images, Supplier<NDArray> forward) {
        List<NDArray> inputs = new ArrayList<>(List.of(images));
        network.getParameters().values().forEach(p -> inputs.add(p.getArray()));
        inputs.forEach(input -> input.setRequiresGradient(true));
        List<float[]> outcome = new ArrayList<>();
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray y = forward.get();
            outcome.add(y.toFloatArray());
            NDArray weights = manager.arange(y.size()).reshape(y.getShape()).sin();
            collector.backward(y.mul(weights).sum());
        }
        inputs.forEach(input -> outcome.add(input.getGradient().toFloatArray()));
        return outcome;
    }

    /** To 10⁻⁵ of the largest of each. */
    private static void assertClose(List<float[]> expected, List<float[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            float largest = 0;
            for (float value : expected.get(i)) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertTrue(largest > 0, "array " + i);
            assertArrayEquals(expected.get(i), actual.get(i), 1e-5f * largest, "array " + i);
        }
    }

    /** That the share {@code rate} was dropped, but for chance. */
    private static void assertDropped(float rate, NDArray mask) {
        float dropped = mask.neq(mask.max()).toType(DataType.FLOAT32, false).mean().getFloat();
        double sigma = Math.sqrt(rate * (1 - rate) / mask.size());
        assertEquals(rate, dropped, 5 * sigma);
    }
}
