package tripletlab.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tripletlab.internal.Arguments;

/**
 * The k-nearest-neighbour classifier: a query's label is the one that most of the k nearest items
 * have, by Euclidean distance, items at the same distance by index. If several labels have as many
 * votes, it is the one of them whose nearest item comes first; so for k = 2 it is the label of the
 * nearest. Interrupting the thread ends the search with a {@link
 * java.util.concurrent.CancellationException}.
 *
 * <p>T. M. Cover, P. E. Hart: <i>Nearest Neighbor Pattern Classification</i>, IEEE Transactions on
 * Information Theory 13(1), 1967.
 */
public final class KnnClassifier {

    private final NearestNeighbors neighbors;
    private final int k;

    private KnnClassifier(NearestNeighbors neighbors, int k) {
        this.neighbors = neighbors;
        this.k = k;
    }

    /**
     * Takes the items that vote.
     *
     * @param embeddings (N, D)
     * @param labels N of them
     * @param k how many vote on a query, from 1 to N
     * @return the classifier
     * @throws IllegalArgumentException if the lengths do not fit, a value is NaN, infinite or too
     *     large, or {@code k} is not in 1 … N
     */
    public static KnnClassifier fit(float[][] embeddings, int[] labels, int k) {
        NearestNeighbors neighbors = new NearestNeighbors("embeddings", embeddings, labels);
        Rows.requireCount(k, embeddings.length);
        return new KnnClassifier(neighbors, k);
    }

    /**
     * Predicts the labels of queries.
     *
     * @param queries (Q, D), D as fitted
     * @return Q labels
     * @throws IllegalArgumentException if {@code queries} is empty, not of the fitted length or not
     *     finite
     */
    public int[] predict(float[][] queries) {
        return neighbors.find(queries, k).stream().mapToInt(KnnClassifier::vote).toArray();
    }

    /** The label that most have, and of several the one that comes first. */
    private static int vote(List<Neighbor> nearest) {
        Map<Integer, Integer> votes = new LinkedHashMap<>();
        nearest.forEach(neighbor -> votes.merge(neighbor.label(), 1, Integer::sum));
        int most = Collections.max(votes.values());
        return votes.keySet().stream().filter(label -> votes.get(label) == most).findFirst().get();
    }

    /**
     * Predicts labels and compares them with the true ones: {@code evaluate(test).accuracy()}.
     *
     * @param test items with their true labels
     * @return how often each label was taken for each
     * @throws IllegalArgumentException if {@code test} is empty, not of the fitted length or not
     *     finite
     */
    public ConfusionMatrix evaluate(Embeddings test) {
        Arguments.requireNonNull("test", test);
        return ConfusionMatrix.of(test.labels(), predict(test.vectors()));
    }
}
