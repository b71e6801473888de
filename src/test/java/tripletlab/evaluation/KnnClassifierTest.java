package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnnClassifierTest {

    private static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithTheDefinition(long seed) {
        Cases cases = Cases.of(seed);
        Embeddings train = cases.items();
        Embeddings test = cases.queries();
        int k = 1 + new Random(seed).nextInt(Math.min(12, train.size()));
        int[] expected = new int[test.size()];
        int right = 0;
        for (int q = 0; q < expected.length; q++) {
            expected[q] = vote(test.vectors()[q], train, k);
            right += expected[q] == test.labels()[q] ? 1 : 0;
        }
        KnnClassifier classifier = KnnClassifier.fit(train.vectors(), train.labels(), k);
        assertArrayEquals(expected, classifier.predict(test.vectors()), "seed " + seed);
        double accuracy = classifier.evaluate(test).accuracy();
        assertEquals((double) right / expected.length, accuracy, 1e-12, "seed " + seed);
    }

    /** The first label, nearest first, that no other has more votes than. */
    private static int vote(float[] query, Embeddings train, int k) {
        List<Integer> voters =
                Cases.ranking(query, train.vectors(), -1).stream()
                        .limit(k)
                        .map(i -> train.labels()[i])
                        .toList();
        int most = voters.stream().mapToInt(l -> Collections.frequency(voters, l)).max().getAsInt();
        return voters.stream()
                .filter(label -> Collections.frequency(voters, label) == most)
                .findFirst()
                .get();
    }

    @Test
    void valuesByHand() {
        float[][] line = {{0}, {1}, {3}, {6}, {10}};
        int[] labels = {5, 8, 8, 5, 5};
        float[][] queries = {{0}, {9}, {2}};
        assertArrayEquals(new int[] {5, 5, 8}, KnnClassifier.fit(line, labels, 1).predict(queries));
        // k = 2: where each label has a vote, the nearest decides
        assertArrayEquals(new int[] {5, 5, 8}, KnnClassifier.fit(line, labels, 2).predict(queries));
        assertArrayEquals(new int[] {8, 5, 8}, KnnClassifier.fit(line, labels, 3).predict(queries));
        // k = 4: two votes each
        assertArrayEquals(new int[] {5, 5, 8}, KnnClassifier.fit(line, labels, 4).predict(queries));
        assertArrayEquals(new int[] {5, 5, 5}, KnnClassifier.fit(line, labels, 5).predict(queries));
    }

    @Test
    void confusionByHand() {
        ConfusionMatrix confusion =
                ConfusionMatrix.of(new int[] {9, 9, 9, -1, -1}, new int[] {9, -1, 4, -1, -1});
        assertArrayEquals(new int[] {-1, 4, 9}, confusion.classes());
        assertArrayEquals(new int[] {2, 0, 0}, confusion.counts()[0]);
        assertArrayEquals(new int[] {0, 0, 0}, confusion.counts()[1]);
        assertArrayEquals(new int[] {1, 1, 1}, confusion.counts()[2]);
        assertEquals(3 / 5.0, confusion.accuracy());
        assertEquals("accuracy 0.6000 over 3 classes", confusion.toString());
    }

    @Test
    void countsOfOnesOwnAreChecked() {
        int[] classes = {0, 1};
        assertRefused("counts has -3, expected 0 or more", classes, new int[][] {{1, 2}, {-3, 0}});
        assertRefused(
                "counts has length 1, expected 2 as classes has", classes, new int[][] {{1, 2}});
        assertRefused(
                "a row of counts has length 1, expected 2 as classes has",
                classes,
                new int[][] {{1, 2}, {1}});
    }

    private static void assertRefused(String message, int[] classes, int[][] counts) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> new ConfusionMatrix(classes, counts));
        assertEquals(message, e.getMessage());
    }

    @Test
    void wrongArgumentsAreNamed() {
        float[][] rows = {{1, 0}, {2, 0}};
        int[] labels = {1, 2};
        assertNames("k is 3, expected 1 to 2", () -> KnnClassifier.fit(rows, labels, 3));
        assertNames("k is 0, expected 1 to 2", () -> KnnClassifier.fit(rows, labels, 0));
        assertNames(
                "labels has length 1, expected 2: one for each row of embeddings",
                () -> KnnClassifier.fit(rows, new int[1], 1));
        KnnClassifier fitted = KnnClassifier.fit(rows, labels, 1);
        assertNames("queries has rows of length 1", () -> fitted.predict(new float[1][1]));
        assertNames("queries is empty", () -> fitted.predict(new float[0][]));
        assertNames(
                "predicted has length 1 and labels 2",
                () -> ConfusionMatrix.of(new int[2], new int[1]));
        int[] many = IntStream.range(0, 100_000).toArray();
        assertNames(
                "100000 classes, whose matrix takes 38146 MB, expected at most 8192",
                () -> ConfusionMatrix.of(many, many));
    }

    private static void assertNames(String part, Runnable call) {
        Exception e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
