package tripletlab;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tripletlab.loss.MaskedLosses;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.BatchAllSemiHardMiner;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.EasyPositiveMiner;
import tripletlab.mining.SemiHardMiner;
import tripletlab.mining.TripletMiner;

/** Each way of mining three times: the miner, by the book with masks, and as a triple loop. */
public enum Strategy {
    BATCH_ALL(BatchAllMiner::new, true) {
        @Override
        void take(double[][] d, int[] y, double margin, Taker taker) {
            everyValid(y, taker);
        }

        @Override
        NDArray byTheBook(NDArray d, NDArray y, float margin, UnaryOperator<NDArray> cost) {
            return MaskedLosses.batchAll(d, y, cost);
        }
    },

    BATCH_ALL_SEMI_HARD(BatchAllSemiHardMiner::new, false) {
        @Override
        void take(double[][] d, int[] y, double margin, Taker taker) {
            everyValid(
                    y,
                    (a, p, n) -> {
                        double gap = d[a][n] - d[a][p];
                        if (gap > 0 && gap <= margin) {
                            taker.take(a, p, n);
                        }
                    });
        }

        @Override
        NDArray byTheBook(NDArray d, NDArray y, float margin, UnaryOperator<NDArray> cost) {
            return MaskedLosses.batchAllSemiHard(d, y, margin, cost);
        }
    },

    BATCH_HARD(BatchHardMiner::new, false) {
        @Override
        void take(double[][] d, int[] y, double margin, Taker taker) {
            for (int a = 0; a < y.length; a++) {
                int positive = -1;
                int negative = -1;
                for (int i = 0; i < y.length; i++) {
                    if (i != a && y[i] == y[a]) {
                        positive = positive < 0 || d[a][i] > d[a][positive] ? i : positive;
                    } else if (y[i] != y[a]) {
                        negative = negative < 0 || d[a][i] < d[a][negative] ? i : negative;
                    }
                }
                if (positive >= 0 && negative >= 0) {
                    taker.take(a, positive, negative);
                }
            }
        }

        @Override
        NDArray byTheBook(NDArray d, NDArray y, float margin, UnaryOperator<NDArray> cost) {
            return MaskedLosses.batchHard(d, y, cost);
        }
    },

    SEMI_HARD(SemiHardMiner::new, false) {
        @Override
        void take(double[][] d, int[] y, double margin, Taker taker) {
            for (int a = 0; a < y.length; a++) {
                for (int p = 0; p < y.length; p++) {
                    int n = p != a && y[p] == y[a] ? negativeBeyond(d, y, a, p, true) : -1;
                    if (n >= 0) {
                        taker.take(a, p, n);
                    }
                }
            }
        }

        @Override
        NDArray byTheBook(NDArray d, NDArray y, float margin, UnaryOperator<NDArray> cost) {
            return MaskedLosses.semiHard(d, y, cost);
        }
    },

    EASY_POSITIVE(EasyPositiveMiner::new, false) {
        @Override
        void take(double[][] d, int[] y, double margin, Taker taker) {
            for (int a = 0; a < y.length; a++) {
                int easiest = -1;
                for (int p = 0; p < y.length; p++) {
                    if (p != a && y[p] == y[a]) {
                        easiest = easiest < 0 || d[a][p] < d[a][easiest] ? p : easiest;
                    }
                }
                int n = easiest < 0 ? -1 : negativeBeyond(d, y, a, easiest, false);
                if (n >= 0) {
                    taker.take(a, easiest, n);
                }
            }
        }

        @Override
        NDArray byTheBook(NDArray d, NDArray y, float margin, UnaryOperator<NDArray> cost) {
            return MaskedLosses.easyPositive(d, y, cost);
        }
    };

    private final Supplier<TripletMiner> miner;
    private final boolean overActive;

    Strategy(Supplier<TripletMiner> miner, boolean overActive) {
        this.miner = miner;
        this.overActive = overActive;
    }

    /** Takes triplets, one after the other. */
    interface Taker {
        void take(int anchor, int positive, int negative);
    }

    /** Goes through the triplets that the definition says are taken. */
    abstract void take(double[][] d, int[] y, double margin, Taker taker);

    abstract NDArray byTheBook(NDArray d, NDArray y, float margin, UnaryOperator<NDArray> cost);

    /** A new miner. */
    public TripletMiner miner() {
        return miner.get();
    }

    /** The loss in NDArrays with masks, with a hinge. */
    public NDArray byTheBook(NDArray d, NDArray y, float margin) {
        return byTheBook(d, y, margin, MaskedLosses.hinge(margin));
    }

    /** Whether the mean is over the active triplets, not over all that are taken. */
    boolean isOverActive() {
        return overActive;
    }

    private static void everyValid(int[] y, Taker taker) {
        for (int a = 0; a < y.length; a++) {
            for (int p = 0; p < y.length; p++) {
                for (int n = 0; p != a && y[p] == y[a] && n < y.length; n++) {
                    if (y[n] != y[a]) {
                        taker.take(a, p, n);
                    }
                }
            }
        }
    }

    /** The nearest negative beyond the positive; if there is none, perhaps the farthest. */
    private static int negativeBeyond(double[][] d, int[] y, int a, int p, boolean elseFarthest) {
        int nearest = -1;
        int farthest = -1;
        for (int n = 0; n < y.length; n++) {
            if (y[n] != y[a]) {
                farthest = farthest < 0 || d[a][n] > d[a][farthest] ? n : farthest;
                if (d[a][n] > d[a][p]) {
                    nearest = nearest < 0 || d[a][n] < d[a][nearest] ? n : nearest;
                }
            }
        }
        return nearest < 0 && elseFarthest ? farthest : nearest;
    }
}
