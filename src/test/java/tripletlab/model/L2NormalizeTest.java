package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tripletlab.Garbage;

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

    /** The next batch begins with the first device that comes again. */
    @Test
    void theMeanNormIsThatOfAllDevicesOfABatch() {
        block.keep(Device.gpu(0), new float[] {1, 4, 9});
        block.keep(Device.gpu(1), new float[] {36});
        assertEquals(3, block.meanNorm());
        block.keep(Device.gpu(1), new float[] {100});
        assertEquals(10, block.meanNorm());
    }

    @Test
    void isFoundInANetwork() {
        assertSame(block, L2Normalize.in(block).orElseThrow());
        SequentialBlock inner = new SequentialBlock().add(Blocks.batchFlattenBlock()).add(block);
        SequentialBlock outer = new SequentialBlock().add(Activation::relu).add(inner);
        assertSame(block, L2Normalize.in(outer).orElseThrow());
        assertTrue(L2Normalize.in(Blocks.batchFlattenBlock()).isEmpty());
    }

    /** With a slope of its own for each output: {@code Σ c_ik y_ik}. */
    @Test
    void gradientEqualsFiniteDifferences() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            double scale = Math.pow(10, random.nextInt(7) - 3); // rows of 0.001 to 1000
            double[] x = random.doubles(12, -scale, scale).toArray();
            double[] c = random.doubles(12, -1, 1).toArray();
            assertGradient("seed " + seed, x, c, scale * 1e-4);
        }
    }

    /** Below a length of 1e-6 the block multiplies by 1e6. */
    @Test
    void gradientIsFiniteAtZero() {
        double[] c = {1, -2, 3, 0.5, 1, 1, -1, 2, 1, 1, 1, 1};
        assertGradient("all zero", new double[12], c, 1e-8);
        double[] x = {0, 0, 0, 3, 4, 12, 0, 0, 0, 1e-8, 0, -1e-8};
        float[] slopes = slopes(x, c);
        for (int i = 0; i < 3; i++) {
            assertEquals(1e6 * c[i], slopes[i], 10);
            assertEquals(1e6 * c[6 + i], slopes[6 + i], 10);
            assertEquals(1e6 * c[9 + i], slopes[9 + i], 10);
            assertTrue(Math.abs(slopes[3 + i]) < 1, "slope " + slopes[3 + i]);
        }
        float[] y = forward(rows(x), false).toFloatArray();
        assertArrayEquals(new float[] {0, 0, 0}, Arrays.copyOf(y, 3));
    }

    /** PyTorch's autograd does not hold the memory of an array made from Java's numbers. */
    @Test
    void gradientStaysAfterACollectionOfGarbage() {
        double[] x = new Random(1).doubles(12, -1, 1).toArray();
        double[] c = new Random(2).doubles(12, -1, 1).toArray();
        assertArrayEquals(slopes(x, c), slopes(x, c, Garbage::collect));
    }

    /** Against (f(x + h) − f(x − h)) / 2h in doubles. */
    private void assertGradient(String message, double[] x, double[] c, double h) {
        float[] slopes = slopes(x, c);
        for (int i = 0; i < x.length; i++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[i] += h;
            down[i] -= h;
            double expected = (value(up, c) - value(down, c)) / (2 * h);
            double tolerance = 1e-3 * (Math.abs(expected) + 1 / norm(x, i / 3 * 3));
            assertEquals(expected, slopes[i], tolerance, message + ", " + i);
        }
    }

    private static double value(double[] x, double[] c) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += c[i] * x[i] / norm(x, i / 3 * 3);
        }
        return sum;
    }

    private static double norm(double[] x, int from) {
        double squares = Arrays.stream(x, from, from + 3).map(v -> v * v).sum();
        return Math.sqrt(Math.max(squares, 1e-12));
    }

    private float[] slopes(double[] x, double[] c) {
        return slopes(x, c, () -> {});
    }

    private float[] slopes(double[] x, double[] c, Runnable between) {
        NDArray array = rows(x);
        array.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = forward(array, true).mul(rows(c)).sum();
            between.run();
            collector.backward(value);
        }
        return array.getGradient().toFloatArray();
    }

    private NDArray rows(double[] values) {
        return manager.create(values).toType(DataType.FLOAT32, false).reshape(4, 3);
    }

    private NDArray forward(NDArray x, boolean training) {
        ParameterStore store = new ParameterStore(manager, false);
        return block.forward(store, new NDList(x), training).singletonOrThrow();
    }
}
