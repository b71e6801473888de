package tripletlab.mining;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A seed for each draw: the n-th is the same in every run, whichever thread asks for it. */
final class SeedSequence {

    private final long seed;
    private final AtomicLong draws = new AtomicLong();

    SeedSequence(long seed) {
        this.seed = seed;
    }

    long next() {
        return new SplittableRandom(seed + draws.getAndIncrement()).nextLong();
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
