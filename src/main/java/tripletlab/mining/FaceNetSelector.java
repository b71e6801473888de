package tripletlab.mining;

import tripletlab.sampling.Resumable;

/**
 * FaceNet's selection: for each pair a &lt; p of one class, a random negative that is semi-hard,
 * {@code d_ap < d_an < d_ap + m} by squared Euclidean distances; a pair without one is left out.
 *
 * <p>The n-th selection is the n-th draw of the seed. Costs O(N² (D + K)) for N items, K of them a
 * class.
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015; in the form of D. Sandberg's program <i>facenet</i>.
 */
public final class FaceNetSelector implements TripletSelector, Resumable {

    private final double margin;
    private final SeedSequence seeds;

    /**
     * Selects by a margin and a seed.
     *
     * @param margin m in squared distance, finite and not below 0; 0.2 in the paper
     * @param seed of the random numbers
     * @throws IllegalArgumentException if the margin is NaN, infinite or below 0
     */
    public FaceNetSelector(double margin, long seed) {
        this.margin = new Hinge(margin).margin();
        this.seeds = new SeedSequence(seed);
    }

    @Override
    public Triplets select(float[][] embeddings, int[] labels) {
        return PairSelection.select(
                embeddings, labels, seeds.next(), (ap, an) -> ap < an && (double) an - ap < margin);
    }

    @Override
    public long seed() {
        return seeds.seed();
    }

    @Override
    public long position() {
        return seeds.position();
    }

    @Override
    public void resume(long position) {
        seeds.resume(position);
    }

    @Override
    public String toString() {
        return "FaceNet selection (margin " + margin + ", " + seeds + ")";
    }
}
