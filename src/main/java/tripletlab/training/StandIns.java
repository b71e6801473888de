package tripletlab.training;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Which parameters hold other values than their weights for a while, and what their weights are.
 * Several may lie over one another: the latest is seen, whatever the order in which they go.
 */
public final class StandIns {

    /** The weights, then all that lies over them. By identity, and gone with the model. */
    private static final Map<Parameter, List<Layer>> LAYERS = new WeakHashMap<>();

    private record Layer(Object owner, float[] values) {}

    private StandIns() {}

    /**
     * Throws if averages stand in place of a network's weights.
     *
     * @param network the network
     * @throws IllegalStateException if they do
     */
    public static void requireNone(Block network) {
        synchronized (LAYERS) {
            if (LAYERS.isEmpty()) { // at each step
                return;
            }
            if (network.getParameters().values().stream().anyMatch(LAYERS::containsKey)) {
                throw new IllegalStateException(
                        "the network has averages in place of its weights: close the scope of"
                                + " MovingAverage.applied(model) first");
            }
        }
    }

    /** Puts values into a parameter; they do not change any more. */
    static void put(Object owner, Parameter parameter, float[] values) {
        synchronized (LAYERS) {
            NDArray array = parameter.getArray();
            List<Layer> layers = LAYERS.computeIfAbsent(parameter, p -> new ArrayList<>());
            if (layers.isEmpty()) {
                layers.add(new Layer(null, array.toFloatArray()));
            }
            layers.add(new Layer(owner, values));
            array.set(FloatBuffer.wrap(values));
        }
    }

    /**
     * Takes the owner's values away, and leaves what lies below.
     *
     * @return whether somebody has changed the parameter meanwhile
     */
    static boolean remove(Object owner, Parameter parameter) {
        synchronized (LAYERS) {
            List<Layer> layers = LAYERS.get(parameter);
            if (!parameter.isInitialized() || parameter.getArray().isReleased()) {
                LAYERS.remove(parameter); // the model was closed
                return false;
            }
            NDArray array = parameter.getArray();
            boolean changed = !Arrays.equals(array.toFloatArray(), top(layers));
            layers.removeIf(layer -> layer.owner() == owner);
            array.set(FloatBuffer.wrap(top(layers)));
            if (layers.size() == 1) {
                LAYERS.remove(parameter);
            }
            return changed;
        }
    }

    private static float[] top(List<Layer> layers) {
        return layers.get(layers.size() - 1).values();
    }
}
