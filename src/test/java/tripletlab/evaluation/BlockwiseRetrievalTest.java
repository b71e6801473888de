package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.RandomBatch;

class BlockwiseRetrievalTest {

    private static final Embeddings ITEMS =
            new Embeddings(new float[][] {{0}, {2}, {4}}, new int[] {1, 2, 1});

    /** Some items, and their place among all. */
    private record Block(int first, Embeddings items) {

        /** In blocks of random sizes, in random order. */
        static List<Block> of(Embeddings all, Random random) {
            List<Block> blocks = new ArrayList<>();
            int size;
            for (int from = 0; from < all.size(); from += size) {
                size = 1 + random.nextInt(all.size() - from);
                int first = from;
                int end = from + size;
                blocks.add(new Block(first, all.select(i -> i >= first && i < end)));
            }
            Collections.shuffle(blocks, random);
            return blocks;
        }
    }

    private static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isThatOfAllReferencesWhereManyAreTied(long seed) {
        Cases cases = Cases.of(seed);
        assertEquals(
                RetrievalMetrics.of(cases.queries(), cases.items()),
                metrics(cases.queries(), cases.items(), false, new Random(seed)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isThatOfEachItemAmongTheOthers(long seed) {
        Embeddings tied = Cases.of(seed).items();
        RandomBatch batch = RandomBatch.of(seed);
        Embeddings any = new Embeddings(batch.embeddings(), batch.labels());
        for (Embeddings items : List.of(tied, any)) {
            assertEquals(RetrievalMetrics.of(items), metrics(items, items, true, new Random(seed)));
        }
    }

    private static RetrievalMetrics metrics(
            Embeddings queries, Embeddings references, boolean leaveOneOut, Random random) {
        Map<Integer, Long> sizes = classSizes(references);
        List<Block> blocks = Block.of(references, random);
        RetrievalSums sums = RetrievalSums.NONE;
        for (Block block : Block.of(queries, random)) {
            BlockwiseRetrieval retrieval =
                    leaveOneOut
                            ? BlockwiseRetrieval.leaveOneOut(block.items, block.first, sizes)
                            : BlockwiseRetrieval.of(block.items, sizes);
            blocks.forEach(part -> retrieval.look(part.items, part.first));
            sums = sums.plus(retrieval.sums());
        }
        return sums.metrics();
    }

    private static Map<Integer, Long> classSizes(Embeddings items) {
        return Arrays.stream(items.labels())
                .boxed()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** Places that need 31 bits, as those of two billion references do. */
    @Test
    void tiesGoByPlaceToTheLastOne() {
        int last = Integer.MAX_VALUE - 1;
        Embeddings a = new Embeddings(new float[][] {{1}}, new int[] {1});
        Embeddings b = new Embeddings(new float[][] {{-1}}, new int[] {2});
        Embeddings query = new Embeddings(new float[][] {{0}}, new int[] {1});
        for (int place : List.of(0, last)) {
            BlockwiseRetrieval retrieval = BlockwiseRetrieval.of(query, Map.of(1, 1L, 2, 1L));
            retrieval.look(a, place);
            retrieval.look(b, last - place);
            assertEquals(place == 0 ? 1 : 0, retrieval.sums().metrics().precisionAt1());
        }
    }

    @Test
    void classesThatHaveNotComeAreReported() {
        BlockwiseRetrieval retrieval = BlockwiseRetrieval.of(ITEMS, Map.of(1, 4L, 2, 1L));
        retrieval.look(ITEMS, 0);
        Exception e = assertThrows(IllegalStateException.class, retrieval::sums);
        assertEquals(
                "query 0 has looked at 3 references, expected 4 or more, its class",
                e.getMessage());
    }

    @Test
    void wrongArgumentsAreNamed() {
        BlockwiseRetrieval retrieval = BlockwiseRetrieval.of(ITEMS, Map.of());
        Embeddings wide = new Embeddings(new float[][] {{1, 2}}, new int[] {1});
        Embeddings bad = new Embeddings(new float[][] {{Float.NaN}}, new int[] {1});
        assertNames(() -> retrieval.look(wide, 0), "queries has rows of length 1, expected 2");
        assertNames(() -> retrieval.look(bad, 0), "references has NaN in row 0");
        assertNames(() -> retrieval.look(ITEMS, -1), "first is -1, expected 0 or more");
        assertNames(
                () -> BlockwiseRetrieval.leaveOneOut(ITEMS, -1, Map.of()),
                "firstQuery is -1, expected 0 or more");
        assertNames(
                () -> BlockwiseRetrieval.leaveOneOut(ITEMS, 0, Map.of(1, 2L)),
                "classSizes has 0 for label 2, which a query has, expected 1 or more");
        assertNames(
                () -> BlockwiseRetrieval.of(ITEMS, Map.of(1, -3L)),
                "classSizes has -3 for label 1, which a query has, expected 0 or more");
        assertThrows(ArithmeticException.class, () -> retrieval.look(ITEMS, Integer.MAX_VALUE - 2));
    }

    private static void assertNames(Runnable call, String part) {
        Exception e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), part + " not in: " + e.getMessage());
    }
}
