package tripletlab.model.mxnet;

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
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The operators of a network, recorded by MXNet's autograd and made into one operator with a
 * gradient of its own, for batches of one shape. MXNet plans its memory once, and an operator in it
 * costs neither a call from Java nor a search for its gradient. Without, a step of conv-2x2 takes
 * 1.15 times as long with 32 images, and 1.1 times with 256.
 *
 * <p>The only class that knows MXNet's part of DJL; it is not loaded where another engine runs.
 */
final class RecordedLayers implements AutoCloseable {

    private final MxNDManager manager; // of what MXNet keeps from batch to batch
    private final List<BatchInputs.Maker> makers = new ArrayList<>();
    private CachedOp operator;
    private int[] order; // of the operator's inputs among images, parameters and perBatch arrays

    /**
     * Runs layers once, on zeros. No random number is drawn, or a training that was resumed, and
     * recorded anew, would go on with others.
     *
     * @param layers the same operators for each batch of a shape
     * @param like images, of which shape and device matter
     * @param owner closes the recording, unless it is closed before
     */
    RecordedLayers(
            Function<BatchInputs, NDArray> layers,
            NDArray like,
            NDList parameters,
            NDManager owner) {
        manager = (MxNDManager) owner.newSubManager(like.getDevice());
        try (NDManager scratch = manager.newSubManager()) {
            record(scratch, layers, like, parameters);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    /** Whether the calling thread records operators for their gradients. */
    static boolean possible() {
        return JnaUtils.autogradIsRecording();
    }

    private void record(
            NDManager scratch,
            Function<BatchInputs, NDArray> layers,
            NDArray like,
            NDList parameters) {
        NDArray images = placeholder(scratch, like.getShape());
        NDList arrays = new NDList(images);
        parameters.forEach(p -> arrays.add(placeholder(scratch, p.getShape())));
        NDList weights = arrays.subNDList(1);
        BatchInputs inputs =
                new BatchInputs(
                        images,
                        new NDList(weights),
                        true,
                        (shape, maker) -> {
                            makers.add(maker);
                            arrays.add(placeholder(scratch, shape));
                            return arrays.get(arrays.size() - 1);
                        });
        Symbol output = MxGradientCollector.getSymbol(scratch, layers.apply(inputs));
        List<String> names = arrays.stream().map(array -> name(scratch, array)).toList();
        MxSymbolBlock whole = new MxSymbolBlock(scratch, output);
        List<Parameter> taken = whole.getAllParameters();
        order = taken.stream().mapToInt(input -> names.indexOf(input.getName())).toArray();
        for (int i = 0; i < order.length; i++) {
            if (order[i] >= 1 && order[i] <= parameters.size()) {
                // Those with an array are taken to stay the same arrays: MXNet looks at them once.
                taken.get(i).setArray(arrays.get(order[i]));
            }
        }
        operator = JnaUtils.createCachedOp(whole, manager, true);
    }

    /** Zeros to record with. MXNet names only arrays with a gradient attached. */
    private static NDArray placeholder(NDManager scratch, Shape shape) {
        NDArray zeros = scratch.zeros(shape, DataType.FLOAT32);
        zeros.setRequiresGradient(true);
        return zeros;
    }

    private static String name(NDManager scratch, NDArray array) {
        try (Symbol variable = MxGradientCollector.getSymbol(scratch, array)) {
            return variable.getArgNames()[0];
        }
    }

    /** What the layers would return for images of the same shape and device. */
    NDArray run(NDArray images, NDList parameters, SplittableRandom random) {
        MxNDManager batch = (MxNDManager) images.getManager();
        NDList arrays = new NDList(images).addAll(parameters);
        makers.forEach(maker -> arrays.add(maker.make(batch, random)));
        MxNDArray[] inputs = new MxNDArray[order.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (MxNDArray) arrays.get(order[i]);
        }
        return JnaUtils.cachedOpInvoke(batch, operator.getHandle(), inputs)[0];
    }

    @Override
    public void close() {
        manager.close();
    }
}
