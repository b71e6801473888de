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
import java.util.Optional;

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

    /** Larger batches gain nothing, and the memory that MXNet keeps for them is large. */
    private static final int MOST_ITEMS = 256;

    private final Block block;
    private Kind last;
    private Kind recorded;
    private MxNetGraph graph;

    /** What a recording is good for. */
    private record Kind(Shape shape, DataType type, Device device) {

        static Kind of(NDArray x) {
            return new Kind(x.getShape(), x.getDataType(), x.getDevice());
        }

        long items() {
            return shape.get(0);
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
            NDManager manager = x.getManager();
            return FreshInputs.seeded(manager, () -> train(store, inputs, params));
        }
        return block.forward(store, inputs, training, params);
    }

    private NDList train(ParameterStore store, NDList inputs, PairList<String, Object> params) {
        NDArray x = inputs.head();
        Kind kind = Kind.of(x);
        synchronized (this) { // a graph that is run must not be replaced meanwhile
            if (!kind.equals(recorded) && kind.equals(last) && kind.items() <= MOST_ITEMS) {
                record(store, x, kind);
            }
            last = kind;
            if (kind.equals(recorded)) {
                return new NDList(graph.run(store, x));
            }
        }
        return block.forward(store, inputs, true, params);
    }

    /** Of which shape batches are played back; empty before the first recording. */
    synchronized Optional<Shape> recordedShape() {
        return Optional.ofNullable(recorded).map(Kind::shape);
    }

    private void record(ParameterStore store, NDArray x, Kind kind) {
        if (graph != null) {
            recorded = null;
            graph.close(); // first, as it holds the memory of a batch
        }
        NDManager owner = block.getParameters().valueAt(0).getArray().getManager();
        graph = MxNetGraph.of(block, store, x, owner);
        recorded = kind;
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
