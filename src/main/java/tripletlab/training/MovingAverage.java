package tripletlab.training;

import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

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
 * MovingAverage average = new MovingAverage(adam, 0.9999, true);
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

    /**
     * Parameters that have averages in place of their weights. By identity; gone with the model.
     */
    private static final Set<Parameter> REPLACED =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final double decay;
    private final boolean warmUp;
    private final Map<String, Average> averages = new ConcurrentHashMap<>(); // by parameter id
    private Scope open; // null if there is none

    /**
     * Starts an average.
     *
     * @param optimizer trains the weights: any of DJL's, or another one of this package
     * @param decay how much of the average stays in an update, in [0, 1): about {@code 1 / (1 −
     *     decay)} updates count; facenet has 0.9999
     * @param warmUp forgets the untrained weights faster: the decay of update n, from 1, is {@code
     *     min(decay, (1 + n) / (10 + n))}, as in TensorFlow if it is given {@code num_updates}
     * @throws IllegalArgumentException if {@code decay} is not so
     */
    public MovingAverage(Optimizer optimizer, double decay, boolean warmUp) {
        super(requireNonNull("optimizer", optimizer));
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException(
                    "decay is " + decay + ", expected a number in [0, 1)");
        }
        this.decay = decay;
        this.warmUp = warmUp;
    }

    /**
     * Lets the optimizer update a parameter and takes the result into the average.
     *
     * @throws IllegalStateException if a model has the averages instead of its weights just now
     */
    @Override
    public synchronized void update(String parameterId, NDArray weight, NDArray grad) {
        if (open != null) {
            open.trained = true; // MXNet calls this from outside of Java, and prints only
            throw new IllegalStateException(
                    "a model has the averages instead of its weights: close the scope of"
                            + " applied(model) before training goes on");
        }
        Average average =
                averages.computeIfAbsent(parameterId, id -> new Average(weight.toFloatArray()));
        optimizer().update(parameterId, weight, grad);
        if (average.device == null) {
            average.device = weight.getDevice();
        }
        if (average.device.equals(weight.getDevice())) {
            int n = average.updates + 1;
            double most = warmUp ? (1.0 + n) / (10.0 + n) : 1;
            average.add(weight.toFloatArray(), Math.min(decay, most));
        }
    }

    /**
     * Gives a model the averages instead of its weights, until the scope is closed. Parameters that
     * are not trained stay as they are. Meanwhile the model is not trained, and {@code Checkpoints}
     * does not save it.
     *
     * @param model the model that was trained, on the device where it was trained
     * @return a scope to be closed, best by {@code try}
     * @throws IllegalStateException if none of the model's parameters was trained with this
     *     optimizer, or a scope is open
     */
    public synchronized Scope applied(Model model) {
        Block network = requireNonNull("model", model).getBlock();
        requireWeights(network);
        Map<Parameter, float[]> weights = new LinkedHashMap<>();
        for (Parameter parameter : network.getParameters().values()) {
            if (averages.containsKey(parameter.getId())) {
                weights.put(parameter, parameter.getArray().toFloatArray());
            }
        }
        if (weights.isEmpty()) {
            throw new IllegalStateException(
                    "model " + model.getName() + " was not trained with this optimizer yet");
        }
        if (open != null) {
            throw new IllegalStateException(
                    "another model has the averages instead of its weights: close the scope of"
                            + " applied(model) first");
        }
        REPLACED.addAll(weights.keySet());
        open = new Scope(weights);
        for (Parameter parameter : weights.keySet()) {
            parameter.getArray().set(FloatBuffer.wrap(applied(parameter)));
        }
        return open;
    }

    private synchronized void giveBack(Scope scope) {
        for (Parameter parameter : scope.weights.keySet()) {
            REPLACED.remove(parameter);
            if (parameter.isInitialized() && !parameter.getArray().isReleased()) { // else closed
                NDArray array = parameter.getArray();
                scope.trained |= !Arrays.equals(array.toFloatArray(), applied(parameter));
                array.set(FloatBuffer.wrap(scope.weights.get(parameter)));
            }
        }
        scope.weights.clear();
        open = null;
    }

    private float[] applied(Parameter parameter) {
        return averages.get(parameter.getId()).floats();
    }

    /**
     * Throws if averages stand in place of a network's weights.
     *
     * @throws IllegalStateException if they do
     */
    public static void requireWeights(Block network) {
        requireNonNull("network", network);
        if (!REPLACED.isEmpty()
                && network.getParameters().values().stream().anyMatch(REPLACED::contains)) {
            throw new IllegalStateException(
                    "the network has averages in place of its weights: close the scope of"
                            + " MovingAverage.applied(model) first");
        }
    }

    /** Writes the averages of a network's parameters, for {@code Checkpoints}. */
    public synchronized void write(Block network, DataOutputStream out) throws IOException {
        requireNonNull("out", out);
        for (Parameter parameter : requireNonNull("network", network).getParameters().values()) {
            Average average = averages.get(parameter.getId());
            out.writeBoolean(average != null); // a frozen parameter has none
            if (average != null) {
                out.writeInt(average.updates);
                out.writeInt(average.values.length);
                for (double value : average.values) {
                    out.writeDouble(value);
                }
            }
        }
    }

    /** Reads what {@link #write} wrote, in the order of the parameters: ids are not the same. */
    public synchronized void read(Block network, DataInputStream in) throws IOException {
        requireNonNull("in", in);
        for (Parameter parameter : requireNonNull("network", network).getParameters().values()) {
            if (in.readBoolean()) {
                int updates = in.readInt();
                double[] values = new double[in.readInt()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.readDouble();
                }
                averages.put(parameter.getId(), new Average(values, updates));
            }
        }
    }

    /** As long as it is open, a model has the averages instead of its weights. */
    public final class Scope implements AutoCloseable {

        private final Map<Parameter, float[]> weights; // emptied when it is closed
        private boolean trained;

        private Scope(Map<Parameter, float[]> weights) {
            this.weights = weights;
        }

        /**
         * Gives the model its weights back, bit by bit. A second call does nothing.
         *
         * @throws IllegalStateException if the model was trained meanwhile; it has its weights
         */
        @Override
        public void close() {
            if (weights.isEmpty()) {
                return;
            }
            giveBack(this);
            if (trained) {
                throw new IllegalStateException(
                        "the model was trained, or loaded, while it had the averages instead of"
                                + " its weights: it has its weights again, and what was trained is"
                                + " lost");
            }
        }
    }

    /** The moving average of one parameter. */
    private static final class Average {

        private final double[] values;
        private int updates;
        private Device device; // of the first weights that were seen

        private Average(double[] values, int updates) {
            this.values = values;
            this.updates = updates;
        }

        private Average(float[] start) {
            this(IntStream.range(0, start.length).mapToDouble(i -> start[i]).toArray(), 0);
        }

        private void add(float[] weights, double decay) {
            for (int i = 0; i < values.length; i++) {
                values[i] = decay * values[i] + (1 - decay) * weights[i];
            }
            updates++;
        }

        private float[] floats() {
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            return floats;
        }
    }
}
