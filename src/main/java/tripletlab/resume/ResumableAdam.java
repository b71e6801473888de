package tripletlab.resume;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.optimizer.Adam;
import java.util.Map;
import java.util.function.Function;
import tripletlab.internal.Engines;

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
public final class ResumableAdam extends Adam implements ResumableOptimizer {

    private static final int INTERVAL = 100; // in which 0.9^100 makes no subnormal of TINY
    private static final float TINY = 1e-30f;

    private final OptimizerState state = new OptimizerState();

    /**
     * Takes what DJL's builder holds.
     *
     * @param builder from {@code Optimizer.adam()}
     */
    public ResumableAdam(Builder builder) {
        super(requireNonNull("builder", builder));
    }

    @Override
    public OptimizerState state() {
        return state;
    }

    @Override
    protected int updateCount(String parameterId) {
        return state.count(super.updateCount(parameterId));
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
                            NDArray first = state.first(arrays, device, zeros).apply(id);
                            owner[0] = first.getManager();
                            return first;
                        });
        if (owner[0] != null && isOfModel(owner[0])) {
            moment.attach(owner[0]);
        }
        if (state.updates() % INTERVAL == 0) {
            clearTiny(moment);
        }
        return moment;
    }

    private static boolean isOfModel(NDManager ofWeights) {
        return !Engines.isMxNet(ofWeights.getEngine())
                || Boolean.getBoolean("ai.djl.use_local_parameter_server");
    }

    private static void clearTiny(NDArray moment) {
        try (NDArray sizes = moment.abs();
                NDArray larger = sizes.gte(TINY);
                NDArray mask = larger.toType(moment.getDataType(), false)) {
            moment.muli(mask);
        }
    }
}
