package tripletlab.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.training.optimizer.Adam;
import java.util.Map;
import java.util.function.Function;

/**
 * DJL's own Adam, with a state that {@link Checkpoints} can save: both moments of each parameter,
 * and the number of updates, from which its bias correction and any learning-rate tracker go on.
 *
 * <pre>{@code
 * ResumableAdam adam =
 *         new ResumableAdam(Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-4f)));
 * }</pre>
 *
 * <p>D. Kingma, J. Ba: <i>Adam: A Method for Stochastic Optimization</i>, ICLR 2015, arXiv
 * 1412.6980.
 */
public final class ResumableAdam extends Adam implements ResumableOptimizer {

    private final OptimizerState state = new OptimizerState();

    /**
     * Takes what DJL's builder holds.
     *
     * @param builder from {@code Optimizer.adam()}
     */
    public ResumableAdam(Builder builder) {
        super(builder);
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
        return super.withDefaultState(
                arrays, parameterId, device, state.first(arrays, device, zeros));
    }
}
