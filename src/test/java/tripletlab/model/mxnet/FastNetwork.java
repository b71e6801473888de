package tripletlab.model.mxnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import java.util.function.Function;
import java.util.function.Supplier;
import tripletlab.model.Networks;

/** Each of {@link FastNetworks} beside its definition, from which the normalization is taken. */
enum FastNetwork {
    CONV_2X2(FastNetworks::conv2x2, Networks::conv2x2, 0.3f),
    CONV_5X5(FastNetworks::conv5x5, Networks::conv5x5, 0.3f),
    MLP(FastNetworks::mlp, Networks::mlp, 0.1f);

    final Function<BatchInputs, NDArray> layers;
    final float rate; // of dropout
    private final Supplier<SequentialBlock> definition;

    FastNetwork(
            Function<BatchInputs, NDArray> layers,
            Supplier<SequentialBlock> definition,
            float rate) {
        this.layers = layers;
        this.definition = definition;
        this.rate = rate;
    }

    /** With biases other than zero, so that they are seen to be used. */
    SequentialBlock create(NDManager manager) {
        SequentialBlock network = definition.get();
        network.removeLastBlock();
        network.initialize(manager, DataType.FLOAT32, new Shape(6, 1, 28, 28));
        for (Parameter parameter : network.getParameters().values()) {
            NDArray array = parameter.getArray();
            if (parameter.getType() == Parameter.Type.BIAS) {
                array.addi(manager.randomUniform(-0.3f, 0.3f, array.getShape()));
            }
            array.setRequiresGradient(true);
        }
        return network;
    }
}
