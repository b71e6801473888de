package tripletlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworksTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void conv2x2HasTheOriginalsParameters() {
        Block network = initialized(Networks.conv2x2());
        long count = 0;
        for (Pair<String, Parameter> parameter : network.getParameters()) {
            count += parameter.getValue().getArray().size();
        }
        // 64·(1·2·2) + 64, 32·(64·2·2) + 32, 1568·256 + 256: what Keras prints for it
        assertEquals(320 + 8_224 + 401_664, count);
    }

    @Test
    void conv2x2GivesEmbeddingsOfLengthOne() {
        NDArray embeddings = forward(initialized(Networks.conv2x2()), images(5));
        assertEquals(new Shape(5, 256), embeddings.getShape());
        for (float norm : embeddings.square().sum(new int[] {1}).sqrt().toFloatArray()) {
            assertEquals(1, norm, 1e-5f);
        }
    }

    /** The first block pads as TensorFlow does for an even kernel: below and to the right only. */
    @Test
    void conv2x2PadsBelowAndRight() {
        NDArray image = manager.arange(1f, 785f).reshape(1, 1, 28, 28);
        Block pad = Networks.conv2x2().getChildren().valueAt(0);
        NDArray padded = forward(pad, image);
        assertEquals(new Shape(1, 1, 29, 29), padded.getShape());
        assertEquals(image.get(":, :, :, :"), padded.get(":, :, :28, :28"));
        assertEquals(0, padded.get(":, :, 28, :").sum().getFloat());
        assertEquals(0, padded.get(":, :, :, 28").sum().getFloat());
    }

    private Block initialized(Block network) {
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 28, 28));
        return network;
    }

    private NDArray images(int count) {
        return manager.randomUniform(0, 1, new Shape(count, 1, 28, 28));
    }

    private NDArray forward(Block block, NDArray input) {
        ParameterStore store = new ParameterStore(manager, false);
        return block.forward(store, new NDList(input), false).singletonOrThrow();
    }
}
