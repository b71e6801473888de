package tripletlab.offline;

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
public final class FaceNetSelector extends PairSelector {

    /**
     * Selects by a margin and a seed.
     *
     * @param margin m in squared distance, finite and not below 0; 0.2 in the paper
     * @param seed of the random numbers
     * @throws IllegalArgumentException if the margin is NaN, infinite or below 0
     */
    public FaceNetSelector(double margin, long seed) {
        super("FaceNet selection", margin, seed);
    }

    @Override
    boolean allows(float ap, float an) {
        return ap < an && violatesMargin(ap, an);
    }
}
