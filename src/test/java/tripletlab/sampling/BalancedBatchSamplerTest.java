package tripletlab.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.dataset.RandomAccessDataset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.PlainDataset;

class BalancedBatchSamplerTest {

    private static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyBatchIsPTimesKAndUseIsEven(long seed) {
        Random random = new Random(seed);
        int perClass = 1 + random.nextInt(4);
        long[] labels = labels(random, 2 + random.nextInt(6), perClass);
        int all = (int) LongStream.of(labels).distinct().count();
        int perBatch = 1 + random.nextInt(all);
        PlainDataset dataset = PlainDataset.of(labels);
        BalancedBatchSampler pk = new BalancedBatchSampler(perBatch, perClass, 7, seed);
        assertEquals(perBatch * perClass, pk.getBatchSize());
        Uses uses = new Uses(labels);
        for (int epoch = 0; epoch < 5; epoch++) {
            List<List<Long>> batches = epoch(pk, dataset);
            assertEquals(7, batches.size());
            for (List<Long> batch : batches) {
                Map<Long, Long> counts = uses.add(batch);
                assertEquals(perBatch, counts.size());
                assertEquals(List.of((long) perClass), distinct(counts.values()));
                uses.assertEven();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void resumedItDealsWhatWouldHaveComeNext(long seed) {
        Random random = new Random(seed);
        long[] labels = labels(random, 3, 2);
        BalancedBatchSampler pk = new BalancedBatchSampler(2, 2, 5, seed);
        PlainDataset dataset = PlainDataset.of(labels);
        List<List<Long>> batches = new ArrayList<>();
        for (int epoch = 0; epoch < 4; epoch++) {
            assertEquals(5 * epoch, pk.position());
            batches.addAll(epoch(pk, dataset));
        }
        int position = random.nextInt(15);
        BalancedBatchSampler resumed = new BalancedBatchSampler(2, 2, 5, pk.seed());
        resumed.resume(position);
        assertEquals(position, resumed.position());
        assertEquals(
                batches.subList(position, position + 5), epoch(resumed, PlainDataset.of(labels)));
        assertEquals(position + 5, resumed.position());
    }

    @Test
    void onlyANewSamplerIsResumed() {
        BalancedBatchSampler pk = new BalancedBatchSampler(2, 2, 5, 1);
        assertNames(() -> pk.resume(-1), "position is -1");
        epoch(pk, PlainDataset.of(new long[] {1, 1, 2, 2}));
        Exception e = assertThrows(IllegalStateException.class, () -> pk.resume(3));
        assertTrue(e.getMessage().contains("dealt 5 batches"), e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void filledBatchesAreFullAndUseIsEven(long seed) {
        Random random = new Random(seed);
        int perClass = 2 + random.nextInt(4);
        long[] labels = labels(random, 4 + random.nextInt(6), 1);
        Map<Long, Long> sizes = counts(labels);
        long most = sizes.values().stream().mapToLong(n -> Math.min(n, perClass)).sum();
        int perBatch = 1 + random.nextInt((int) most / perClass);
        PlainDataset dataset = PlainDataset.of(labels);
        BalancedBatchSampler pk =
                new BalancedBatchSampler(perBatch, perClass, 35, seed, SmallClass.FILL);
        Uses uses = new Uses(labels);
        for (List<Long> batch : epoch(pk, dataset)) {
            assertEquals(perBatch * perClass, batch.size());
            Map<Long, Long> counts = uses.add(batch);
            uses.assertEven();
            long last = labels[batch.get(batch.size() - 1).intValue()];
            counts.forEach(
                    (label, count) -> {
                        long full = Math.min(sizes.get(label), perClass);
                        assertTrue(label == last ? count <= full : count == full);
                    });
        }
    }

    @Test
    void fillByHand() {
        // P·K = 4: of three classes with 1, 1 and 5 items the big one gives 2, the others all
        PlainDataset dataset = PlainDataset.of(new long[] {8, 9, 7, 7, 7, 7, 7});
        BalancedBatchSampler pk = new BalancedBatchSampler(2, 2, 10, 3, SmallClass.FILL);
        for (List<Long> batch : epoch(pk, dataset)) {
            assertTrue(batch.containsAll(List.of(0L, 1L)), batch.toString());
            assertEquals(4, batch.size());
        }
        assertNames(dataset, pk(3, 2, SmallClass.FILL), "3 × 2 = 6 items", "3 classes", "have 4");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void withoutSmallClassesFillChangesNothing(long seed) {
        PlainDataset dataset = PlainDataset.of(labels(new Random(seed), 5, 3));
        assertEquals(
                epoch(new BalancedBatchSampler(2, 3, 20, seed), dataset),
                epoch(new BalancedBatchSampler(2, 3, 20, seed, SmallClass.FILL), dataset));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSeedDecidesEveryEpoch(long seed) {
        PlainDataset dataset = PlainDataset.of(labels(new Random(seed), 6, 5));
        BalancedBatchSampler one = new BalancedBatchSampler(3, 2, 10, seed);
        BalancedBatchSampler same = new BalancedBatchSampler(3, 2, 10, seed);
        BalancedBatchSampler other = new BalancedBatchSampler(3, 2, 10, seed + 1);
        List<List<Long>> first = epoch(one, dataset);
        List<List<Long>> second = epoch(one, dataset);
        assertEquals(first, epoch(same, dataset));
        assertEquals(second, epoch(same, dataset));
        assertNotEquals(first, second);
        assertNotEquals(first, epoch(other, dataset));
    }

    @Test
    void theSequenceStaysWhatItWas() {
        PlainDataset dataset = PlainDataset.of(new long[] {1, 1, 1, 2, 2, 2, 3, 3, 3});
        assertEquals(
                List.of(List.of(1L, 0L, 5L, 4L), List.of(7L, 8L, 3L, 5L)),
                epoch(new BalancedBatchSampler(2, 2, 2, 1), dataset));
    }

    @Test
    void twoDatasetsDoNotDisturbEachOther() {
        PlainDataset first = PlainDataset.of(labels(new Random(1), 4, 3));
        PlainDataset second = PlainDataset.of(labels(new Random(2), 5, 3));
        BalancedBatchSampler shared = new BalancedBatchSampler(3, 2, 8, 5);
        BalancedBatchSampler alone = new BalancedBatchSampler(3, 2, 8, 5);
        Iterator<List<Long>> one = shared.sample(first);
        Iterator<List<Long>> two = shared.sample(second);
        List<List<Long>> ones = new ArrayList<>();
        List<List<Long>> twos = new ArrayList<>();
        while (one.hasNext()) {
            ones.add(one.next());
            twos.add(two.next());
        }
        assertEquals(epoch(alone, second), twos);
        assertEquals(epoch(alone, first), ones);
    }

    @Test
    void twoIteratorsOfOneDatasetShareItsDecks() {
        PlainDataset dataset = PlainDataset.of(labels(new Random(1), 4, 3));
        BalancedBatchSampler pk = new BalancedBatchSampler(3, 2, 4, 5);
        Iterator<List<Long>> one = pk.sample(dataset);
        Iterator<List<Long>> two = pk.sample(dataset);
        List<List<Long>> dealt = new ArrayList<>();
        while (one.hasNext()) {
            dealt.add(two.next());
            dealt.add(one.next());
        }
        assertFalse(two.hasNext());
        assertEquals(epoch(new BalancedBatchSampler(3, 2, 8, 5), dataset), dealt);
    }

    @Test
    void labelsAreReadOnce() {
        PlainDataset dataset = PlainDataset.of(new long[] {1, 1, 2, 2});
        BalancedBatchSampler pk = new BalancedBatchSampler(2, 2, 3, 5);
        epoch(pk, dataset);
        epoch(pk, dataset);
        assertEquals(2 * 4, dataset.made().size()); // data and label of each item
    }

    @Test
    void anEpochEnds() {
        Iterator<List<Long>> batches = pk(1, 1, SmallClass.REJECT).sample(PlainDataset.of(two()));
        batches.next();
        assertFalse(batches.hasNext());
        Exception e = assertThrows(NoSuchElementException.class, batches::next);
        assertTrue(e.getMessage().contains("all 1 batches"), e.getMessage());
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertNames(() -> new BalancedBatchSampler(0, 1, 1, 1), "classesPerBatch is 0");
        assertNames(() -> new BalancedBatchSampler(1, -1, 1, 1), "itemsPerClass is -1");
        assertNames(() -> new BalancedBatchSampler(1, 1, 0, 1), "batches is 0", "1 or more");
        assertNames(
                () -> new BalancedBatchSampler(50_000, 60_000, 1, 1),
                "classesPerBatch is 50000",
                "itemsPerClass is 60000");
        assertThrows(IllegalArgumentException.class, () -> pk(1, 1, null));
    }

    @Test
    void tooFewClassesOrItemsAreNamed() {
        PlainDataset dataset = PlainDataset.of(new long[] {7, 7, 7, 8, 8, 9});
        assertNames(
                dataset,
                pk(2, 3, SmallClass.REJECT),
                "itemsPerClass is 3",
                "2 of 3 classes",
                "class 8 has 2, class 9 has 1;",
                "SmallClass.FILL");
        assertNames(
                dataset,
                pk(4, 1, SmallClass.REJECT),
                "classesPerBatch is 4",
                "the dataset has 3 classes");
        assertNames(
                PlainDataset.of(new long[0]), pk(1, 1, SmallClass.REJECT), "dataset has 0 classes");
    }

    @Test
    void manySmallClassesAreCountedNotListed() {
        PlainDataset dataset = PlainDataset.of(LongStream.range(0, 500).toArray());
        assertNames(
                dataset,
                pk(2, 3, SmallClass.REJECT),
                "500 of 500 classes",
                "class 9 has 1, …; take fewer");
    }

    private static long[] two() {
        return new long[] {1, 2};
    }

    /** Shuffled labels of classes of different sizes. */
    private static long[] labels(Random random, int classes, int fewest) {
        List<Long> labels = new ArrayList<>();
        for (long label = 0; label < classes; label++) {
            for (int n = fewest + random.nextInt(6); n > 0; n--) {
                labels.add(10 * label);
            }
        }
        Collections.shuffle(labels, random);
        return labels.stream().mapToLong(Long::longValue).toArray();
    }

    private static BalancedBatchSampler pk(int classes, int items, SmallClass smallClass) {
        return new BalancedBatchSampler(classes, items, 1, 1, smallClass);
    }

    private static List<List<Long>> epoch(BalancedBatchSampler pk, RandomAccessDataset dataset) {
        List<List<Long>> batches = new ArrayList<>();
        pk.sample(dataset).forEachRemaining(batches::add);
        return batches;
    }

    private static void assertNames(
            RandomAccessDataset dataset, BalancedBatchSampler pk, String... parts) {
        assertNames(() -> pk.sample(dataset), parts);
    }

    private static void assertNames(Executable executable, String... parts) {
        Exception e = assertThrows(IllegalArgumentException.class, executable);
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " not in: " + e.getMessage());
        }
    }

    private static Map<Long, Long> counts(long[] labels) {
        return LongStream.of(labels)
                .boxed()
                .collect(Collectors.groupingBy(l -> l, TreeMap::new, Collectors.counting()));
    }

    private static List<Long> distinct(Collection<Long> values) {
        return values.stream().distinct().toList();
    }

    /** How often each item and each class was used. */
    private record Uses(long[] labels, int[] items, Map<Long, Long> classes) {

        Uses(long[] labels) {
            this(labels, new int[labels.length], new TreeMap<>(counts(labels)));
            classes.replaceAll((label, count) -> 0L);
        }

        /** Returns the labels of the batch with their counts. */
        Map<Long, Long> add(List<Long> batch) {
            assertEquals(batch.size(), new HashSet<>(batch).size(), "twice in a batch: " + batch);
            batch.forEach(index -> items[index.intValue()]++);
            Map<Long, Long> counts =
                    counts(batch.stream().mapToLong(i -> labels[i.intValue()]).toArray());
            counts.keySet().forEach(label -> classes.merge(label, 1L, Long::sum));
            return counts;
        }

        void assertEven() {
            assertSpread(classes.values().stream().mapToInt(Long::intValue).toArray());
            for (long label : classes.keySet()) {
                assertSpread(
                        IntStream.range(0, items.length)
                                .filter(i -> labels[i] == label)
                                .map(i -> items[i])
                                .toArray());
            }
        }

        private static void assertSpread(int[] uses) {
            int most = IntStream.of(uses).max().orElseThrow();
            int fewest = IntStream.of(uses).min().orElseThrow();
            assertTrue(most - fewest <= 1, "between " + fewest + " and " + most);
        }
    }
}
