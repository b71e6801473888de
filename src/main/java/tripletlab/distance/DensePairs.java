package tripletlab.distance;

/** Weights of which many are not 0; reads a few neighbouring rows, and the columns across. */
final class DensePairs implements PairWeights {

    private final float[] weights; // (B, B)
    private final int from;
    private final float[][] across; // (to − from, B): w_ji of the rows i in [from, to)

    DensePairs(int size, float[] weights, int from, int to) {
        this.weights = weights;
        this.from = from;
        this.across = new float[to - from][size];
        for (int j = 0; j < size; j++) {
            for (int i = from; i < to; i++) {
                across[i - from][j] = weights[j * size + i];
            }
        }
    }

    @Override
    public void collect(int i, Pulling into) {
        float[] other = across[i - from];
        int row = i * other.length;
        int count = into.count;
        for (int j = 0; j < other.length; j++) {
            float both = other[j] + weights[row + j];
            into.items[count] = j;
            into.weights[count] = both;
            count += both == 0 ? 0 : 1; // no branch that a processor would have to foretell
        }
        into.count = count;
    }
}
