package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.RandomBatch;

class RetrievalMetricsTest {

    private static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithTheDefinition(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        Embeddings items = new Embeddings(batch.embeddings(), batch.labels());
        assertAgrees(
                Cases.hits(items, items, true),
                RetrievalMetrics.of(items.vectors(), items.labels()),
                "seed " + seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithTheDefinitionWhereManyAreTied(long seed) {
        Embeddings items = Cases.of(seed).items();
        assertAgrees(
                Cases.hits(items, items, true),
                RetrievalMetrics.of(items.vectors(), items.labels()),
                "seed " + seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void queriesAmongReferencesAgreeWithTheDefinition(long seed) {
        Cases cases = Cases.of(seed);
        assertAgrees(
                Cases.hits(cases.queries(), cases.items(), false),
                RetrievalMetrics.of(cases.queries(), cases.items()),
                "seed " + seed);
    }

    /** Section 3.2 of the paper, for each query that could find something. */
    private static void assertAgrees(
            List<List<Boolean>> hits, RetrievalMetrics metrics, String message) {
        double[] sums = new double[3];
        int queries = 0;
        for (List<Boolean> query : hits) {
            int relevant = Collections.frequency(query, true);
            if (relevant == 0) {
                continue;
            }
            queries++;
            sums[0] += precision(query, 1);
            sums[1] += precision(query, relevant);
            for (int i = 1; i <= relevant; i++) {
                sums[2] += query.get(i - 1) ? precision(query, i) / relevant : 0;
            }
        }
        assertEquals(sums[0] / queries, metrics.precisionAt1(), 1e-9, message);
        assertEquals(sums[1] / queries, metrics.rPrecision(), 1e-9, message);
        assertEquals(sums[2] / queries, metrics.mapAtR(), 1e-9, message);
    }

    private static double precision(List<Boolean> hits, int k) {
        return (double) Collections.frequency(hits.subList(0, k), true) / k;
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
        int[] labels = {1, 1, 2, 2};
        assertEquals(new RetrievalMetrics(1, 1, 1), RetrievalMetrics.of(rows, labels));
        Embeddings items = new Embeddings(rows, labels);
        assertEquals(new RetrievalMetrics(1, 1, 1), RetrievalMetrics.of(items));
    }

    @Test
    void queriesAmongReferencesByHand() {
        Embeddings references = new Embeddings(new float[][] {{0}, {2}, {4}}, new int[] {1, 2, 1});
        // at 2 of class 1: b, then a and a; at 0 of class 2: its own is second; nobody has class 3
        Embeddings queries = new Embeddings(new float[][] {{2}, {0}, {0}}, new int[] {1, 2, 3});
        RetrievalMetrics metrics = RetrievalMetrics.of(queries, references);
        assertEquals(new RetrievalMetrics(0, 1 / 4.0, 1 / 8.0), metrics);
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
        assertNames(
                new float[][] {{1}, {1e20f}},
                new int[] {1, 1},
                "embeddings",
                "length 1.0E20 in row 1");
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
