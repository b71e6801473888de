package tripletlab.offline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.Sampler;
import ai.djl.training.dataset.SequenceSampler;
import ai.djl.training.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tripletlab.Errors;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.mining.Triplets;
import tripletlab.resume.SeededEpochs;
import tripletlab.resume.TinyRun;
import tripletlab.sampling.BalancedBatchSampler;

class OfflineTripletsTest {

    private static final double MARGIN = 0.5;

    private final TinyRun run = new TinyRun();

    @AfterEach
    void close() {
        run.close();
    }

    private static Loss loss() {
        return GivenTripletLoss.builder()
                .setLayout(TripletLayout.ROWS)
                .optDistance(Distance.SQUARED_EUCLIDEAN)
                .optMargin((float) MARGIN)
                .build();
    }

    private static Sampler all() {
        return new BatchSampler(new SequenceSampler(), TinyRun.ITEMS);
    }

    private OfflineTriplets triplets(TinyRun run, Sampler sampler, TripletSelector selector) {
        return new OfflineTriplets(run.model(), run.data(sampler), sampler, selector, 7)
                .optTripletsPerBatch(3);
    }

    @Test
    void everyTripletIsOneThatFaceNetsRuleAllows() throws Exception {
        Trainer trainer = run.trainer(loss());
        OfflineTriplets data =
                triplets(run, new BalancedBatchSampler(4, 5, 2, 1), new FaceNetSelector(MARGIN, 2))
                        .optSteps(60);
        float[][] items = EmbeddingBatch.rows(run.items());
        for (Batch batch : trainer.iterateDataset(data)) {
            try (batch) {
                float[][] rows = EmbeddingBatch.rows(batch.getData().head());
                int[] labels = batch.getLabels().head().toIntArray();
                float[][] embedded =
                        EmbeddingBatch.rows(trainer.evaluate(batch.getData()).singletonOrThrow());
                assertEquals(rows.length, labels.length);
                assertEquals(batch.getSize(), rows.length);
                for (int r = 0; r < rows.length; r++) {
                    assertEquals(place(items, rows[r]) % TinyRun.CLASSES, labels[r]);
                }
                for (int r = 0; r < rows.length; r += 3) {
                    assertEquals(labels[r], labels[r + 1]);
                    assertNotEquals(labels[r], labels[r + 2]);
                    assertTrue(place(items, rows[r]) != place(items, rows[r + 1]));
                    double gap =
                            square(embedded[r], embedded[r + 2])
                                    - square(embedded[r], embedded[r + 1]);
                    // embedded in another batch, so another rounding
                    assertTrue(gap > -1e-5 && gap < MARGIN + 1e-5, "gap " + gap);
                }
            }
        }
    }

    private static int place(float[][] items, float[] row) {
        return IntStream.range(0, items.length)
                .filter(i -> Arrays.equals(items[i], row))
                .findFirst()
                .orElseThrow();
    }

    private static double square(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(k -> (double) a[k] - b[k])
                .map(d -> d * d)
                .sum();
    }

    /** Selects the first items, in order: of 60 items, so many triplets. */
    private static TripletSelector first(int triplets) {
        int[] a = IntStream.range(0, triplets).toArray();
        int[] p = IntStream.range(0, triplets).map(t -> t + 5).toArray();
        int[] n = IntStream.range(0, triplets).map(t -> t + 11).toArray();
        return (embeddings, labels) -> new Triplets(a, p, n);
    }

    @Test
    void minesWhenTripletsAreUsedUp() throws Exception {
        run.trainer(loss());
        OfflineTriplets data = triplets(run, all(), first(7)).optSteps(8);
        assertEquals(List.of(9, 9, 3, 9, 9, 3, 9, 9), sizes(data));
        assertEquals(new OfflineTriplets.Counts(3, 0, 180, 21), data.counts());
        assertEquals(List.of(9, 9, 3, 9, 9, 3, 9, 9), sizes(data)); // an epoch begins anew
        assertEquals(new OfflineTriplets.Counts(6, 0, 360, 42), data.counts());
        assertEquals(6, data.position());
    }

    @Test
    void minesAfterNSteps() throws Exception {
        run.trainer(loss());
        OfflineTriplets data = triplets(run, all(), first(20)).optSteps(5).optStepsPerSelection(2);
        assertEquals(List.of(9, 9, 9, 9, 9), sizes(data));
        assertEquals(new OfflineTriplets.Counts(3, 0, 180, 60), data.counts());
    }

