package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecallAtKTest {

    private static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void leaveOneOutAgreesWithTheDefinition(long seed) {
        Embeddings items = Cases.of(seed).items();
        int[] ks = {1, (items.size() + 2) / 3, items.size() - 1};
        RecallAtK recall = RecallAtK.of(items.vectors(), items.labels(), ks);
        assertAgrees(Cases.hits(items, items, true), recall, "seed " + seed);
        RetrievalMetrics metrics = RetrievalMetrics.of(items.vectors(), items.labels());
        assertEquals(metrics.precisionAt1(), recall.at(1), 1e-12, "seed " + seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void queriesAmongReferencesAgreeWithTheDefinition(long seed) {
        Cases cases = Cases.of(seed);
        RecallAtK recall = RecallAtK.of(cases.queries(), cases.items(), 1, 2, cases.items().size());
        assertAgrees(Cases.hits(cases.queries(), cases.items(), false), recall, "seed " + seed);
    }

    private static void assertAgrees(List<List<Boolean>> hits, RecallAtK recall, String message) {
        long answerable = hits.stream().filter(query -> query.contains(true)).count();
        for (int k : recall.values().keySet()) {
            long found = hits.stream().filter(query -> query.subList(0, k).contains(true)).count();
            double expected = answerable == 0 ? Double.NaN : (double) found / answerable;
            assertEquals(expected, recall.at(k), 1e-12, message);
        }
    }

    @Test
    void valuesByHand() {
        // a a b a b on a line, a lone c far away; the first hit of each is 1st, 1st, 4th, 3rd, 2nd
        float[][] line = {{0}, {1}, {2.5f}, {4.4f}, {7.5f}, {100}};
        int[] labels = {0, 0, 1, 0, 1, 2};
        RecallAtK recall = RecallAtK.of(line, labels, 3, 1, 2);
        assertEquals(Map.of(1, 0.4, 2, 0.6, 3, 0.8), recall.values());
        assertEquals("recall@1 0.4000, recall@2 0.6000, recall@3 0.8000", recall.toString());
    }

    @Test
    void wrongArgumentsAreNamed() {
        float[][] rows = {{1}, {2}};
        int[] labels = {1, 1};
        assertNames("k is 2, expected 1 to 1", () -> RecallAtK.of(rows, labels, 2));
        assertNames("ks is empty", () -> RecallAtK.of(rows, labels));
        assertNames("labels has length 1", () -> RecallAtK.of(rows, new int[1], 1));
        assertNames("k is 5, expected one of [1]", () -> RecallAtK.of(rows, labels, 1).at(5));
        Embeddings wide = new Embeddings(new float[1][2], new int[1]);
        Embeddings items = new Embeddings(rows, labels);
        assertNames("queries has rows of length 2", () -> RecallAtK.of(wide, items, 1));
    }

    private static void assertNames(String part, Runnable call) {
        Exception e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
