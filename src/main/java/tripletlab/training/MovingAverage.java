package tripletlab.training;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps an exponential moving average of the weights that an optimizer trains: after each update,
 *
 * <pre>average ← decay · average + (1 − decay) · weight</pre>
 *
 * <p>starting from the untrained weight. It changes less from batch to batch than the weights do,
 * and often generalizes better. This is TensorFlow's {@code ExponentialMovingAverage}, which
 * facenet uses with a decay of 0.9999.
 *
 * <pre>{@code
 * MovingAverage average = MovingAverage.builder().setOptimizer(adam).optWarmUp().build();
 * TrainingConfig config = new DefaultTrainingConfig(loss).optOptimizer(average);
 * …
 * try (MovingAverage.Scope scope = average.applied(model)) {
 *     // the model has the averages: evaluate or save it, but do not train it
 * } // it has its weights again
 * }</pre>
 *
 * <p>It stands between trainer and optimizer because DJL tells its listeners of a batch before the
 * weights are updated, and here every update must count once, also in a loop without listeners and
 * when a training is interrupted.
 *
 * <p>The averages are Java arrays of {@code double}: nothing has to be closed. Parameters must be
 * of type float32. On several devices the first one counts.
 *
 * <p>B. Polyak, A. Juditsky: <i>Acceleration of stochastic approximation by averaging</i>, SIAM
 * Journal on Control and Optimization 30(4), 1992.
 */
public final class MovingAverage extends WrappedOptimizer {

    private final double decay;
    private final boolean warmUp;
    private final Map<String, AveragedWeights> averages = new ConcurrentHashMap<>();
    private int scopes;
    private int refused; // updates, while a scope was open

    private MovingAverage(Builder builder) {
        super(builder.optimizer);
        this.decay = builder.decay;
        this.warmUp = builder.warmUp;
    }

    /**
     * Starts an average.
     *
     * @return a builder: decay 0.9999, no optimizer yet
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Lets the optimizer update a parameter and takes the result into the average.
     *
     * @throws IllegalStateException if a model has the averages instead of its weights just now
     */
    @Override
    public synchronized void update(String parameterId, NDArray weight, NDArray grad) {
        if (scopes > 0) {
            refused++; // told by the scope: MXNet calls this from outside of Java, and prints only
            throw new IllegalStateException(
                    "a model has the averages instead of its weights: close the scope of"
                            + " applied(model) before training goes on");
        }
        AveragedWeights average =
                averages.computeIfAbsent(parameterId, id -> AveragedWeights.from(weight));
        optimizer().update(parameterId, weight, grad);
        if (average.isOf(weight)) {
            average.add(weight, decayAt(average.updates() + 1));
        }
    }

    /** The decay of the n-th update, n from 1. */
    private double decayAt(int n) {
        return warmUp ? Math.min(decay, (1.0 + n) / (10.0 + n)) : decay;
    }

    /**
     * Gives a model the averages instead of its weights, until the scope is closed. Parameters that
     * are not trained stay as they are. Meanwhile the model is not trained, and {@code Checkpoints}
     * does not save it.
     *
     * @param model the model that was trained, on the device where it was trained
     * @return a scope to be closed, best by {@code try}; of several, the model has its weights when
     *     all are closed
     * @throws IllegalStateException if none of the model's parameters was trained with this
     *     optimizer
     */
    public synchronized Scope applied(Model model) {
        List<Parameter> trained =
                requireNonNull("model", model).getBlock().getParameters().values().stream()
                        .filter(parameter -> averages.containsKey(parameter.getId()))
                        .toList();
        if (trained.isEmpty()) {
            throw new IllegalStateException(
                    "model " + model.getName() + " was not trained with this optimizer yet");
        }
        Object owner = new Object(); // not the scope, which would keep the model
        for (Parameter parameter : trained) {
            parameter.getArray(); // throws if the model is closed, before anything is changed
        }
        for (Parameter parameter : trained) {
            StandIns.put(owner, parameter, averages.get(parameter.getId()).floats());
        }
        scopes++;
        return new Scope(owner, trained);
    }

    /**
     * Returns what a checkpoint must hold so that the average goes on when a training is resumed:
     * {@code Checkpoints.builder().optPart("average", average.part(network))}.
     *
     * @param network the network that is trained
     * @return reads and writes the averages of its parameters
     */
    public CheckpointPart part(Block network) {
        return new AveragesPart(requireNonNull("network", network), averages);
    }

    private synchronized void close(Scope scope) {
        scopes--;
        boolean changed = false;
        for (Parameter parameter : scope.trained) {
            changed |= StandIns.remove(scope.owner, parameter);
        }
        if (changed || refused > 0) {
            refused = 0;
            throw new IllegalStateException(
                    "the model was trained, or loaded, while it had the averages instead of its"
                            + " weights: it has its weights again, and what was trained is lost");
        }
    }

    @Override
    public String toString() {
        return String.format(
                "MovingAverage(decay %s%s, %d parameters)",
                decay, warmUp ? " with warm-up" : "", averages.size());
    }

    /** As long as it is open, a model has the averages instead of its weights. */
    public final class Scope implements AutoCloseable {

        private final Object owner;
        private List<Parameter> trained;

        private Scope(Object owner, List<Parameter> trained) {
            this.owner = owner;
            this.trained = trained;
        }

        /**
         * Gives the model its weights back, bit by bit. A second call does nothing.
         *
         * @throws IllegalStateException if the model was trained meanwhile; it has its weights
         */
        @Override
        public void close() {
            if (!trained.isEmpty()) {
                try {
                    MovingAverage.this.close(this);
                } finally {
                    trained = List.of();
                }
            }
        }
    }

    /** Builds a {@link MovingAverage}. */
    public static final class Builder {

        private Optimizer optimizer;
        private double decay = 0.9999;
        private boolean warmUp;

        private Builder() {}

        /**
         * Sets the optimizer that trains the weights.
         *
         * @param optimizer any of DJL's, or another one of this package
         * @return this builder
         */
        public Builder setOptimizer(Optimizer optimizer) {
            this.optimizer = requireNonNull("optimizer", optimizer);
            return this;
        }

        /**
         * Sets how much of the average stays in an update. About {@code 1 / (1 − decay)} updates
         * count.
         *
         * @param decay not below 0, below 1; 0.9999 unless it is set
         * @return this builder
         * @throws IllegalArgumentException if it is not so
         */
        public Builder optDecay(double decay) {
            if (!(decay >= 0 && decay < 1)) {
                throw new IllegalArgumentException(
                        "decay is " + decay + ", expected a number in [0, 1)");
            }
            this.decay = decay;
            return this;
        }

        /**
         * Forgets the untrained weights faster: the decay of update n, from 1, is {@code min(decay,
         * (1 + n) / (10 + n))}. TensorFlow does so when it is given {@code num_updates}, as facenet
         * does.
         *
         * @return this builder
         */
        public Builder optWarmUp() {
            this.warmUp = true;
            return this;
        }

        /**
         * Builds the average.
         *
         * @return a new optimizer
         * @throws IllegalStateException if no optimizer is set
         */
        public MovingAverage build() {
            if (optimizer == null) {
                throw new IllegalStateException("optimizer is not set: call setOptimizer");
            }
            return new MovingAverage(this);
        }
    }
}
