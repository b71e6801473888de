package tripletlab.resume;

/**
 * An optimizer whose state {@link Checkpoints} can save: its moving averages and the number of its
 * updates. {@link ResumableAdam} shows what makes one of a DJL optimizer.
 */
public interface ResumableOptimizer {

    /**
     * Returns the state, which changes with every update.
     *
     * @return the one state of this optimizer
     */
    OptimizerState state();
}
