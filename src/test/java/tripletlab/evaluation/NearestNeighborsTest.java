package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.RandomBatch;

class NearestNeighborsTest {

    private static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithBruteForceWhereManyAreTied(long seed) {
        Cases cases = Cases.of(seed);
        float[][] queries = cases.queries().vectors();
        Embeddings items = cases.items();
        int k = 1 + new Random(seed).nextInt(items.size());
        List<List<Neighbor>> found = NearestNeighbors.of(items).find(queries, k);
        assertEquals(queries.length, found.size());
        for (int q = 0; q < queries.length; q++) {
            assertEquals(expected(queries[q], items, k, -1), found.get(q), "seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anItemIsNotItsOwnNeighbor(long seed) {
        Embeddings items = Cases.of(seed).items();
        Random random = new Random(seed);
        int k = 1 + random.nextInt(items.size() - 1);
        int[] queries = random.ints(20, 0, items.size()).toArray();
        List<List<Neighbor>> found = NearestNeighbors.of(items).others(queries, k);
        for (int q = 0; q < queries.length; q++) {
            int item = queries[q];
            List<Neighbor> expected = expected(items.vectors()[item], items, k, item);
            assertEquals(expected, found.get(q), "seed " + seed);
        }
    }

    private static List<Neighbor> expected(float[] query, Embeddings items, int k, int leftOut) {
        return Cases.ranking(query, items.vectors(), leftOut).stream()
                .limit(k)
                .map(
                        i ->
                                new Neighbor(
                                        i,
                                        items.labels()[i],
                                        Cases.distance(query, items.vectors()[i])))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void distancesAreEuclidean(long seed) {
        RandomBatch batch = RandomBatch.of(seed);
        float[][] rows = batch.embeddings();
        NearestNeighbors neighbors = NearestNeighbors.of(new Embeddings(rows, batch.labels()));
        for (float[] query : rows) {
            List<Neighbor> all = neighbors.find(new float[][] {query}, rows.length).get(0);
            for (int i = 0; i < rows.length; i++) {
                Neighbor neighbor = all.get(i);
                double expected = Cases.distance(query, rows[neighbor.index()]);
                assertEquals(expected, neighbor.distance(), 1e-5, "seed " + seed);
                assertTrue(i == 0 || neighbor.distance() >= all.get(i - 1).distance());
            }
            assertEquals(0, all.get(0).distance());
            assertEquals(rows.length, all.stream().mapToInt(Neighbor::index).distinct().count());
        }
    }

    @Test
    void valuesByHand() {
        Embeddings items =
                new Embeddings(
                        new float[][] {{0, 0}, {3, 4}, {3, 4}, {-5, 0}}, new int[] {1, 2, 3, 4});
        NearestNeighbors neighbors = NearestNeighbors.of(items);
        assertEquals(
                List.of(new Neighbor(0, 1, 0), new Neighbor(1, 2, 5), new Neighbor(2, 3, 5)),
                neighbors.find(new float[][] {{0, 0}}, 3).get(0));
        assertEquals(List.of(new Neighbor(1, 2, 0), new Neighbor(0, 1, 5)), neighbors.others(2, 2));
        assertEquals("item 1 (label 2) at 5.0000", new Neighbor(1, 2, 5).toString());
    }

    /** Falling distances put each new item before all others: the worst order for a selection. */
    @Test
    void selectsFromItemsInAnyOrder() {
        int size = 5000;
        float[][] rising =
                IntStream.range(0, size).mapToObj(i -> new float[] {i}).toArray(float[][]::new);
        float[][] falling =
                IntStream.range(0, size)
                        .mapToObj(i -> new float[] {size - i})
                        .toArray(float[][]::new);
        float[][] organPipe =
                IntStream.range(0, size)
                        .mapToObj(i -> new float[] {Math.min(i, size - i)})
                        .toArray(float[][]::new);
        float[][] equal = new float[size][1];
        for (float[][] rows : List.of(rising, falling, organPipe, equal)) {
            NearestNeighbors neighbors = NearestNeighbors.of(new Embeddings(rows, new int[size]));
            float[] query = {-1};
            List<Integer> ranking = Cases.ranking(query, rows, -1);
            for (int k : new int[] {1, 2, 60, 500, size}) {
                assertEquals(
                        ranking.subList(0, k),
                        neighbors.find(new float[][] {query}, k).get(0).stream()
                                .map(Neighbor::index)
                                .toList());
            }
        }
    }

    @Test
    void anInterruptStopsTheSearchOnAllThreads() {
        NearestNeighbors neighbors = NearestNeighbors.of(Cases.of(0).items());
        Thread.currentThread().interrupt();
        Exception e =
                assertThrows(CancellationException.class, () -> neighbors.others(new int[1000], 1));
        assertTrue(e.getMessage().contains("after 0 of 1,000 queries"), e.getMessage());
        assertFalse(Thread.interrupted(), "the exception takes the interrupt's place");
        assertEquals(1000, neighbors.others(new int[1000], 1).size());
    }

    @Test
    void wrongArgumentsAreNamed() {
        NearestNeighbors two =
                NearestNeighbors.of(new Embeddings(new float[][] {{1, 0}, {2, 0}}, new int[2]));
        assertNames("k is 3, expected 1 to 2", () -> two.find(new float[1][2], 3));
        assertNames("k is 0, expected 1 to 2", () -> two.find(new float[1][2], 0));
        assertNames("k is 2, expected 1 to 1", () -> two.others(0, 2));
        assertNames("item is 2, expected 0 to 1", () -> two.others(2, 1));
        assertNames("item is -1, expected 0 to 1", () -> two.others(-1, 1));
        assertNames("queries has rows of length 3, expected 2", () -> two.find(new float[1][3], 1));
        assertNames("queries has NaN in row 0", () -> two.find(new float[][] {{0, Float.NaN}}, 1));
        assertNames(
                "queries has length 1.0E20 in row 0",
                () -> two.find(new float[][] {{0, 1e20f}}, 1));
        assertNames(
                "items is empty",
                () -> NearestNeighbors.of(new Embeddings(new float[0][], new int[0])));
        assertNames(
                "labels has length 1, expected 2",
                () -> new Embeddings(new float[2][1], new int[1]));
    }

    private static void assertNames(String part, Runnable call) {
        Exception e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
