package tripletlab.resume;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What an optimizer remembers from step to step: the number of its updates, and its arrays, such as
 * Adam's two moments of each parameter. DJL keeps both to itself, but every DJL optimizer asks for
 * them through {@code updateCount} and {@code withDefaultState}: a subclass that passes these two
 * calls on to {@link #count} and {@link #first} has a state that can be saved.
 */
public final class OptimizerState {

    /** The maps that the optimizer itself holds, in the order in which it first asked for them. */
    private final List<Map<String, Map<Device, NDArray>>> kept = new ArrayList<>();

    /** For each of the maps, the arrays of the checkpoint that were not yet asked for. */
    private final List<Map<String, NDArray>> restored = new ArrayList<>();

    private int updates;
    private int updatesBefore; // of the run that this one resumes
    private boolean resumed;

    /** Starts without updates and arrays. */
    public OptimizerState() {}

    /**
     * Counts on from where the checkpoint was.
     *
     * @param counted what DJL's {@code updateCount} says
     * @return the number that takes its place
     */
    public synchronized int count(int counted) {
        if (resumed) {
            updatesBefore = updates + 1 - counted; // DJL's own count may begin anywhere
            resumed = false;
        }
        updates = updatesBefore + counted;
        return updates;
    }

    /**
     * Says which array a parameter starts with: that of the checkpoint, if there is one.
     *
     * @param arrays the optimizer's own map, to which the array will be added
     * @param device of the array
     * @param zeros what the optimizer itself starts with
     * @return takes the place of {@code zeros}
     */
    public synchronized Function<String, NDArray> first(
            Map<String, Map<Device, NDArray>> arrays,
            Device device,
            Function<String, NDArray> zeros) {
        Map<String, NDArray> before = restored(place(arrays));
        return parameterId -> {
            NDArray array = before.remove(parameterId);
            return array == null ? zeros.apply(parameterId) : array.toDevice(device, false);
        };
    }

    /**
     * Returns the number of updates so far.
     *
     * @return how many, those before the checkpoint included
     */
    public synchronized int updates() {
        return updates;
    }

    private int place(Map<String, Map<Device, NDArray>> arrays) {
        for (int i = 0; i < kept.size(); i++) {
            if (kept.get(i) == arrays) { // not equals: two maps may hold the same
                return i;
            }
        }
        kept.add(arrays);
        return kept.size() - 1;
    }

    private Map<String, NDArray> restored(int place) {
        while (restored.size() <= place) {
            restored.add(new ConcurrentHashMap<>());
        }
        return restored.get(place);
    }

    synchronized void write(Block network, OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(updates);
        int places = Math.max(kept.size(), restored.size());
        data.writeInt(places);
        for (int place = 0; place < places; place++) {
            for (Parameter parameter : network.getParameters().values()) {
                NDArray array = array(place, parameter.getId());
                data.writeBoolean(array != null);
                if (array != null) {
                    data.write(array.encode());
                }
            }
        }
        data.flush();
    }

    private NDArray array(int place, String parameterId) {
        Map<Device, NDArray> devices =
                place < kept.size() ? kept.get(place).get(parameterId) : null;
        return devices == null
                ? restored(place).get(parameterId)
                : devices.values().iterator().next();
    }

    /** Takes a state over before the first update; the network has its parameters already. */
    synchronized void read(Block network, NDManager manager, InputStream in) throws IOException {
        if (updates > 0) {
            throw new IllegalStateException(
                    "this optimizer has made " + updates + " updates; resume with a new one");
        }
        DataInputStream data = new DataInputStream(in);
        updates = data.readInt();
        resumed = true;
        int places = data.readInt();
        for (int place = 0; place < places; place++) {
            for (Parameter parameter : network.getParameters().values()) {
                if (data.readBoolean()) {
                    restored(place).put(parameter.getId(), manager.decode(data));
                }
            }
        }
    }
}
