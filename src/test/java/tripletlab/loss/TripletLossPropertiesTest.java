package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.RandomBatch;
import tripletlab.Strategy;

/** What must hold for any batch. */
class TripletLossPropertiesTest {

    private static LongStream seeds() {
        return LongStream.range(100, 130);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anotherOrderOfTheBatchChangesOnlyTheOrderOfTheGradient(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        List<Integer> order =
                IntStream.range(0, batch.labels().length).boxed().collect(Collectors.toList());
        Collections.shuffle(order, new Random(seed));
        float[][] rows = order.stream().map(i -> batch.embeddings()[i]).toArray(float[][]::new);
        int[] labels = order.stream().mapToInt(i -> 77 - 3 * batch.labels()[i]).toArray();
        int dimension = rows[0].length;
        for (Strategy strategy : Strategy.values()) {
            TripletLoss loss = loss(strategy, 0.6f);
            Evaluated before = Evaluated.of(loss, batch.embeddings(), batch.labels());
            Evaluated after = Evaluated.of(loss, rows, labels);
            assertEquals(before.value(), after.value(), 1e-6, strategy.toString());
            for (int i = 0; i < after.gradient().length; i++) {
                int at = order.get(i / dimension) * dimension + i % dimension;
                assertEquals(before.gradient()[at], after.gradient()[i], 1e-5, strategy + ": " + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void scalingEmbeddingsAndMarginScalesTheEuclideanHinge(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        for (float factor : new float[] {0.25f, 8, 1000}) {
            float[][] scaled = new float[batch.labels().length][];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = batch.embeddings()[i].clone();
                for (int k = 0; k < scaled[i].length; k++) {
                    scaled[i][k] *= factor;
                }
            }
            for (Strategy strategy : Strategy.values()) {
                Evaluated small =
                        Evaluated.of(loss(strategy, 0.5f), batch.embeddings(), batch.labels());
                Evaluated large =
                        Evaluated.of(loss(strategy, 0.5f * factor), scaled, batch.labels());
                assertEquals(
                        factor * small.value(), large.value(), 1e-5 * factor, strategy.toString());
                for (int i = 0; i < small.gradient().length; i++) { // homogeneous of degree 1
                    assertEquals(small.gradient()[i], large.gradient()[i], 1e-5);
                }
            }
        }
    }

    /**
     * The sum over all triplets never falls; so does the loss of each miner that takes the same
     * triplets whatever the margin. Means over active triplets, or over those within the margin,
     * have a divisor that grows as well.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void theLossNeverFallsAsTheMarginGrows(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        for (Strategy strategy : Strategy.values()) {
            double before = 0;
            long activeBefore = 0;
            for (float margin : new float[] {0, 0.1f, 0.3f, 0.5f, 1, 2, 10}) {
                TripletLoss loss = loss(strategy, margin);
                double value = Evaluated.of(loss, batch.embeddings(), batch.labels()).value();
                long active = loss.lastStats().active();
                double total = strategy == Strategy.BATCH_ALL ? value * active : value;
                if (strategy != Strategy.BATCH_ALL_SEMI_HARD) {
                    assertTrue(
                            total >= before - 1e-4 * before,
                            strategy + ": " + total + " after " + before);
                }
                assertTrue(active >= activeBefore, strategy.toString());
                before = total;
                activeBefore = active;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theGradientMovesNoCentre(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        int dimension = batch.embeddings()[0].length;
        for (Strategy strategy : Strategy.values()) {
            double[] sums = new double[dimension];
            float[] gradient =
                    Evaluated.of(loss(strategy, 1), batch.embeddings(), batch.labels()).gradient();
            for (int i = 0; i < gradient.length; i++) {
                sums[i % dimension] += gradient[i];
            }
            for (double sum : sums) { // distances do not change when all points move together
                assertEquals(0, sum, 1e-5);
            }
        }
    }

    private static TripletLoss loss(Strategy strategy, float margin) {
        return TripletLoss.builder().setMiner(strategy.miner()).optMargin(margin).build();
    }
}
