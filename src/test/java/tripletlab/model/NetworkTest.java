package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset.Usage;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tripletlab.data.MnistData;

class NetworkTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void namesAreThoseOfTheNotebooks() {
        assertEquals("[conv-2x2, conv-5x5, mlp]", Arrays.toString(Network.values()));
    }

    @Test
    void createsANewNetworkEachTime() {
        assertNotSame(Network.MLP.create(), Network.MLP.create());
        assertEquals(256, dimensions(Network.CONV_2X2));
        assertEquals(200, dimensions(Network.CONV_5X5));
        assertEquals(64, dimensions(Network.MLP));
    }

    @Test
    void scalesAsTheNetworkTakesIt() {
        float[] grey = {0, 51, 127.5f, 255};
        assertArrayEquals(new float[] {0, 0.2f, 0.5f, 1}, scaled(Network.CONV_2X2, grey), 1e-6f);
        assertArrayEquals(new float[] {-1, -0.6f, 0, 1}, scaled(Network.CONV_5X5, grey), 1e-6f);
        assertArrayEquals(new float[] {0, 0.2f, 0.5f, 1}, scaled(Network.MLP, grey), 1e-6f);
    }

    /** The pipeline in a dataset's hands: twice DJL's own values less one. */
    @Test
    void digitsArriveScaled() throws Exception {
        float[] expected = digits(Network.CONV_2X2);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = 2 * expected[i] - 1;
        }
        assertArrayEquals(expected, digits(Network.CONV_5X5), 1e-6f);
        float[] sorted = digits(Network.CONV_5X5);
        Arrays.sort(sorted);
        assertEquals(-1, sorted[0], 1e-6f);
        assertEquals(1, sorted[sorted.length - 1], 1e-6f);
    }

    private float[] digits(Network network) throws Exception {
        Mnist mnist =
                Mnist.builder()
                        .optManager(manager)
                        .optRepository(MnistData.repository())
                        .optUsage(Usage.TEST)
                        .optPipeline(network.pipeline())
                        .setSampling(20, false)
                        .build();
        try (Batch batch = mnist.getData(manager).iterator().next()) {
            NDArray images = batch.getData().head();
            assertEquals(new Shape(20, 1, 28, 28), images.getShape());
            return images.toFloatArray();
        }
    }

    private float[] scaled(Network network, float... grey) {
        NDArray image = manager.create(grey, new Shape(2, 2, 1)); // (H, W, C)
        NDArray scaled = network.pipeline().transform(new NDList(image)).singletonOrThrow();
        assertEquals(new Shape(1, 2, 2), scaled.getShape());
        return scaled.toFloatArray();
    }

    private long dimensions(Network network) {
        Shape image = new Shape(1, 1, 28, 28);
        var block = network.create();
        block.initialize(manager, DataType.FLOAT32, image);
        return block.getOutputShapes(new Shape[] {image})[0].get(1);
    }
}
