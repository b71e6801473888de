package tripletlab.mining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.Errors;
import tripletlab.RandomBatch;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;

class MiningBatchTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Of class 7: items 0, 2 and 4; of class −3: 1 and 5; item 3 is alone. */
    private MiningBatch six() {
        float[][] d = new float[6][6];
        d[0] = new float[] {0, 2, 3, 1, 3, 1};
        d[2] = new float[] {0, 5, 0, 5, 0, 5};
        d[4] = new float[] {4, 2, 1, 1, 0, 1};
        d[3] = new float[] {2, 2, 1, 0, 1, 1};
        NDArray labels = manager.create(new int[] {7, -3, 7, 4, 7, -3});
        return MiningBatch.of(RandomBatch.array(manager, d), labels);
    }

    @Test
    void positivesAndNegativesByHand() {
        MiningBatch batch = six();
        assertTrue(batch.isPositive(0, 2));
        assertFalse(batch.isPositive(0, 0));
        assertFalse(batch.isPositive(0, 1));
        assertTrue(batch.isNegative(0, 1));
        assertFalse(batch.isNegative(0, 2));
        assertFalse(batch.isNegative(0, 0));
        assertArrayEquals(new int[] {0, 4}, batch.positives(2));
        assertArrayEquals(new int[] {1}, batch.positives(5));
        assertArrayEquals(new int[0], batch.positives(3));
        assertEquals(3, batch.negatives(0));
        assertEquals(4, batch.negatives(1));
        assertEquals(5, batch.negatives(3));
        assertEquals(3 * 2 * 3 + 2 * 1 * 4, batch.validTriplets());
    }

    @Test
    void nearestAndFarthestByHandTheFirstOfEquals() {
        MiningBatch batch = six();
        assertEquals(2, batch.nearestPositive(0));
        assertEquals(2, batch.farthestPositive(0));
        assertEquals(2, batch.nearestPositive(4));
        assertEquals(0, batch.farthestPositive(4));
        assertEquals(0, batch.farthestPositive(2)); // at a distance of 0
        assertEquals(3, batch.nearestNegative(0));
        assertEquals(2, batch.nearestNegative(3));
        assertEquals(1, batch.nearestNegativeBeyond(0, 1));
        assertEquals(3, batch.nearestNegativeBeyond(0, Math.nextDown(1f)));
        assertEquals(0, batch.nearestNegativeBeyond(3, 1));
    }

    @Test
    void whatThereIsNotIsMinusOne() {
        MiningBatch batch = six();
        assertEquals(-1, batch.nearestPositive(3));
        assertEquals(-1, batch.farthestPositive(3));
        assertEquals(-1, batch.nearestNegativeBeyond(0, 2));
        NDArray one = manager.create(new int[] {1, 1});
        MiningBatch oneClass = MiningBatch.of(manager.zeros(new Shape(2, 2)), one);
        assertEquals(-1, oneClass.nearestNegative(0));
        assertEquals(0, oneClass.negatives(0));
    }

    @Test
    void embeddingsAreMeasured() {
        EmbeddingBatch geometry =
                EmbeddingBatch.of(Distance.EUCLIDEAN, new float[][] {{0, 0}, {3, 4}});
        MiningBatch batch = MiningBatch.of(geometry, new int[] {0, 1});
        assertEquals(5, batch.distance(0, 1));
        assertSame(geometry, batch.embeddings().orElseThrow());
        assertTrue(six().embeddings().isEmpty(), "nothing was measured");
        Errors.assertNames(
                () -> MiningBatch.of(geometry, new int[3]), "has length 3", "expected 2");
    }

    @Test
    void wrongLabelsAreNamed() {
        NDArray distances = manager.zeros(new Shape(3, 3));
        assertNames(distances, manager.create(new int[] {1, 2}), "labels", "(2)", "(3)");
        assertNames(
                distances, manager.create(new float[] {1, Float.NaN, 2}), "labels", "NaN", "row 1");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -1})
    void wrongDistancesAreNamed(float wrong) {
        NDArray distances = manager.create(new float[] {0, wrong, 1, 0}, new Shape(2, 2));
        NDArray labels = manager.create(new int[] {1, 2});
        assertNames(distances, labels, "distances", "" + wrong, "row 0, column 1");
    }

    @Test
    void nullIsNamed() {
        NDArray one = manager.create(new int[] {1});
        assertNames(null, one, "distances is null");
        assertNames(manager.zeros(new Shape(1, 1)), null, "labels is null");
        EmbeddingBatch geometry = EmbeddingBatch.of(Distance.EUCLIDEAN, new float[][] {{0, 0}});
        Errors.assertNames(() -> MiningBatch.of(geometry, null), "labels is null");
        Errors.assertNames(
                () -> MiningBatch.of((EmbeddingBatch) null, new int[1]), "embeddings is null");
        Errors.assertNames(() -> TripletCounts.of(null, 1), "batch is null");
        Errors.assertNames(() -> TripletCounts.of(six(), null, 1), "triplets is null");
        Errors.assertNames(() -> TripletMean.overTaken(six(), new Hinge(1), null), "rule is null");
        Errors.assertNames(() -> new TripletMean(null, null), "weights is null");
        Errors.assertNames(() -> new Triplets(new int[0], null, new int[0]), "positives is null");
        Errors.assertNames(() -> new EasyPositiveMiner(null), "negative is null");
        Errors.assertNames(
                () -> new DistanceWeightedMiner(1).mine(null, new Hinge(1)), "batch is null");
    }

    @Test
    void doublesThatNoFloatHoldsAreNamed() {
        NDArray distances = manager.create(new double[] {0, 1e300, 1, 0}, new Shape(2, 2));
        NDArray labels = manager.create(new int[] {1, 2});
        assertNames(distances, labels, "distances has 1.0E300 in row 0, column 1");
    }

    @Test
    void wrongSizesAreNamed() {
        NDArray one = manager.create(new int[] {1});
        assertEquals(0, MiningBatch.of(manager.zeros(new Shape(1, 1)), one).validTriplets());
        assertNames(manager.zeros(new Shape(2, 3)), one, "distances", "(2, 3)");
    }

    /** −1, which the class itself returns for "none", would be a number of the row before. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 6})
    void itemsThatAreNoneAreNamed(int none) {
        MiningBatch batch = six();
        String anchor = "anchor is %d, expected 0 to 5".formatted(none);
        Errors.assertNames(
                () -> batch.distance(1, none), "j is %d, expected 0 to 5".formatted(none));
        Errors.assertNames(
                () -> batch.distance(none, 1), "i is %d, expected 0 to 5".formatted(none));
        Errors.assertNames(() -> batch.isPositive(none, 1), anchor);
        Errors.assertNames(() -> batch.isPositive(1, none), "p is " + none);
        Errors.assertNames(() -> batch.isNegative(none, 1), anchor);
        Errors.assertNames(() -> batch.isNegative(1, none), "n is " + none);
        Errors.assertNames(() -> batch.positives(none), anchor);
        Errors.assertNames(() -> batch.negatives(none), anchor);
        Errors.assertNames(() -> batch.nearestPositive(none), anchor);
        Errors.assertNames(() -> batch.farthestPositive(none), anchor);
        Errors.assertNames(() -> batch.nearestNegative(none), anchor);
        Errors.assertNames(() -> batch.nearestNegativeBeyond(none, 1), anchor);
    }

    @Test
    void validTripletsOfABalancedBatch() {
        int classes = 4;
        int items = 5; // P·K·(K − 1)·(P·K − K)
        int[] labels = new int[classes * items];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % classes;
        }
        NDArray distances = manager.zeros(new Shape(20, 20));
        MiningBatch batch = MiningBatch.of(distances, manager.create(labels));
        assertEquals(20 * 4 * 15, batch.validTriplets());
    }

    private static void assertNames(NDArray distances, NDArray labels, String... parts) {
        Errors.assertNames(() -> MiningBatch.of(distances, labels), parts);
    }
}
