package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.Oracle;
import tripletlab.RandomBatch;

class RetrievalMetricsTest {

    private static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithTheDefinition(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        double[][] d = Oracle.squared(Oracle.doubles(batch.embeddings()));
        int[] y = batch.labels();
        double[] sums = new double[3];
        int queries = 0;
        for (int q = 0; q < y.length; q++) {
            int query = q;
            List<Integer> ranking =
                    IntStream.range(0, y.length)
                            .filter(i -> i != query)
                            .boxed()
                            .sorted(Comparator.comparingDouble(i -> d[query][i]))
                            .toList();
            long relevant = ranking.stream().filter(i -> y[i] == y[query]).count();
            if (relevant == 0) {
                continue;
            }
            queries++;
            sums[0] += y[ranking.get(0)] == y[query] ? 1 : 0;
            for (int i = 1; i <= relevant; i++) {
                if (y[ranking.get(i - 1)] == y[query]) {
                    sums[1] += 1.0 / relevant;
                    sums[2] += precisionAt(i, ranking, y, y[query]) / relevant;
                }
            }
        }
        RetrievalMetrics metrics = RetrievalMetrics.of(batch.embeddings(), y);
        assertEquals(sums[0] / queries, metrics.precisionAt1(), 1e-9);
        assertEquals(sums[1] / queries, metrics.rPrecision(), 1e-9);
        assertEquals(sums[2] / queries, metrics.mapAtR(), 1e-9);
    }

    private static double precisionAt(int k, List<Integer> ranking, int[] y, int label) {
        return ranking.stream().limit(k).filter(i -> y[i] == label).count() / (double) k;
    }

    @Test
    void valuesByHand() {
        // a a b a b on a line, a lone c far away
        float[][] line = {{0}, {1}, {2.5f}, {4.5f}, {7.5f}, {100}};
        int[] labels = {0, 0, 1, 0, 1, 2};
        RetrievalMetrics metrics = RetrievalMetrics.of(line, labels);
        // nearest: 0→1 hit, 1→0 hit, 2→1 miss, 3→2 miss, 4→3 miss
        assertEquals(2 / 5.0, metrics.precisionAt1(), 1e-12);
        // R nearest: 0: a b; 1: a b; 2: a; 3: b b (2 at 2, 4 at 3); 4: a
        assertEquals((0.5 + 0.5 + 0 + 0 + 0) / 5, metrics.rPrecision(), 1e-12);
        assertEquals((0.5 + 0.5 + 0 + 0 + 0) / 5, metrics.mapAtR(), 1e-12);
    }

    @Test
    void separateClassesScoreOne() {
        float[][] rows = {{0, 0}, {0, 1}, {9, 9}, {9, 8}};
        RetrievalMetrics metrics = RetrievalMetrics.of(rows, new int[] {1, 1, 2, 2});
        assertEquals(new RetrievalMetrics(1, 1, 1), metrics);
    }

    @Test
    void onlyLoneLabelsGiveNaN() {
        RetrievalMetrics metrics = RetrievalMetrics.of(new float[][] {{1}, {2}}, new int[] {1, 2});
        assertTrue(Double.isNaN(metrics.precisionAt1()));
    }

    @Test
    void wrongArgumentsAreNamed() {
        float[][] rows = {{1}, {2}};
        assertNames(rows, new int[] {1}, "labels", "1", "2");
        assertNames(new float[][] {{1}, {Float.NaN}}, new int[] {1, 1}, "embeddings", "row 1");
        assertNames(new float[][] {{1}, {1, 2}}, new int[] {1, 1}, "embeddings", "row 1");
        assertNames(new float[0][0], new int[0], "embeddings", "empty");
    }

    private static void assertNames(float[][] rows, int[] labels, String... parts) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> RetrievalMetrics.of(rows, labels));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " not in: " + e.getMessage());
        }
    }
}
