package tripletlab.model;

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
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A network whose layers are recorded, beside its layers run one by one, bit by bit. */
class RecordedBlockTest {

    private static final int BATCH = 6;

    private final NDManager manager = NDManager.newBaseManager();

    /** What came out of a batch: embeddings before they are normalized, and gradients. */
    private record Outcome(float[] embeddings, List<float[]> gradients) {}

    /** Other engines run the layers as they are. */
    @BeforeEach
    void onMxNetOnly() {
        assumeTrue(MxNetOperators.take(manager.zeros(new Shape(1))));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void theSecondBatchOfAShapeRecords() {
        RecordedBlock recorded = recorded(Network.MLP);
        train(recorded, BATCH, 1);
        assertEquals(Optional.empty(), recorded.recordedShape());
        train(recorded, BATCH, 2);
        Shape shape = new Shape(BATCH, 1, 28, 28);
        assertEquals(Optional.of(shape), recorded.recordedShape());
        train(recorded, 2, 3);
        assertEquals(Optional.of(shape), recorded.recordedShape());
        train(recorded, 2, 4);
        assertEquals(Optional.of(new Shape(2, 1, 28, 28)), recorded.recordedShape());
    }

    @Test
    void largeBatchesAreNotRecorded() {
        RecordedBlock recorded = recorded(Network.MLP);
        for (int seed = 0; seed < 3; seed++) {
            train(recorded, 257, seed);
        }
        assertEquals(Optional.empty(), recorded.recordedShape());
        train(recorded, 256, 1);
        train(recorded, 256, 2);
        assertEquals(256, recorded.recordedShape().orElseThrow().get(0));
    }

    @ParameterizedTest
    @EnumSource
    void equalsItsLayersOneByOne(Network choice) {
        Block recorded = recorded(choice);
        Block layers = layers(recorded);
        for (int seed = 0; seed < 5; seed++) { // the second batch records
            assertSame(train(layers, BATCH, seed), train(recorded, BATCH, seed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void batchesOfOtherSizesInBetween(Network choice) {
        Block recorded = recorded(choice);
        Block layers = layers(recorded);
        int[] sizes = {6, 6, 6, 2, 6, 6, 3, 3, 3, 6, 3, 6, 6, 6};
        for (int seed = 0; seed < sizes.length; seed++) {
            assertSame(train(layers, sizes[seed], seed), train(recorded, sizes[seed], seed));
        }
    }

    /** The engine's random numbers do not tell whether a batch was recorded. */
    @Test
    void recordingDrawsNothing() {
        Block recorded = recorded(Network.CONV_5X5);
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
        Block recorded = recorded(Network.MLP);
        Block layers = layers(recorded);
        for (int seed = 0; seed < 4; seed++) {
            for (Parameter parameter : recorded.getParameters().values()) {
                parameter.getArray().muli(0.9).addi(0.01);
            }
            assertSame(train(layers, BATCH, seed), train(recorded, BATCH, seed));
        }
    }

    /** As after a model was loaded. */
    @Test
    void seesWeightsInOtherArrays() {
        Block recorded = recorded(Network.CONV_2X2);
        for (int seed = 0; seed < 3; seed++) {
            train(recorded, BATCH, seed);
        }
        for (Parameter parameter : recorded.getParameters().values()) {
            NDArray other = parameter.getArray().mul(0.5);
            parameter.close();
            parameter.setShape(null);
            parameter.setArray(other);
            other.setRequiresGradient(true);
        }
        Block layers = layers(recorded);
        for (int seed = 0; seed < 3; seed++) {
            assertSame(train(layers, BATCH, seed), train(recorded, BATCH, seed));
        }
    }

    /** MXNet plans memory anew for each choice of gradients, and not always well. */
    @ParameterizedTest
    @EnumSource
    void frozenParametersGetNoGradient(Network choice) {
        Block recorded = recorded(choice);
        Block layers = layers(recorded);
        List<Parameter> parameters = recorded.getParameters().values();
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
    void imagesMayHaveGradients(Network choice) {
        Block recorded = recorded(choice);
        Block layers = layers(recorded);
        for (int seed = 0; seed < 4; seed++) {
            assertArrayEquals(imageGradient(layers, seed), imageGradient(recorded, seed));
            assertSame(train(layers, BATCH, seed), train(recorded, BATCH, seed));
        }
    }

    /** Two batches may be under way before the first one's gradients are asked for. */
    @Test
    void twoBatchesAtOnce() {
        Block recorded = recorded(Network.MLP);
        Block layers = layers(recorded);
        for (int seed = 0; seed < 4; seed++) {
            assertArrayEquals(twice(layers, seed), twice(recorded, seed));
        }
    }

    @Test
    void threadsDoNotMeet() {
        Block recorded = recorded(Network.MLP);
        NDArray images = images(BATCH);
        List<CompletableFuture<float[]>> runs = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            runs.add(CompletableFuture.supplyAsync(() -> sumsOfEmbeddings(recorded, images)));
        }
        runs.forEach(run -> assertEquals(20, run.join().length));
    }

    @Test
    void evaluationIsNotRecorded() {
        Block recorded = recorded(Network.CONV_2X2);
        train(recorded, BATCH, 1);
        train(recorded, BATCH, 2);
        NDArray images = images(BATCH);
        float[] first = forward(recorded, images, false).toFloatArray();
        assertArrayEquals(first, forward(recorded, images, false).toFloatArray());
        assertArrayEquals(first, forward(layers(recorded), images, false).toFloatArray());
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftOfABatch(Network choice) {
        Block recorded = recorded(choice);
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
        Block recorded = recorded(Network.MLP);
        for (int seed = 0; seed < 3; seed++) {
            train(recorded, BATCH, seed);
        }
        float[] one = train(recorded, BATCH, 1).embeddings();
        float[] other = train(recorded, BATCH, 2).embeddings();
        assertFalse(Arrays.equals(one, other));
        assertTrue(Double.isFinite(one[0]));
    }

    /** The layers without the normalization, which stays outside. */
    private RecordedBlock recorded(Network choice) {
        Engine.getInstance().setRandomSeed(3);
        boolean rescales = choice == Network.CONV_5X5;
        Block network = rescales ? Networks.conv5x5() : choice.create();
        network.initialize(manager, DataType.FLOAT32, new Shape(BATCH, 1, 28, 28));
        network.getParameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
        return (RecordedBlock) network.getChildren().valueAt(0);
    }

    private static Block layers(Block recorded) {
        return recorded.getChildren().valueAt(0);
    }

    private NDArray images(int count) {
        Engine.getInstance().setRandomSeed(4);
        return manager.randomUniform(0, 1, new Shape(count, 1, 28, 28));
    }

    private Outcome train(Block block, int size, int seed) {
        Engine.getInstance().setRandomSeed(seed);
        return train(block, size);
    }

    /** One batch, with gradients of the sum of squares. */
    private Outcome train(Block block, int size) {
        try (NDManager batch = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            float[] pixels = new float[size * 784];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (i * 31 % 97) / 97f;
            }
            NDArray images = batch.create(pixels, new Shape(size, 1, 28, 28));
            NDArray embeddings = forward(block, images, true);
            collector.backward(embeddings.square().sum());
            List<float[]> gradients =
                    block.getParameters().values().stream()
                            .map(Parameter::getArray)
                            .filter(NDArray::hasGradient)
                            .map(RecordedBlockTest::gradient)
                            .toList();
            return new Outcome(embeddings.toFloatArray(), gradients);
        }
    }

    private static NDArray forward(Block block, NDArray images, boolean training) {
        ParameterStore store = new ParameterStore(images.getManager(), false);
        NDList inputs = new NDList(images);
        if (block instanceof RecordedBlock || !training) {
            return block.forward(store, inputs, training).head();
        }
        NDManager batch = images.getManager(); // the layers alone would draw several seeds
        return FreshInputs.seeded(batch, () -> block.forward(store, inputs, true).head());
    }

    private float[] imageGradient(Block block, int seed) {
        NDArray images = images(BATCH);
        images.setRequiresGradient(true);
        Engine.getInstance().setRandomSeed(seed);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(forward(block, images, true).square().sum());
            return images.getGradient().toFloatArray();
        }
    }

    private float[] twice(Block block, int seed) {
        NDArray images = images(BATCH);
        Engine.getInstance().setRandomSeed(seed);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray first = forward(block, images, true);
            NDArray second = forward(block, images, true);
            collector.backward(first.square().sum().add(second.sum()));
            return block.getParameters().valueAt(0).getArray().getGradient().toFloatArray();
        }
    }

    private float[] sumsOfEmbeddings(Block block, NDArray images) {
        float[] sums = new float[20];
        for (int i = 0; i < sums.length; i++) {
            try (NDManager batch = manager.newSubManager();
                    GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray own = images.duplicate();
                own.attach(batch);
                NDArray sum = forward(block, own, true).sum();
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
