package tripletlab.distance;

/** Weights of pairs, to be read for one item at a time: w_ij and w_ji. */
interface PairWeights {

    /** Adds the items j whose weights with i are not 0, some perhaps twice, in a fixed order. */
    void collect(int i, Pulling into);
}
