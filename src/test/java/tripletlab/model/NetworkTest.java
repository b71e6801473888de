package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.translate.Pipeline;
import java.util.Arrays;
import java.util.List;
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
    void scalesToOne() {
        NDArray image = manager.create(new float[] {0, 51, 127.5f, 255}, new Shape(2, 2, 1));
        NDArray scaled = Network.pipeline().transform(new NDList(image)).singletonOrThrow();
        assertEquals(new Shape(1, 2, 2), scaled.getShape());
        assertArrayEquals(new float[] {0, 0.2f, 0.5f, 1}, scaled.toFloatArray(), 1e-6f);
    }

    @Test
    void conv5x5RescalesToMinusOne() {
        Block network = Network.CONV_5X5.create();
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 28, 28));
        NDArray images = manager.randomUniform(0, 1, new Shape(3, 1, 28, 28));
        Block itself = network.getChildren().valueAt(1);
        assertArrayEquals(evaluate(itself, images.mul(2).sub(1)), evaluate(network, images), 0);
    }

    private static float[] evaluate(Block block, NDArray images) {
        ParameterStore store = new ParameterStore(images.getManager(), false);
        return block.forward(store, new NDList(images), false).head().toFloatArray();
    }

    @Test
    void digitsAreThoseOfDjlsOwnPipeline() throws Exception {
        float[] expected = digits(new Pipeline(new ToTensor()));
        assertArrayEquals(expected, digits(Network.pipeline()), 0);
    }

    @Test
    void takesOneImageOfAnyTypeAsWell() {
        NDArray image = manager.create(new byte[] {0, 51, -1, 102, -52, 0}, new Shape(2, 3, 1));
        NDArray bytes = image.toType(DataType.UINT8, false);
        NDArray unit = Network.pipeline().transform(new NDList(bytes)).singletonOrThrow();
        assertEquals(new Shape(1, 2, 3), unit.getShape());
        float[] expected = {0, 0.2f, 1, 0.4f, 0.8f, 0};
        assertArrayEquals(expected, unit.toFloatArray(), 1e-6f);
    }

    @Test
    void refusesColours() {
        for (Shape shape : List.of(new Shape(28, 28, 3), new Shape(28, 1))) {
            NDList image = new NDList(manager.zeros(shape));
            Pipeline pipeline = Network.pipeline();
            String message =
                    assertThrows(IllegalArgumentException.class, () -> pipeline.transform(image))
                            .getMessage();
            assertEquals(
                    "image has shape " + shape + ", expected (H, W, 1) or (B, H, W, 1)", message);
        }
    }

    private float[] digits(Pipeline pipeline) throws Exception {
        Mnist mnist =
                Mnist.builder()
                        .optManager(manager)
                        .optRepository(MnistData.repository())
                        .optUsage(Usage.TEST)
                        .optPipeline(pipeline)
                        .setSampling(20, false)
                        .build();
        try (Batch batch = mnist.getData(manager).iterator().next()) {
            NDArray images = batch.getData().head();
            assertEquals(new Shape(20, 1, 28, 28), images.getShape());
            return images.toFloatArray();
        }
    }

    private long dimensions(Network network) {
        Shape image = new Shape(1, 1, 28, 28);
        var block = network.create();
        block.initialize(manager, DataType.FLOAT32, image);
        return block.getOutputShapes(new Shape[] {image})[0].get(1);
    }
}
