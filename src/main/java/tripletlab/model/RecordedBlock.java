package tripletlab.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Does what another block does, in less time where MXNet trains it on batches of one shape: when a
 * shape comes twice in a row, the block's operators are recorded, and from then on played back as
 * one ({@link MxNetGraph}). Anything else goes through the block itself: evaluation, the odd batch
 * at the end of an epoch, other engines.
 *
 * <p>The block must have one input and one output, be made of the same operators for each batch of
 * a shape, and take from {@link FreshInputs} what else is new in each batch.
 */
final class RecordedBlock extends AbstractBlock {

    private final Block block;
    private Kind last;
    private Kind recorded;
    private MxNetGraph graph;

    /** What a recording is good for. */
    private record Kind(Shape shape, DataType type, Device device) {

        static Kind of(NDArray x) {
            return new Kind(x.getShape(), x.getDataType(), x.getDevice());
        }
    }

    RecordedBlock(Block block) {
        this.block = addChildBlock("recorded", block);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        if (training && MxNetOperators.take(x) && MxNetGraph.recording()) {
            MxNetGraph ready = graph(store, x);
            return FreshInputs.seeded(
                    x.getManager(),
                    () ->
                            ready == null
                                    ? block.forward(store, inputs, true, params)
                                    : new NDList(ready.run(store, x)));
        }
        return block.forward(store, inputs, training, params);
    }

    /** The graph for such a batch; null the first time. */
    private synchronized MxNetGraph graph(ParameterStore store, NDArray x) {
        Kind kind = Kind.of(x);
        if (kind.equals(recorded)) {
            last = kind;
            return graph;
        }
        if (!kind.equals(last)) {
            last = kind;
            return null;
        }
        if (graph != null) {
            graph.close(); // first, as it holds the memory of a batch
        }
        NDManager owner = block.getParameters().valueAt(0).getArray().getManager();
        graph = MxNetGraph.of(block, store, x, owner);
        recorded = kind;
        return graph;
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        block.initialize(manager, dataType, inputShapes);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return block.getOutputShapes(inputs);
    }
}
