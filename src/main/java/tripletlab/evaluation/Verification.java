package tripletlab.evaluation;

import java.util.Locale;
import tripletlab.data.Labels;
import tripletlab.internal.Arguments;

/**
 * Verification: are two items of the same class or of different ones? Judged by the Euclidean
 * distance of their embeddings, over a sample of pairs. On embeddings of length one the squared
 * Euclidean and the cosine distance rank pairs alike, so all rates are theirs as well.
 *
 * <pre>{@code
 * Verification verification = Verification.of(embeddings, labels, 1);
 * verification.roc().tarAt(1e-3);
 * verification.crossValidate(10, 1e-3);
 * }</pre>
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin: <i>FaceNet: A Unified Embedding for Face Recognition
 * and Clustering</i>, CVPR 2015, section 4.
 *
 * @param pairs which items were compared
 * @param positives the distances of the positive pairs, in their order
 * @param negatives the distances of the negative pairs, in their order
 * @param roc false against true accept rate
 */
public record Verification(PairSample pairs, float[] positives, float[] negatives, Roc roc) {

    /** How many positive and how many negative pairs are drawn unless one says otherwise. */
    public static final int PAIRS = 100_000;

    /** Takes a comparison. */
    public Verification {
        Arguments.requireNonNull("pairs", pairs);
        Arguments.requireNonNull("positives", positives);
        Arguments.requireNonNull("negatives", negatives);
        Arguments.requireNonNull("roc", roc);
    }

    /**
     * Compares up to {@value #PAIRS} random pairs of one class and as many of two classes; all
     * pairs, where there are fewer.
     *
     * @param embeddings (N, D)
     * @param labels N of them
     * @param seed the same seed gives the same pairs, on every machine
     * @return the comparison
     * @throws IllegalArgumentException if the lengths do not fit, a value is NaN or infinite, or
     *     there is no positive or no negative pair
     */
    public static Verification of(float[][] embeddings, int[] labels, long seed) {
        Rows.requireFinite("embeddings", embeddings);
        Labels.requireOneForEach(labels, embeddings.length, "row of embeddings");
        return of(embeddings, PairSample.of(labels, PAIRS, PAIRS, seed));
    }

    /**
     * Compares given pairs.
     *
     * @param embeddings (N, D)
     * @param pairs of their rows
     * @return the comparison
     * @throws IllegalArgumentException if a value is NaN or infinite, a pair has an item that is no
     *     row, or there is no positive or no negative pair
     */
    public static Verification of(float[][] embeddings, PairSample pairs) {
        Arguments.requireNonNull("pairs", pairs);
        float[] positives = pairs.positives().distances(embeddings);
        float[] negatives = pairs.negatives().distances(embeddings);
        return new Verification(pairs, positives, negatives, Roc.of(positives, negatives));
    }

    /**
     * Chooses thresholds on all folds but one and judges them on that one, for each fold. For
     * Labeled Faces in the Wild there are 10 folds, and the wanted false accept rate is 0.001.
     *
     * @param folds from 2 to the smaller number of pairs
     * @param far the wanted false accept rate, from 0 to 1
     * @return the results
     * @throws IllegalArgumentException if an argument is not so, with its name and value
     */
    public CrossValidation crossValidate(int folds, double far) {
        return CrossValidation.of(positives, negatives, folds, far);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d positive and %,d negative pairs: %s",
                positives.length,
                negatives.length,
                roc);
    }
}
