package tripletlab.training;

import ai.djl.training.optimizer.Optimizer;

/**
 * Does something at each update of a parameter that another optimizer makes. Its own settings, such
 * as DJL's weight decay, count for nothing; those of the other one stay in force.
 */
public abstract class WrappedOptimizer extends Optimizer {

    private final Optimizer optimizer;

    WrappedOptimizer(Optimizer optimizer) {
        super(new NoSettings());
        this.optimizer = optimizer;
    }

    /** Returns the optimizer that makes the updates. */
    public final Optimizer optimizer() {
        return optimizer;
    }

    private static final class NoSettings extends OptimizerBuilder<NoSettings> {

        @Override
        protected NoSettings self() {
            return this;
        }
    }
}
