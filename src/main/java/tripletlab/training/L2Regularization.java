package tripletlab.training;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adds {@code λ/2 · Σ‖w‖²} to what an optimizer minimizes, w being the weights of a network without
 * its biases (and without batch normalization's γ and β): its gradient {@code λ·w} is added to that
 * of each weight.
 *
 * <pre>{@code
 * Optimizer adam = Optimizer.adam().optLearningRateTracker(rate).build();
 * TrainingConfig config =
 *         new DefaultTrainingConfig(loss).optOptimizer(new L2Regularization(adam, network, 1e-4));
 * }</pre>
 *
 * <p>The training is that of a loss with this term, as facenet has it (there λ is {@code
 * weight_decay}), and the loss stays what it was: curves show the triplets' share, and {@link
 * #penalty()} is the other. DJL's own means differ: {@code optWeightDecays(λ)} has the same
 * gradient, yet for biases too; {@code Loss.l2WeightedDecay} lacks the ½, must be mixed with the
 * loss, keeps native memory at each evaluation, and fails on MXNet while gradients are recorded.
 * AdamW's decay is no term of a loss.
 *
 * <p>I. Goodfellow, Y. Bengio, A. Courville: <i>Deep Learning</i>, MIT Press 2016, section 7.1.1.
 */
public final class L2Regularization extends WrappedOptimizer {

    private final Map<String, Parameter> weights = new LinkedHashMap<>(); // by their ids
    private final double lambda;

    /**
     * Regularizes the weights of a network.
     *
     * @param optimizer makes the updates, with its learning rate
     * @param block the network that is trained
     * @param lambda λ, finite and not below 0
     * @throws IllegalArgumentException if {@code lambda} is not so, or {@code block} has no weights
     */
    public L2Regularization(Optimizer optimizer, Block block, double lambda) {
        super(requireNonNull("optimizer", optimizer));
        boolean finite = lambda >= 0 && Double.isFinite(lambda);
        require(finite, "lambda is %s, expected a finite number, 0 or more", lambda);
        this.lambda = lambda;
        for (Parameter parameter : requireNonNull("block", block).getParameters().values()) {
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                weights.put(parameter.getId(), parameter);
            }
        }
        require(!weights.isEmpty(), "block has no weights: %s", block);
    }

    @Override
    public void update(String parameterId, NDArray weight, NDArray grad) {
        if (!weights.containsKey(parameterId)) {
            optimizer().update(parameterId, weight, grad);
            return;
        }
        try (NDArray pull = weight.mul(lambda);
                NDArray sum = grad.add(pull)) {
            optimizer().update(parameterId, weight, sum);
        }
    }

    /** Returns the value of the term, {@code λ/2 · Σ‖w‖²}, for the weights as they are now. */
    public double penalty() {
        double sum = 0;
        for (Parameter weight : weights.values()) {
            for (float value : weight.getArray().toFloatArray()) {
                sum += (double) value * value;
            }
        }
        return lambda / 2 * sum;
    }
}
