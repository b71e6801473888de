package tripletlab.training;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireAtLeast;

import ai.djl.training.tracker.Tracker;

/**
 * A learning rate that decays exponentially: in step s, from 0, it is
 *
 * <pre>baseValue · decayRate^(s / decaySteps)</pre>
 *
 * <p>As a staircase the quotient is an integer division, so that the rate stays the same for {@code
 * decaySteps} batches at a time. This is TensorFlow's {@code exponential_decay}; facenet uses it as
 * a staircase, with the batches of some epochs as {@code decaySteps}.
 *
 * <pre>{@code
 * Tracker learningRate = new ExponentialDecay(0.1f, 0.96f, 1000, true);
 * Optimizer optimizer = Optimizer.adam().optLearningRateTracker(learningRate).build();
 * }</pre>
 *
 * <p>DJL's optimizers count their updates from 1, TensorFlow its steps from 0, so update n is step
 * n − 1: the first batch is trained with {@code baseValue}. (DJL's {@code FactorTracker} multiplies
 * by a factor before the first batch and has no staircase, and the factor of one step, {@code
 * decayRate^(1 / decaySteps)}, is too near to 1 for its {@code float}.)
 *
 * @param baseValue the learning rate of the first batch, finite and above 0
 * @param decayRate what {@code decaySteps} batches multiply it by, above 0 and not above 1
 * @param decaySteps in how many batches the rate decays once, 1 or more
 * @param staircase whether the rate falls once every {@code decaySteps} batches only
 */
public record ExponentialDecay(float baseValue, float decayRate, int decaySteps, boolean staircase)
        implements Tracker {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not as said above, with its name and value
     */
    public ExponentialDecay {
        boolean positive = baseValue > 0 && Float.isFinite(baseValue);
        require(positive, "baseValue is %s, expected a finite number above 0", baseValue);
        boolean rate = decayRate > 0 && decayRate <= 1;
        require(rate, "decayRate is %s, expected a number in (0, 1]", decayRate);
        requireAtLeast("decaySteps", decaySteps, 1);
    }

    /**
     * Returns the learning rate of an update.
     *
     * @param numUpdate from 1, as DJL's optimizers count; 0 gives the base value too
     */
    @Override
    public float getNewValue(int numUpdate) {
        double decays = Math.max(0, numUpdate - 1) / (double) decaySteps;
        return (float) (baseValue * Math.pow(decayRate, staircase ? Math.floor(decays) : decays));
    }
}
