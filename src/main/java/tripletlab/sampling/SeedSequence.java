package tripletlab.sampling;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A seed for each draw: the n-th is the same in every run, whichever thread asks for it. Sequences
 * of different seeds have nothing in common, even for adjacent seeds.
 */
public final class SeedSequence implements Resumable {

    private final long seed;
    private final long start;
    private final AtomicLong draws = new AtomicLong();

    /**
     * Starts with the first draw.
     *
     * @param seed of the draws
     */
    public SeedSequence(long seed) {
        this.seed = seed;
        this.start = mixed(seed); // else seed + 1 would give what seed does, one draw ahead
    }

    /**
     * Draws.
     *
     * @return a seed for the caller's own random numbers
     */
    public long next() {
        return mixed(start + draws.getAndIncrement());
    }

    private static long mixed(long value) {
        return new SplittableRandom(value).nextLong();
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public long position() {
        return draws.get();
    }

    @Override
    public void resume(long position) {
        if (position < 0) {
            throw new IllegalArgumentException(
                    "position is " + position + ", expected 0 or more draws");
        }
        draws.set(position);
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
