package tripletlab;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import tripletlab.book.MaskedLosses;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.BatchAllSemiHardMiner;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.EasyPositiveMiner;
import tripletlab.mining.SemiHardMiner;
import tripletlab.mining.TripletMiner;
import tripletlab.mining.Triplets;

/** Each way of mining three times: the miner, by the book with masks, and as a triple loop. */
public enum Strategy {
    BATCH_ALL(BatchAllMiner::new, true) {
        @Override
        void take(double[][] d, int[] y, double margin, Taker taker) {
            everyValid(y, taker);
        }

        @Override
        public NDArray byTheBook(NDArray d, NDArray y, float margin, UnaryOperator<NDArray> cost) {
            return MaskedLosses.batchAll(d, y, cost);
        }
    },

    BATCH_ALL_SEMI_HARD(BatchAllSemiHardMiner::new, false) {
        @Override
        void take(double[][] d, int[] y, double margin, Taker taker) {
            everyValid(
                    y,
                    (a, p, n) -> {
                        float gap = (float) (d[a][n] - d[a][p]);
                        if (gap > 0 && gap <= (float) margin) {
                            taker.take(a, p, n);
                        }
                    });
        }

        @Override
        public NDArray byTheBook(NDArray d, NDArray y, float margin, UnaryOperator<NDArray> cost) {
            return MaskedLosses.batchAllSemiHard(d, y, margin, cost);
        }
    },

    BATCH_HARD(BatchHardMiner::new, false) {
        @Override
        void take(double[][] d, int[] y, double margin, Taker taker) {
            for (int a = 0; a < y.length; a++) {
                int anchor = a;
                int positive = farthest(d[a], i -> i != anchor && y[i] == y[anchor]);
                int negative = nearest(d[a], i -> y[i] != y[anchor]);
                if (positive >= 0 && negative >= 0) {
                    taker.take(a, positive, negative);
                }
            }
        }

        @Override
        public NDArray byTheBook(NDArray d, NDArray y, float margin, UnaryOperator<NDArray> cost) {
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
        public NDArray byTheBook(NDArray d, NDArray y, float margin, UnaryOperator<NDArray> cost) {
            return MaskedLosses.semiHard(d, y, cost);
        }
    },

    EASY_POSITIVE(EasyPositiveMiner::new, false) {
        @Override
        void take(double[][] d, int[] y, double margin, Taker taker) {
            for (int a = 0; a < y.length; a++) {
                int anchor = a;
                int easiest = nearest(d[a], i -> i != anchor && y[i] == y[anchor]);
                int n = easiest < 0 ? -1 : negativeBeyond(d, y, a, easiest, false);
                if (n >= 0) {
                    taker.take(a, easiest, n);
                }
            }
        }

        @Override
        public NDArray byTheBook(NDArray d, NDArray y, float margin, UnaryOperator<NDArray> cost) {
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

    /** The loss in NDArrays with masks; the margin is that of a rule which has one. */
    public abstract NDArray byTheBook(
            NDArray d, NDArray y, float margin, UnaryOperator<NDArray> cost);

    /** A new miner. */
    public TripletMiner miner() {
        return miner.get();
    }

    /** The loss in NDArrays with masks, with a hinge. */
    public NDArray byTheBook(NDArray d, NDArray y, float margin) {
        return byTheBook(d, y, margin, MaskedLosses.hinge(margin));
    }

    /** The triplets that the definition says are taken, by anchor, positive and negative. */
    public Triplets taken(double[][] d, int[] y, double margin) {
        List<int[]> all = new ArrayList<>();
        take(d, y, margin, (a, p, n) -> all.add(new int[] {a, p, n}));
        int[][] columns =
                IntStream.range(0, 3)
                        .mapToObj(i -> all.stream().mapToInt(triplet -> triplet[i]).toArray())
                        .toArray(int[][]::new);
        return new Triplets(columns[0], columns[1], columns[2]);
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
        int nearest = nearest(d[a], n -> y[n] != y[a] && d[a][n] > d[a][p]);
        return nearest < 0 && elseFarthest ? farthest(d[a], n -> y[n] != y[a]) : nearest;
    }

    /** The first of the nearest candidates, or −1. */
    private static int nearest(double[] distances, IntPredicate candidate) {
        int nearest = -1;
        for (int i = 0; i < distances.length; i++) {
            if (candidate.test(i) && (nearest < 0 || distances[i] < distances[nearest])) {
                nearest = i;
            }
        }
        return nearest;
    }

    /** The first of the farthest candidates, or −1. */
    private static int farthest(double[] distances, IntPredicate candidate) {
        return nearest(Arrays.stream(distances).map(d -> -d).toArray(), candidate);
    }
}
