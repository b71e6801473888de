package tripletlab.mining;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A seed for each draw: the n-th is the same in every run, whichever thread asks for it. Sequences
 * of different seeds have nothing in common, those of neighbours neither.
 */
final class SeedSequence {

    private final long seed;
    private final long start;
    private final AtomicLong draws = new AtomicLong();

    SeedSequence(long seed) {
        this.seed = seed;
        this.start = mixed(seed); // else seed + 1 would give what seed does, one draw ahead
    }

    long next() {
        return mixed(start + draws.getAndIncrement());
    }

    private static long mixed(long value) {
        return new SplittableRandom(value).nextLong();
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
