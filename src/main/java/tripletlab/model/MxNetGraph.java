package tripletlab.model;

import ai.djl.Device;
import ai.djl.mxnet.engine.CachedOp;
import ai.djl.mxnet.engine.MxGradientCollector;
import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.MxSymbolBlock;
import ai.djl.mxnet.engine.Symbol;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tripletlab.model.FreshInputs.FreshInput;

/**
 * The operators of a block, recorded by MXNet's autograd and made into one operator with a gradient
 * of its own, for batches of one shape. MXNet plans its memory once, and an operator in it costs
 * neither a call from Java nor a search for its gradient.
 *
 * <p>The only class that knows MXNet's part of DJL; it is not loaded where another engine runs.
 */
final class MxNetGraph implements AutoCloseable {

    private final MxNDManager manager; // of what MXNet keeps from batch to batch
    private final CachedOp operator;
    private final Source[] sources; // of the operator's inputs, in their order

    /** Where an input comes from, for the batch at hand. */
    @FunctionalInterface
    private interface Source {
        NDArray take(ParameterStore store, NDArray x);
    }

    private MxNetGraph(MxNDManager manager, CachedOp operator, Source[] sources) {
        this.manager = manager;
        this.operator = operator;
        this.sources = sources;
    }

    /** Whether the calling thread records operators for their gradients. */
    static boolean recording() {
        return JnaUtils.autogradIsRecording();
    }

    /**
     * Runs a block once, on zeros, to see of what operators it is made.
     *
     * @param block one input, one output, the same operators for each batch of a shape; initialized
     * @param store holds the block's parameters
     * @param like an input, of which shape, type and device matter
     * @param owner closes the graph, unless it is closed before
     */
    static MxNetGraph of(Block block, ParameterStore store, NDArray like, NDManager owner) {
        MxNDManager manager = (MxNDManager) owner.newSubManager(like.getDevice());
        try {
            return of(block, store, like, manager);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    private static MxNetGraph of(
            Block block, ParameterStore store, NDArray like, MxNDManager manager) {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray x = FreshInputs.placeholder(scratch, like.getShape(), like.getDataType());
            Placeholders parameters = new Placeholders(scratch, store);
            NDList outputs = new NDList();
            List<FreshInput> fresh =
                    FreshInputs.during(
                            () -> outputs.addAll(block.forward(parameters, new NDList(x), true)));
            Map<String, Source> sources = new HashMap<>();
            sources.put(name(scratch, x), (current, batch) -> batch);
            for (FreshInput input : fresh) {
                sources.put(
                        name(scratch, input.placeholder()),
                        (current, batch) -> input.maker().make(batch.getManager()));
            }
            Map<String, NDArray> weights = parameters.addTo(sources);
            Symbol symbol = MxGradientCollector.getSymbol(scratch, outputs.singletonOrThrow());
            return of(manager, new MxSymbolBlock(scratch, symbol), sources, weights);
        }
    }

    private static MxNetGraph of(
            MxNDManager manager,
            MxSymbolBlock whole,
            Map<String, Source> sources,
            Map<String, NDArray> weights) {
        List<Parameter> inputs = whole.getAllParameters();
        // Those with an array are taken to stay the same arrays: MXNet looks at them once.
        inputs.stream()
                .filter(input -> weights.containsKey(input.getName()))
                .forEach(input -> input.setArray(weights.get(input.getName())));
        CachedOp operator = JnaUtils.createCachedOp(whole, manager, true);
        Source[] ordered =
                inputs.stream().map(input -> sources.get(input.getName())).toArray(Source[]::new);
        return new MxNetGraph(manager, operator, ordered);
    }

    /** What the block would return for an input of the same shape, type and device. */
    NDArray run(ParameterStore store, NDArray x) {
        MxNDArray[] inputs = new MxNDArray[sources.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (MxNDArray) sources[i].take(store, x);
        }
        MxNDManager batch = (MxNDManager) x.getManager();
        return JnaUtils.cachedOpInvoke(batch, operator.getHandle(), inputs)[0];
    }

    @Override
    public void close() {
        manager.close();
    }

    /** What has a gradient has a name. */
    private static String name(NDManager manager, NDArray array) {
        try (Symbol variable = MxGradientCollector.getSymbol(manager, array)) {
            return variable.getArgNames()[0];
        }
    }

    /** Gives zeros in place of parameters, frozen ones too, and remembers for which. */
    private static final class Placeholders extends ParameterStore {

        private final NDManager scratch;
        private final ParameterStore store;
        private final Map<Parameter, NDArray> arrays = new LinkedHashMap<>();

        Placeholders(NDManager scratch, ParameterStore store) {
            this.scratch = scratch;
            this.store = store;
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            if (parameter == null) { // a block without a bias asks so
                return null;
            }
            NDArray value = store.getValue(parameter, device, training);
            return arrays.computeIfAbsent(
                    parameter,
                    p -> FreshInputs.placeholder(scratch, value.getShape(), value.getDataType()));
        }

        /** Says by name where the parameters themselves come from; returns their zeros by name. */
        Map<String, NDArray> addTo(Map<String, Source> sources) {
            Map<String, NDArray> named = new HashMap<>();
            arrays.forEach(
                    (parameter, array) -> {
                        String name = name(scratch, array);
                        named.put(name, array);
                        sources.put(
                                name,
                                (current, batch) ->
                                        current.getValue(parameter, batch.getDevice(), true));
                    });
            return named;
        }
    }
}
