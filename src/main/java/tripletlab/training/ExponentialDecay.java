package tripletlab.training;

import static tripletlab.internal.Arguments.requireAtLeast;

import ai.djl.training.tracker.Tracker;

/**
 * A learning rate that decays exponentially: in step s, from 0, it is
 *
 * <pre>baseValue · decayRate^(s / decaySteps)</pre>
 *
 * <p>and with {@code optStaircase} the quotient is an integer division, so that the rate stays the
 * same for {@code decaySteps} batches at a time. This is TensorFlow's {@code exponential_decay};
 * facenet uses it with the staircase and the batches of some epochs as {@code decaySteps}.
 *
 * <pre>{@code
 * Tracker learningRate =
 *         ExponentialDecay.builder()
 *                 .setBaseValue(0.1f)
 *                 .setDecayRate(0.96f)
 *                 .setDecaySteps(1000)
 *                 .optStaircase()
 *                 .build();
 * Optimizer optimizer = Optimizer.adam().optLearningRateTracker(learningRate).build();
 * }</pre>
 *
 * <p>DJL's optimizers count their updates from 1, TensorFlow its steps from 0, so update n is step
 * n − 1: the first batch is trained with {@code baseValue}. (DJL's {@code FactorTracker} multiplies
 * by a factor before the first batch and has no staircase, and the factor of one step, {@code
 * decayRate^(1 / decaySteps)}, is too near to 1 for its {@code float}.)
 *
 * <p>Has no state: trackers of several optimizers may be one.
 */
public final class ExponentialDecay implements Tracker {

    private final float baseValue;
    private final float decayRate;
    private final int decaySteps;
    private final boolean staircase;

    private ExponentialDecay(Builder builder) {
        this.baseValue = builder.baseValue;
        this.decayRate = builder.decayRate;
        this.decaySteps = builder.decaySteps;
        this.staircase = builder.staircase;
    }

    /**
     * Starts a learning rate.
     *
     * @return a builder: no staircase, all else to be set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the learning rate of an update.
     *
     * @param numUpdate from 1, as DJL's optimizers count; 0 gives the base value too
     * @return the rate
     */
    @Override
    public float getNewValue(int numUpdate) {
        double decays = Math.max(0, numUpdate - 1) / (double) decaySteps;
        return (float) (baseValue * Math.pow(decayRate, staircase ? Math.floor(decays) : decays));
    }

    @Override
    public String toString() {
        return String.format(
                "ExponentialDecay(%s, × %s every %,d batches%s)",
                baseValue, decayRate, decaySteps, staircase ? ", staircase" : "");
    }

    /** Builds an {@link ExponentialDecay}. */
    public static final class Builder {

        private float baseValue;
        private float decayRate;
        private int decaySteps;
        private boolean staircase;

        private Builder() {}

        /**
         * Sets the learning rate of the first batch.
         *
         * @param baseValue finite and above 0
         * @throws IllegalArgumentException if it is not
         */
        public Builder setBaseValue(float baseValue) {
            if (!(baseValue > 0 && Float.isFinite(baseValue))) {
                throw new IllegalArgumentException(
                        "baseValue is " + baseValue + ", expected a finite number above 0");
            }
            this.baseValue = baseValue;
            return this;
        }

        /**
         * Sets what {@code decaySteps} batches multiply the rate by.
         *
         * @param decayRate above 0 and not above 1
         * @throws IllegalArgumentException if it is not
         */
        public Builder setDecayRate(float decayRate) {
            if (!(decayRate > 0 && decayRate <= 1)) {
                throw new IllegalArgumentException(
                        "decayRate is " + decayRate + ", expected a number in (0, 1]");
            }
            this.decayRate = decayRate;
            return this;
        }

        /**
         * Sets in how many batches the rate decays once.
         *
         * @param decaySteps 1 or more; for E epochs, E times the batches of an epoch
         * @throws IllegalArgumentException if it is less
         */
        public Builder setDecaySteps(int decaySteps) {
            this.decaySteps = requireAtLeast("decaySteps", decaySteps, 1);
            return this;
        }

        /** Lets the rate fall in steps, once every {@code decaySteps} batches. */
        public Builder optStaircase() {
            this.staircase = true;
            return this;
        }

        /**
         * Builds the tracker.
         *
         * @return a new tracker
         * @throws IllegalStateException if a value is not set
         */
        public ExponentialDecay build() {
            require(baseValue != 0, "baseValue", "setBaseValue");
            require(decayRate != 0, "decayRate", "setDecayRate");
            require(decaySteps != 0, "decaySteps", "setDecaySteps");
            return new ExponentialDecay(this);
        }

        private static void require(boolean set, String name, String method) {
            if (!set) {
                throw new IllegalStateException(name + " is not set: call " + method);
            }
        }
    }
}
