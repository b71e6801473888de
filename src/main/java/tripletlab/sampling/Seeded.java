package tripletlab.sampling;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import tripletlab.internal.Arguments;

/**
 * What takes a new seed for each draw: the n-th is the same in every run, whichever thread asks for
 * it. Draws of different seeds have nothing in common, even for adjacent seeds.
 */
public abstract class Seeded implements Resumable {

    private final long seed;
    private final long start;
    private final AtomicLong draws = new AtomicLong();

    /** Starts with the first draw of a seed. */
    protected Seeded(long seed) {
        this.seed = seed;
        this.start = mixed(seed); // else seed + 1 would give what seed does, one draw ahead
    }

    /** Draws a seed for the caller's own random numbers. */
    protected final long nextSeed() {
        return mixed(start + draws.getAndIncrement());
    }

    private static long mixed(long value) {
        return new SplittableRandom(value).nextLong();
    }

    @Override
    public final long seed() {
        return seed;
    }

    @Override
    public final long position() {
        return draws.get();
    }

    @Override
    public void resume(long position) {
        Arguments.require(position >= 0, "position is %d, expected 0 or more draws", position);
        draws.set(position);
    }
}
