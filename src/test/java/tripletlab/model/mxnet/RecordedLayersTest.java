package tripletlab.model.mxnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers that are recorded beside the same run one by one, bit by bit. */
class RecordedLayersTest {

    private static final int BATCH = 6;

    private final NDManager manager = NDManager.newBaseManager();

    /** What came out of a batch: embeddings before they are normalized, and gradients. */
    private record Outcome(float[] embeddings, List<float[]> gradients) {}

    /** Other engines run the layers as they are. */
    @BeforeEach
    void onMxNetOnly() {
        assumeTrue(FastLayers.suit(manager.zeros(new Shape(1))));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void theSecondBatchOfAShapeRecords() {
        Runner recorded = recorded(FastNetwork.MLP);
        train(recorded, BATCH, 1);
        assertNull(recorded.fast.recorded);
        train(recorded, BATCH, 2);
        Shape shape = new Shape(BATCH, 1, 28, 28);
        assertEquals(shape, recorded.fast.recorded);
        train(recorded, 2, 3);
        assertEquals(shape, recorded.fast.recorded);
        train(recorded, 2, 4);
        assertEquals(new Shape(2, 1, 28, 28), recorded.fast.recorded);
    }

    @Test
    void largeBatchesAreNotRecorded() {
        Runner recorded = recorded(FastNetwork.MLP);
        for (int seed = 0; seed < 3; seed++) {
            train(recorded, 257, seed);
        }
        assertNull(recorded.fast.recorded);
        train(recorded, 256, 1);
        train(recorded, 256, 2);
        assertEquals(256, recorded.fast.recorded.get(0));
    }

    @ParameterizedTest
    @EnumSource
    void equalsItsLayersOneByOne(FastNetwork choice) {
        Runner recorded = recorded(choice);
        Runner layers = recorded.unrecorded();
        for (int seed = 0; seed < 5; seed++) { // the second batch records
            assertSame(train(layers, BATCH, seed), train(recorded, BATCH, seed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void batchesOfOtherSizesInBetween(FastNetwork choice) {
        Runner recorded = recorded(choice);
        Runner layers = recorded.unrecorded();
        int[] sizes = {6, 6, 6, 2, 6, 6, 3, 3, 3, 6, 3, 6, 6, 6};
        for (int seed = 0; seed < sizes.length; seed++) {
            assertSame(train(layers, sizes[seed], seed), train(recorded, sizes[seed], seed));
        }
    }

    /** The engine's random numbers do not tell whether a batch was recorded. */
    @Test
    void recordingDrawsNothing() {
        Runner recorded = recorded(FastNetwork.CONV_5X5);
        Engine.getInstance().setRandomSeed(1);
        train(recorded, BATCH);
        Outcome second = train(recorded, BATCH);
        Outcome third = train(recorded, BATCH);
        Engine.getInstance().setRandomSeed(1);
        train(recorded, BATCH);
        assertSame(second, train(recorded, BATCH));
        assertSame(third, train(recorded, BATCH));
    }

    @Test
    void seesNewWeights() {
        Runner recorded = recorded(FastNetwork.MLP);
        Runner layers = recorded.unrecorded();
        for (int seed = 0; seed < 4; seed++) {
            for (Parameter parameter : recorded.parameters) {
                parameter.getArray().muli(0.9).addi(0.01);
            }
            assertSame(train(layers, BATCH, seed), train(recorded, BATCH, seed));
        }
    }

    /** As after a model was loaded. */
    @Test
    void seesWeightsInOtherArrays() {
        Runner recorded = recorded(FastNetwork.CONV_2X2);
        for (int seed = 0; seed < 3; seed++) {
            train(recorded, BATCH, seed);
        }
        for (Parameter parameter : recorded.parameters) {
            NDArray other = parameter.getArray().mul(0.5);
            parameter.close();
            parameter.setShape(null);
            parameter.setArray(other);
            other.setRequiresGradient(true);
        }
        Runner layers = recorded.unrecorded();
        for (int seed = 0; seed < 3; seed++) {
            assertSame(train(layers, BATCH, seed), train(recorded, BATCH, seed));
        }
    }

    /** MXNet plans memory anew for each choice of gradients, and not always well. */
    @ParameterizedTest
    @EnumSource
    void frozenParametersGetNoGradient(FastNetwork choice) {
        Runner recorded = recorded(choice);
        Runner layers = recorded.unrecorded();
        List<Parameter> parameters = recorded.parameters;
        for (int frozen = 0; frozen < parameters.size(); frozen++) {
            NDArray weights = parameters.get(frozen).getArray();
            weights.setRequiresGradient(false);
            for (int seed = 0; seed < 3; seed++) {
                Outcome outcome = train(recorded, BATCH, seed);
                assertEquals(parameters.size() - 1, outcome.gradients().size());
                assertSame(train(layers, BATCH, seed), outcome);
            }
            weights.setRequiresGradient(true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void imagesMayHaveGradients(FastNetwork choice) {
        Runner recorded = recorded(choice);
        Runner layers = recorded.unrecorded();
        for (int seed = 0; seed < 4; seed++) {
            assertArrayEquals(imageGradient(layers, seed), imageGradient(recorded, seed));
            assertSame(train(layers, BATCH, seed), train(recorded, BATCH, seed));
        }
    }

    /** Two batches may be under way before the first one's gradients are asked for. */
    @Test
    void twoBatchesAtOnce() {
        Runner recorded = recorded(FastNetwork.MLP);
        Runner layers = recorded.unrecorded();
        for (int seed = 0; seed < 4; seed++) {
            assertArrayEquals(twice(layers, seed), twice(recorded, seed));
        }
    }

    @Test
    void threadsDoNotMeet() {
        Runner recorded = recorded(FastNetwork.MLP);
        NDArray images = images(BATCH);
        List<CompletableFuture<float[]>> runs = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            runs.add(CompletableFuture.supplyAsync(() -> sumsOfEmbeddings(recorded, images)));
        }
        runs.forEach(run -> assertEquals(20, run.join().length));
    }

    @Test
    void evaluationIsNotRecorded() {
        Runner recorded = recorded(FastNetwork.CONV_2X2);
        train(recorded, BATCH, 1);
        train(recorded, BATCH, 2);
        NDArray images = images(BATCH);
        float[] first = recorded.forward(images, false).toFloatArray();
        assertArrayEquals(first, recorded.forward(images, false).toFloatArray());
        assertArrayEquals(first, recorded.unrecorded().forward(images, false).toFloatArray());
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftOfABatch(FastNetwork choice) {
        Runner recorded = recorded(choice);
        for (int seed = 0; seed < 3; seed++) {
            train(recorded, BATCH, seed);
        }
        int before = manager.getManagedArrays().size();
        for (int seed = 0; seed < 3; seed++) {
            train(recorded, BATCH, seed);
        }
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void trainingStillDrops() {
        Runner recorded = recorded(FastNetwork.MLP);
        for (int seed = 0; seed < 3; seed++) {
            train(recorded, BATCH, seed);
        }
        float[] one = train(recorded, BATCH, 1).embeddings();
        float[] other = train(recorded, BATCH, 2).embeddings();
        assertFalse(Arrays.equals(one, other));
        assertTrue(Double.isFinite(one[0]));
    }

    private Runner recorded(FastNetwork choice) {
        Engine.getInstance().setRandomSeed(3);
        return new Runner(choice, choice.create(manager).getParameters().values(), true);
    }

    /** Layers with their parameters. */
    private static final class Runner {

        private final FastNetwork choice;
        private final List<Parameter> parameters;
        private final boolean records;
        private FastLayers fast;

        Runner(FastNetwork choice, List<Parameter> parameters, boolean records) {
            this.choice = choice;
            this.parameters = parameters;
            this.records = records;
            fast = new FastLayers(choice.layers, parameters);
        }

        Runner unrecorded() {
            return new Runner(choice, parameters, false);
        }

        NDArray forward(NDArray images, boolean training) {
            if (!records) {
                fast = new FastLayers(choice.layers, parameters); // which has seen no shape before
            }
            ParameterStore store = new ParameterStore(images.getManager(), false);
            return fast.forward(store, images, training);
        }
    }

    private NDArray images(int count) {
        Engine.getInstance().setRandomSeed(4);
        return manager.randomUniform(0, 1, new Shape(count, 1, 28, 28));
    }

    private Outcome train(Runner runner, int size, int seed) {
        Engine.getInstance().setRandomSeed(seed);
        return train(runner, size);
    }

    /** One batch, with gradients of the sum of squares. */
    private Outcome train(Runner runner, int size) {
        try (NDManager batch = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            float[] pixels = new float[size * 784];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (i * 31 % 97) / 97f;
            }
            NDArray images = batch.create(pixels, new Shape(size, 1, 28, 28));
            NDArray embeddings = runner.forward(images, true);
            collector.backward(embeddings.square().sum());
            List<float[]> gradients =
                    runner.parameters.stream()
                            .map(Parameter::getArray)
                            .filter(NDArray::hasGradient)
                            .map(RecordedLayersTest::gradient)
                            .toList();
            return new Outcome(embeddings.toFloatArray(), gradients);
        }
    }

    private float[] imageGradient(Runner runner, int seed) {
        NDArray images = images(BATCH);
        images.setRequiresGradient(true);
        Engine.getInstance().setRandomSeed(seed);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(runner.forward(images, true).square().sum());
            return images.getGradient().toFloatArray();
        }
    }

    private float[] twice(Runner runner, int seed) {
        NDArray images = images(BATCH);
        Engine.getInstance().setRandomSeed(seed);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray first = runner.forward(images, true);
            NDArray second = runner.forward(images, true);
            collector.backward(first.square().sum().add(second.sum()));
            return runner.parameters.get(0).getArray().getGradient().toFloatArray();
        }
    }

    private float[] sumsOfEmbeddings(Runner runner, NDArray images) {
        float[] sums = new float[20];
        for (int i = 0; i < sums.length; i++) {
            try (NDManager batch = manager.newSubManager();
                    GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray own = images.duplicate();
                own.attach(batch);
                NDArray sum = runner.forward(own, true).sum();
                collector.backward(sum);
                sums[i] = sum.getFloat();
            }
        }
        return sums;
    }

    private static float[] gradient(NDArray array) {
        try (NDArray gradient = array.getGradient()) {
            return gradient.toFloatArray();
        }
    }

    private static void assertSame(Outcome expected, Outcome actual) {
        assertArrayEquals(expected.embeddings(), actual.embeddings());
        assertEquals(expected.gradients().size(), actual.gradients().size());
        for (int i = 0; i < expected.gradients().size(); i++) {
            assertArrayEquals(expected.gradients().get(i), actual.gradients().get(i));
        }
    }
}
