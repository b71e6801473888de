package tripletlab.offline;

/**
 * VGG-Face's selection: for each pair a &lt; p of one class, a random negative that violates the
 * margin, {@code d_an < d_ap + m} by squared Euclidean distances, hard ones included; a pair
 * without one is left out.
 *
 * <p>The n-th selection is the n-th draw of the seed. Costs O(N² (D + K)) for N items, K of them a
 * class.
 *
 * <p>O. Parkhi, A. Vedaldi, A. Zisserman: <i>Deep Face Recognition</i>, BMVC 2015, section 4.4; in
 * the form of D. Sandberg's program <i>facenet</i>.
 */
public final class VggFaceSelector extends PairSelector {

    /**
     * Selects by a margin and a seed.
     *
     * @param margin m in squared distance, finite and not below 0; 0.2 is usual
     * @param seed of the random numbers
     * @throws IllegalArgumentException if the margin is NaN, infinite or below 0
     */
    public VggFaceSelector(double margin, long seed) {
        super("VGG-Face selection", margin, seed);
    }

    @Override
    boolean allows(float ap, float an) {
        return violatesMargin(ap, an);
    }
}
