package tripletlab.mining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.Oracle;
import tripletlab.RandomBatch;

/** Each miner against the triple loop, and against values worked by hand. */
class MinersTest {

    /** Two classes on a line: a at 0, 1 and 5, b at 2 and 9. */
    private static final float[][] LINE = {{0}, {1}, {5}, {2}, {9}};

    private static final int[] CLASSES = {0, 0, 0, 1, 1};

    private static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreeWithTheTripleLoop(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        double[][] d = rounded(batch);
        int[] y = batch.labels();
        double margin = 0.1 * (seed % 20);
        Hinge hinge = new Hinge(margin);
        SoftMargin soft = new SoftMargin();
        assertEquals(
                Oracle.batchHard(d, y, gap -> Math.max(0, margin - gap)),
                mine(new BatchHardMiner(), d, y, hinge).stats().loss(),
                1e-9);
        assertEquals(
                Oracle.batchHard(d, y, gap -> Math.log(1 + Math.exp(-gap))),
                mine(new BatchHardMiner(), d, y, soft).stats().loss(),
                1e-9);
        assertEquals(
                Oracle.semiHard(d, y, gap -> Math.max(0, margin - gap)),
                mine(new SemiHardMiner(), d, y, hinge).stats().loss(),
                1e-9);
        assertEquals(
                Oracle.semiHard(d, y, gap -> Math.log(1 + Math.exp(-gap))),
                mine(new SemiHardMiner(), d, y, soft).stats().loss(),
                1e-9);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void countEveryValidTriplet(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        MiningBatch mining = batch(rounded(batch), batch.labels());
        assertEquals(Oracle.validTriplets(batch.labels()), mining.validTriplets());
    }

    @Test
    void batchHardByHand() {
        MinedBatch mined = mine(new BatchHardMiner(), Oracle.euclidean(wide()), CLASSES, 1);
        // anchor: farthest positive, nearest negative: 0: 5, 2; 1: 4, 1; 2: 5, 3; 3: 7, 1; 4: 7, 4
        assertEquals((4 + 4 + 3 + 7 + 4) / 5.0, mined.stats().loss(), 1e-12);
        assertEquals(5, mined.stats().active());
        assertEquals(18, mined.stats().valid()); // 3·2·2 + 2·1·3
        assertEquals((5 + 4 + 5 + 7 + 7) / 5.0, mined.stats().meanPositive(), 1e-12);
        assertEquals((2 + 1 + 3 + 1 + 4) / 5.0, mined.stats().meanNegative(), 1e-12);
    }

    @Test
    void semiHardByHand() {
        MinedBatch mined = mine(new SemiHardMiner(), Oracle.euclidean(wide()), CLASSES, 1);
        // pairs of a: (0,1): 1 → 2; (0,2): 5 → 9; (1,0): 1 → 8, as 1 is not beyond 1;
        // (1,2): 4 → 8; (2,0): 5 → none, so the farthest, 4; (2,1): 4 → none, 4
        // pairs of b: (3,4): 7 → none, so 3; (4,3): 7 → 8
        assertEquals((0 + 0 + 0 + 0 + 2 + 1 + 5 + 0) / 8.0, mined.stats().loss(), 1e-12);
        assertEquals(3, mined.stats().active());
    }

    @Test
    void weightsAreTheSlopesOfTheTakenTriplets() {
        double[][] d = {{0, 1, 2}, {1, 0, 3}, {2, 3, 0}};
        float[] weights = mine(new BatchHardMiner(), d, new int[] {7, 7, 8}, 1.5).weights();
        // anchor 0 takes (0, 1, 2): gap 1 < 1.5; anchor 1 takes (1, 0, 2): gap 2, satisfied
        assertArrayEquals(new float[] {0, 0.5f, -0.5f, 0, 0, 0, 0, 0, 0}, weights);
    }

    private static double[][] wide() {
        return Oracle.doubles(LINE);
    }

    /** Distances as the miner sees them, so that both sides break ties alike. */
    private static double[][] rounded(RandomBatch batch) {
        double[][] d = Oracle.euclidean(Oracle.doubles(batch.embeddings()));
        for (double[] row : d) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) row[j];
            }
        }
        return d;
    }

    private static MinedBatch mine(TripletMiner miner, double[][] d, int[] y, double margin) {
        return mine(miner, d, y, new Hinge(margin));
    }

    private static MinedBatch mine(
            TripletMiner miner, double[][] d, int[] y, TripletPenalty penalty) {
        return miner.mine(batch(d, y), penalty);
    }

    private static MiningBatch batch(double[][] d, int[] y) {
        float[][] narrow = new float[d.length][d.length];
        for (int i = 0; i < d.length; i++) {
            for (int j = 0; j < d.length; j++) {
                narrow[i][j] = (float) d[i][j];
            }
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            return MiningBatch.of(RandomBatch.array(manager, narrow), manager.create(y));
        }
    }
}
