package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import tripletlab.mining.DistanceWeightedMiner;

class RememberedBatchesTest {

    private static final float[][] ROWS = {
        {1, 0}, {0.6f, 0.8f}, {0.8f, 0.6f}, {0.8f, -0.6f}, {0.6f, -0.8f}
    };

    @Test
    void eachOfSeveralThreadsFindsItsOwnLastBatch() throws InterruptedException {
        DistanceWeightedMiner miner = new DistanceWeightedMiner(1);
        TripletLoss loss = TripletLoss.builder().setMiner(miner).build();
        for (int round = 0; round < 5; round++) { // with the same numbers, so mined only once
            for (int[] labels : new int[][] {{0, 0, 1, 1, 1}, {0, 0, 0, 1, 1}, {0, 1, 0, 1, 1}}) {
                Thread thread = new Thread(() -> Evaluated.of(loss, ROWS, labels));
                thread.start();
                thread.join();
            }
        }
        assertEquals(3, miner.position());
    }

    @Test
    void onlyAFewBatchesAreHeld() {
        DistanceWeightedMiner miner = new DistanceWeightedMiner(1);
        TripletLoss loss = TripletLoss.builder().setMiner(miner).build();
        for (int i = 0; i < 10; i++) {
            Evaluated.of(loss, turned(i), new int[] {0, 0, 1, 1, 1});
        }
        Evaluated.of(loss, turned(9), new int[] {0, 0, 1, 1, 1});
        assertEquals(10, miner.position());
        Evaluated.of(loss, turned(0), new int[] {0, 0, 1, 1, 1}); // too long ago
        assertEquals(11, miner.position());
    }

    private static float[][] turned(double angle) {
        float[][] rows = new float[5][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {(float) Math.cos(angle + i), (float) Math.sin(angle + i)};
        }
        return rows;
    }
}
