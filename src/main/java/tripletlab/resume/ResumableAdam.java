package tripletlab.resume;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Adam;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tripletlab.internal.EngineArrays;

/**
 * DJL's own Adam, with a state that {@link Checkpoints} can save: both moments of each parameter,
 * and the number of updates, from which its bias correction and any learning-rate tracker go on.
 *
 * <pre>{@code
 * ResumableAdam adam =
 *         new ResumableAdam(Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-4f)));
 * }</pre>
 *
 * <p>Its moments are closed with the model. DJL leaves an optimizer's arrays to the garbage
 * collector, which does not know of MXNet's: there a training would leave twice its weights behind.
 * (On MXNet this needs {@code -Dai.djl.use_local_parameter_server=true}: MXNet's own server lends
 * the weights for one update only, and is itself never closed.)
 *
 * <p>It also keeps its pace. A weight whose gradients have become zero, such as that of a pixel at
 * the border of the digits, has a first moment that shrinks by a tenth with each update, within
 * some 800 of them below the normal numbers of a float, with which processors are a hundred times
 * as slow: at batches of 32, the updates of the mlp took twice as long after 2,000 steps as in the
 * beginning. So moments smaller than 1e−30, which move no weight while ε is DJL's 1e−8, become zero
 * every 100 updates.
 *
 * <p>D. Kingma, J. Ba: <i>Adam: A Method for Stochastic Optimization</i>, ICLR 2015, arXiv
 * 1412.6980.
 */
public final class ResumableAdam extends Adam {

    private static final int INTERVAL = 100; // in which 0.9^100 makes no subnormal of TINY
    private static final float TINY = 1e-30f;

    /** DJL's maps of first and of second moments, in the order in which it first asked for them. */
    private final List<Map<String, Map<Device, NDArray>>> moments = new ArrayList<>();

    /** First and second moments of the checkpoint that were not yet asked for, by parameter id. */
    private final List<Map<String, NDArray>> restored =
            List.of(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    private int updates;
    private int updatesBefore; // of the run that this one resumes
    private boolean resumed; // and has made no update yet

    /**
     * Takes what DJL's builder holds.
     *
     * @param builder from {@code Optimizer.adam()}
     */
    public ResumableAdam(Builder builder) {
        super(requireNonNull("builder", builder));
    }

    @Override
    protected synchronized int updateCount(String parameterId) {
        int counted = super.updateCount(parameterId);
        if (resumed) {
            updatesBefore = updates + 1 - counted; // DJL's own count may begin anywhere
            resumed = false;
        }
        updates = updatesBefore + counted;
        return updates;
    }

    @Override
    protected NDArray withDefaultState(
            Map<String, Map<Device, NDArray>> arrays,
            String parameterId,
            Device device,
            Function<String, NDArray> zeros) {
        NDManager[] owner = {null};
        NDArray moment =
                super.withDefaultState(
                        arrays,
                        parameterId,
                        device,
                        id -> {
                            NDArray before = restored.get(place(arrays)).remove(id);
                            NDArray first =
                                    before == null
                                            ? zeros.apply(id)
                                            : before.toDevice(device, false);
                            owner[0] = first.getManager();
                            return first;
                        });
        if (owner[0] != null && isOfModel(owner[0])) {
            moment.attach(owner[0]);
        }
        if (updates() % INTERVAL == 0) {
            clearTiny(moment);
        }
        return moment;
    }

    private synchronized int place(Map<String, Map<Device, NDArray>> arrays) {
        for (int i = 0; i < moments.size(); i++) {
            if (moments.get(i) == arrays) { // not equals: two maps may hold the same
                return i;
            }
        }
        moments.add(arrays);
        return moments.size() - 1;
    }

    private static boolean isOfModel(NDManager ofWeights) {
        return !EngineArrays.isMxNet(ofWeights.getEngine())
                || Boolean.getBoolean("ai.djl.use_local_parameter_server");
    }

    private static void clearTiny(NDArray moment) {
        try (NDArray sizes = moment.abs();
                NDArray larger = sizes.gte(TINY);
                NDArray mask = larger.toType(moment.getDataType(), false)) {
            moment.muli(mask);
        }
    }

    /** How many updates there were, those before the checkpoint included. */
    synchronized int updates() {
        return updates;
    }

    synchronized void write(Block network, DataOutputStream out) throws IOException {
        out.writeInt(updates);
        for (int place = 0; place < restored.size(); place++) {
            for (Parameter parameter : network.getParameters().values()) {
                NDArray moment = moment(place, parameter.getId());
                out.writeBoolean(moment != null);
                if (moment != null) {
                    out.write(moment.encode());
                }
            }
        }
    }

    private NDArray moment(int place, String parameterId) {
        Map<Device, NDArray> devices =
                place < moments.size() ? moments.get(place).get(parameterId) : null;
        return devices == null
                ? restored.get(place).get(parameterId)
                : devices.values().iterator().next();
    }

    /** Takes a state over before the first update; the network has its parameters already. */
    synchronized void read(Block network, NDManager manager, DataInputStream in)
            throws IOException {
        if (updates > 0) {
            throw new IllegalStateException(
                    "this optimizer has made " + updates + " updates; resume with a new one");
        }
        updates = in.readInt();
        resumed = true;
        for (Map<String, NDArray> moment : restored) {
            for (Parameter parameter : network.getParameters().values()) {
                if (in.readBoolean()) {
                    moment.put(parameter.getId(), manager.decode(in));
                }
            }
        }
    }
}