    private static List<Integer> sizes(OfflineTriplets data) throws Exception {
        List<Integer> sizes = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            long progress = 0;
            for (Batch batch : data.getData(manager)) {
                try (batch) {
                    sizes.add((int) batch.getData().head().getShape().get(0));
                    assertTrue(batch.getProgress() > progress, "progress must rise");
                    progress = batch.getProgress();
                    assertTrue(progress <= batch.getProgressTotal());
                }
            }
        }
        return sizes;
    }

    @Test
    void eachSelectedTripletIsDealtOnceInAnOrderOfTheSeed() throws Exception {
        run.trainer(loss());
        List<List<Integer>> orders = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            OfflineTriplets data =
                    new OfflineTriplets(run.model(), run.data(all()), all(), first(20), seed)
                            .optTripletsPerBatch(3)
                            .optSteps(7);
            float[][] items = EmbeddingBatch.rows(run.items());
            List<Integer> order = new ArrayList<>();
            try (NDManager manager = NDManager.newBaseManager()) {
                for (Batch batch : data.getData(manager)) {
                    try (batch) {
                        float[][] rows = EmbeddingBatch.rows(batch.getData().head());
                        for (int r = 0; r < rows.length; r += 3) {
                            int anchor = place(items, rows[r]);
                            assertEquals(anchor + 5, place(items, rows[r + 1]));
                            assertEquals(anchor + 11, place(items, rows[r + 2]));
                            order.add(anchor);
                        }
                    }
                }
            }
            assertEquals(IntStream.range(0, 20).boxed().toList(), order.stream().sorted().toList());
            orders.add(order);
        }
        assertEquals(orders.get(0), orders.get(1));
        assertNotEquals(orders.get(0), orders.get(2));
    }

    @Test
    void embedsWithTheNetworkAsItIsAndWithoutDropout() throws Exception {
        Trainer trainer = run.trainer(loss());
        List<float[][]> seen = new ArrayList<>();
        TripletSelector spy =
                (embeddings, labels) -> {
                    seen.add(embeddings);
                    return new VggFaceSelector(MARGIN, 1).select(embeddings, labels);
                };
        OfflineTriplets data = triplets(run, all(), spy).optSteps(6).optStepsPerSelection(2);
        int step = 0;
        for (Batch batch : trainer.iterateDataset(data)) {
            if (step++ % 2 == 0) {
                NDList items = new NDList(run.items());
                float[][] now = EmbeddingBatch.rows(trainer.evaluate(items).singletonOrThrow());
                float[][] mined = seen.get(seen.size() - 1);
                for (int i = 0; i < now.length; i++) {
                    assertArrayEquals(now[i], mined[i], 1e-6f);
                }
            }
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
            batch.close();
        }
        assertEquals(3, seen.size());
        assertFalse(Arrays.deepEquals(seen.get(0), seen.get(1)), "the network has learned");
    }

    @Test
    void miningDrawsNoRandomNumberOfTheEngine() throws Exception {
        run.trainer(loss());
        List<Float> before = run.parameters();
        OfflineTriplets data = triplets(run, all(), new VggFaceSelector(MARGIN, 1));
        try (NDManager manager = NDManager.newBaseManager()) {
            Engine.getInstance().setRandomSeed(3);
            float[] expected = manager.randomUniform(0, 1, new Shape(9)).toFloatArray();
            Engine.getInstance().setRandomSeed(3);
            data.getData(manager).iterator().next().close();
            float[] found = manager.randomUniform(0, 1, new Shape(9)).toFloatArray();
            assertArrayEquals(expected, found);
        }
        assertEquals(before, run.parameters());
    }

    @Test
    void easyTrainAndAPlainLoopLearnTheSame() throws Exception {
        Trainer trainer = run.trainer(loss());
        OfflineTriplets data = learning(run);
        double before = tightness(trainer);
        EasyTrain.fit(trainer, 3, new SeededEpochs(data, 1), null);
        double after = tightness(trainer);
        assertTrue(after < 0.7 * before, "from " + before + " to " + after);
        List<Float> easy = run.parameters();
        try (TinyRun other = new TinyRun()) {
            Trainer plain = other.trainer(loss());
            SeededEpochs epochs = new SeededEpochs(learning(other), 1);
            for (int epoch = 0; epoch < 3; epoch++) {
                for (Batch batch : plain.iterateDataset(epochs)) {
                    EasyTrain.trainBatch(plain, batch);
                    plain.step();
                    batch.close();
                }
            }
            assertEquals(easy, other.parameters());
        }
    }

    private OfflineTriplets learning(TinyRun run) {
        return triplets(run, new BalancedBatchSampler(5, 8, 50, 1), new VggFaceSelector(MARGIN, 2))
                .optTripletsPerBatch(10)
                .optSteps(40);
    }

    /** The mean distance within classes by that between classes, squared Euclidean. */
    private double tightness(Trainer trainer) {
        NDList items = new NDList(run.items());
        float[][] rows = EmbeddingBatch.rows(trainer.evaluate(items).singletonOrThrow());
        double within = 0;
        double between = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                double square = square(rows[i], rows[j]);
                within += i % 5 == j % 5 ? square : 0;
                between += i % 5 == j % 5 ? 0 : square;
            }
        }
        return within / (12 * 11) / (between / (12 * 48));
    }

    @Test
    void aSampleWithoutTripletIsSkipped() throws Exception {
        run.trainer(loss());
        int[] calls = new int[1];
        TripletSelector seldom =
                (embeddings, labels) ->
                        (calls[0]++ % 4 == 3 ? first(3) : first(0)).select(embeddings, labels);
        OfflineTriplets data = triplets(run, all(), seldom).optSteps(2);
        assertEquals(List.of(9, 9), sizes(data));
        assertEquals(new OfflineTriplets.Counts(8, 6, 480, 6), data.counts());
    }

    @Test
    void withoutAnyTripletItGivesUpAndSaysWhy() throws Exception {
        run.trainer(loss());
        OfflineTriplets data = triplets(run, all(), new FaceNetSelector(0, 1));
        try (NDManager manager = NDManager.newBaseManager()) {
            Iterator<Batch> batches = data.getData(manager).iterator();
            for (int again = 1; again <= 2; again++) {
                Exception e = assertThrows(IllegalStateException.class, batches::next);
                assertTrue(
                        e.getMessage()
                                .startsWith(
                                        "FaceNet selection (margin 0.0, seed 1) found no triplet"
                                                + " in 10 samples of 60 items"),
                        e.getMessage());
                int tries = again * OfflineTriplets.TRIES;
                assertEquals(
                        new OfflineTriplets.Counts(tries, tries, tries * 60, 0), data.counts());
            }
        }
    }

    @Test
    void anEpochEnds() throws Exception {
        run.trainer(loss());
        OfflineTriplets data = triplets(run, all(), first(7)).optSteps(1);
        try (NDManager manager = NDManager.newBaseManager()) {
            Iterator<Batch> batches = data.getData(manager).iterator();
            batches.next().close();
            assertFalse(batches.hasNext());
            assertThrows(NoSuchElementException.class, batches::next);
            assertEquals(0, manager.getManagedArrays().size());
        }
    }

    @Test
    void twoThousandStepsKeepNoNativeMemory() throws Exception {
        Trainer trainer = run.trainer(loss());
        OfflineTriplets data =
                triplets(run, new BalancedBatchSampler(5, 4, 3, 1), new VggFaceSelector(4, 2))
                        .optSteps(2000)
                        .optStepsPerSelection(5);
        NDManager manager = run.model().getNDManager(); // the trainer's and the batches' hang on it
        int before = 0;
        int step = 0;
        for (Batch batch : trainer.iterateDataset(data)) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
            batch.close();
            step++;
            if (step == 100) {
                before = manager.getManagedArrays().size();
            }
        }
        assertEquals(2000, step);
        assertTrue(data.counts().samples() >= 400, data.counts().toString());
        // the end of the epoch lets go of the last sample: its items and their labels
        assertEquals(before - 2, manager.getManagedArrays().size());
    }

    @Test
    void anInterruptedEpochEndsWithTheNext() throws Exception {
        run.trainer(loss());
        OfflineTriplets data = triplets(run, all(), first(7)).optSteps(5);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int i = 0; i < 20; i++) {
                data.getData(manager).iterator().next().close();
                assertEquals(2, manager.getManagedArrays().size());
            }
        }
    }

    @Test
    void aNetworkWithoutParametersIsRefused() throws Exception {
        OfflineTriplets data = triplets(run, all(), first(7));
        try (NDManager manager = NDManager.newBaseManager()) {
            Iterator<Batch> batches = data.getData(manager).iterator();
            Exception e = assertThrows(IllegalStateException.class, batches::next);
            assertTrue(e.getMessage().contains("trainer.initialize"), e.getMessage());
        }
    }

    @Test
    void namesWrongArguments() {
        OfflineTriplets data = triplets(run, all(), first(1));
        Errors.assertNames(() -> data.optTripletsPerBatch(0), "tripletsPerBatch is 0");
        Errors.assertNames(() -> data.optSteps(-1), "steps is -1");
        Errors.assertNames(() -> data.optStepsPerSelection(0), "stepsPerSelection is 0");
    }
}
