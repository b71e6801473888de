package tripletlab.offline;

import tripletlab.mining.SeedSequence;
import tripletlab.mining.Triplets;
import tripletlab.sampling.Resumable;

/** A selector that takes, for each pair of one class, a random negative that a rule allows. */
abstract class PairSelector implements TripletSelector, Resumable {

    private final SeedSequence seeds;

    PairSelector(long seed) {
        this.seeds = new SeedSequence(seed);
    }

    /** Whether a negative at the distance d_an may be drawn for a positive at d_ap. */
    abstract boolean allows(float ap, float an);

    @Override
    public final Triplets select(float[][] embeddings, int[] labels) {
        return PairSelection.select(embeddings, labels, seeds.next(), this::allows);
    }

    @Override
    public final long seed() {
        return seeds.seed();
    }

    @Override
    public final long position() {
        return seeds.position();
    }

    @Override
    public final void resume(long position) {
        seeds.resume(position);
    }
}
