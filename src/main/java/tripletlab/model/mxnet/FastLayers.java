package tripletlab.model.mxnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import tripletlab.internal.EngineArrays;

/**
 * Layers of one network as MXNet computes them fastest: as one of {@link FastNetworks} says, and
 * when a shape comes twice in a row in training, recorded and from then on played back as one
 * operator.
 *
 * <p>The system property {@value #PLAIN} = true switches all of this off.
 */
public final class FastLayers {

    /** Name of the system property. */
    public static final String PLAIN = "tripletlab.plainNetworks";

    /** Larger batches gain nothing, and the memory that MXNet keeps for them is large. */
    private static final int MAX_ITEMS = 256;

    private final Function<BatchInputs, NDArray> layers;
    private final List<Parameter> parameters;
    private Shape last; // of images in training
    Shape recorded; // of batches that are played back; null before the first recording
    private RecordedLayers recording;

    /** Takes one of {@link FastNetworks}, and the parameters of all layers in their order. */
    public FastLayers(Function<BatchInputs, NDArray> layers, List<Parameter> parameters) {
        this.layers = layers;
        this.parameters = parameters;
    }

    /** Whether these images can be taken. */
    public static boolean suit(NDArray images) {
        return EngineArrays.isMxNet(images.getManager().getEngine())
                && images.getDataType() == DataType.FLOAT32
                && !images.getDevice().isGpu()
                && !Boolean.getBoolean(PLAIN);
    }

    /** Runs the layers on images that {@linkplain #suit suit}; in training, dropout is at work. */
    public NDArray forward(ParameterStore store, NDArray images, boolean training) {
        NDManager manager = images.getManager();
        NDList values = new NDList();
        for (Parameter parameter : parameters) {
            values.add(store.getValue(parameter, images.getDevice(), training));
        }
        // One seed for all that is random in a batch: a draw from the engine takes as long as a
        // layer of a small batch.
        SplittableRandom random = training ? random(manager) : null;
        if (training && RecordedLayers.possible()) {
            Shape shape = images.getShape();
            synchronized (this) { // a recording that is run must not be replaced meanwhile
                if (shape.equals(last) && !shape.equals(recorded) && shape.get(0) <= MAX_ITEMS) {
                    record(images, values);
                }
                last = shape;
                if (shape.equals(recorded)) {
                    return recording.run(images, values, random);
                }
            }
        }
        return layers.apply(
                new BatchInputs(
                        images, values, training, (shape, maker) -> maker.make(manager, random)));
    }

    private void record(NDArray images, NDList values) {
        if (recorded != null) {
            recorded = null;
            recording.close(); // first, as it holds the memory of a batch
        }
        NDManager owner = parameters.get(0).getArray().getManager();
        recording = new RecordedLayers(layers, images, values, owner);
        recorded = images.getShape();
    }

    /** A generator that {@code Engine.setRandomSeed} repeats. */
    private static SplittableRandom random(NDManager manager) {
        try (NDArray halves =
                manager.randomInteger(0, Integer.MAX_VALUE, new Shape(2), DataType.INT32)) {
            int[] seed = halves.toIntArray();
            return new SplittableRandom(((long) seed[0] << 32) ^ seed[1]);
        }
    }
}
