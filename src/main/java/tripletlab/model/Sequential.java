package tripletlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import ai.djl.util.PairList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tripletlab.model.mxnet.BatchInputs;
import tripletlab.model.mxnet.FastLayers;

/**
 * Layers one after the other, as in Keras's {@code Sequential}: weights start Glorot-uniform,
 * biases at zero. Its text is a table of the layers with shapes and numbers of parameters.
 */
final class Sequential extends SequentialBlock {

    private final List<Block> definition;
    private final FastLayers faster; // the same as the definition, on MXNet; null if nothing is

    /** Layers that are run one by one on each engine. */
    Sequential(Block... layers) {
        this(null, layers);
    }

    /**
     * Layers for which MXNet has something faster. What is added later is run one by one.
     *
     * @param sameOnMxNet computes what the layers compute
     */
    Sequential(Function<BatchInputs, NDArray> sameOnMxNet, Block... layers) {
        definition = List.of(layers);
        addAll(layers);
        List<Parameter> parameters = getParameters().values();
        faster = sameOnMxNet == null ? null : new FastLayers(sameOnMxNet, parameters);
        // What Keras starts from, ±√(6 / (in + out)); DJL's default differs.
        Parameter.Type weights = Parameter.Type.WEIGHT;
        setInitializer(new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, 3), weights);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray images = inputs.singletonOrThrow();
        List<Block> layers = children.values();
        int count = definition.size();
        boolean changed = count > layers.size() || !definition.equals(layers.subList(0, count));
        if (faster == null || changed || !FastLayers.suit(images)) {
            return super.forwardInternal(store, inputs, training, params);
        }
        NDList current = new NDList(faster.forward(store, images, training));
        for (Block layer : layers.subList(count, layers.size())) {
            current = layer.forward(store, current, training, params);
        }
        return current;
    }

    /** As DJL trains: none of these layers looks at labels. */
    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList data, NDList labels, PairList<String, Object> params) {
        return forwardInternal(store, data, true, params);
    }

    @Override
    public String toString() {
        if (!isInitialized()) {
            return super.toString(); // DJL's, without shapes
        }
        StringBuilder table = new StringBuilder(row("Layer", "Output", "Parameters"));
        for (Layer layer : Layer.of(this, inputShapes[0])) {
            String output = layer.output().toString().replaceFirst("\\d+", "B");
            table.append(row(layer.name(), output, count(layer.parameters())));
        }
        String total = count(Networks.parameterCount(this));
        return table.append(row("Total", "", total)).toString().stripTrailing();
    }

    private static String count(long parameters) {
        return String.format(Locale.ROOT, "%,d", parameters);
    }

    private static String row(String layer, String output, String parameters) {
        return "%-14s %-16s %10s%n".formatted(layer, output, parameters);
    }
}
