package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.book.MaskedLosses;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.BatchAllSemiHardMiner;
import tripletlab.mining.Hinge;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.SemiHardMiner;
import tripletlab.mining.TripletCounts;
import tripletlab.mining.Triplets;
import tripletlab.offline.FaceNetSelector;
import tripletlab.offline.VggFaceSelector;

/** A margin means one number everywhere: all that compare gaps with it agree, to the last bit. */
class EdgeTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    /** Two items at 0 and two, of another class, at the margin: all 8 triplets on the edge. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.2, 0.3, 0.7, 1.1, 1e-6, 1e6})
    void aGapOfTheMarginIsOnTheEdgeForAll(double margin) {
        float at = (float) margin;
        float[][] rows = {{0}, {0}, {at}, {at}};
        int[] classes = {0, 0, 1, 1};
        EmbeddingBatch geometry = EmbeddingBatch.of(Distance.EUCLIDEAN, rows);
        MiningBatch batch = MiningBatch.of(geometry, classes);
        for (double m : new double[] {margin, at}) {
            assertEquals(new TripletCounts(8, 0, 0, 0, 0, 8), TripletCounts.of(batch, m));
            TripletLoss loss =
                    TripletLoss.builder().setMiner(new BatchAllMiner()).optMargin(m).build();
            assertEquals(0, Evaluated.of(loss, rows, classes).value());
            assertEquals(0, loss.lastStats().active());
            assertEquals(0, byTheBook(batch, classes, m));
            Triplets taken = Triplets.takenBy(new BatchAllSemiHardMiner(), batch, new Hinge(m));
            assertEquals(8, taken.size()); // d_an ≤ d_ap + m
        }
        float root = (float) Math.sqrt(margin);
        float[][] squared = {{0}, {0}, {root}, {root}};
        double apart = EmbeddingBatch.of(Distance.SQUARED_EUCLIDEAN, squared).from(0)[2];
        assertEquals(0, new FaceNetSelector(apart, 1).select(squared, classes).size());
        assertEquals(0, new VggFaceSelector(apart, 1).select(squared, classes).size());
        float wider = Math.nextUp((float) apart);
        assertEquals(2, new FaceNetSelector(wider, 1).select(squared, classes).size());
        assertEquals(2, new VggFaceSelector(wider, 1).select(squared, classes).size());
    }

    /** Points 0.1, 0.2 and 0.3, where doubles of the same digits leave other gaps. */
    @Test
    void tenthsAreOnTheSameSideForAll() {
        int[] classes = {0, 0, 1};
        EmbeddingBatch geometry =
                EmbeddingBatch.of(Distance.EUCLIDEAN, new float[][] {{0.1f}, {0.2f}, {0.3f}});
        assertAgree(MiningBatch.of(geometry, classes), classes, 0.1);
        assertAgree(MiningBatch.of(geometry, classes), classes, 0.1f);
    }

    /** Few different distances and margins of their gaps, so that each kind abounds. */
    @ParameterizedTest
    @MethodSource("seeds")
    void countsLossAndBookAgree(int seed) {
        Random random = new Random(seed);
        int size = 4 + random.nextInt(20);
        float[] values = new float[6];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * (float) Math.pow(10, random.nextInt(4) - 2);
        }
        float[] d = new float[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                d[i * size + j] = values[random.nextInt(values.length)];
                d[j * size + i] = d[i * size + j];
            }
        }
        int[] classes = random.ints(size, 0, 3).toArray();
        NDArray distances = manager.create(d, new Shape(size, size));
        MiningBatch batch = MiningBatch.of(distances, manager.create(classes));
        for (float value : values) {
            for (double margin : new double[] {value, value - 1e-9, Math.abs(value - values[0])}) {
                if (margin > 1e-6) {
                    assertAgree(batch, classes, margin);
                }
            }
        }
    }

    private void assertAgree(MiningBatch batch, int[] classes, double margin) {
        TripletCounts counts = TripletCounts.of(batch, margin);
        long active = counts.semiHard() + counts.hard() + counts.tie();
        String what = "margin " + margin + ": " + counts;
        Hinge hinge = new Hinge(margin);
        assertEquals(active, new BatchAllMiner().mine(batch, hinge).stats().active(), what);
        assertEquals(active, byTheBook(batch, classes, margin), what);
        long semiHard = new BatchAllSemiHardMiner().mine(batch, hinge).stats().taken();
        assertEquals(counts.semiHard() + counts.edge(), semiHard, what);
        Triplets all = Triplets.takenBy(new BatchAllMiner(), batch, hinge);
        assertEquals(counts, TripletCounts.of(batch, all, margin), what);
        Triplets some = Triplets.takenBy(new SemiHardMiner(), batch, hinge);
        TripletCounts ofSome = TripletCounts.of(batch, some, margin);
        assertEquals(
                ofSome.semiHard() + ofSome.hard() + ofSome.tie(),
                new SemiHardMiner().mine(batch, hinge).stats().active(),
                what);
    }

    @Test
    void gapsInDoublesMeetTheMarginInFloats() {
        NDArray gaps = manager.create(new double[] {0.1, 0.05, 0.2}); // 0.1 is below 0.1f
        assertArrayEquals(
                new double[] {0, 0.1f - 0.05, 0},
                MaskedLosses.hinge(0.1).apply(gaps).toDoubleArray());
    }

    /** How many valid triplets cost something in arrays of the engine. */
    private long byTheBook(MiningBatch batch, int[] classes, double margin) {
        int size = batch.size();
        NDArray d = manager.create(batch.distances(), new Shape(size, size));
        NDArray gaps = d.expandDims(1).sub(d.expandDims(2));
        float[] costs = MaskedLosses.hinge(margin).apply(gaps).toFloatArray();
        return IntStream.range(0, costs.length)
                .filter(t -> costs[t] > 0)
                .filter(t -> t / size / size != t / size % size)
                .filter(t -> classes[t / size / size] == classes[t / size % size])
                .filter(t -> classes[t / size / size] != classes[t % size])
                .count();
    }
}
