package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.SequenceSampler;
import ai.djl.translate.TranslateException;
import ai.djl.util.NativeResource;
import ai.djl.util.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.RandomBatch;
import tripletlab.evaluation.Embeddings;
import tripletlab.mining.Triplets;
import tripletlab.model.L2Normalize;
import tripletlab.offline.OfflineTriplets;
import tripletlab.offline.TripletSelector;
import tripletlab.resume.TinyRun;

/** Whatever embeds sends few items at once through the network, and leaves no array behind. */
class NetworkEmbedderTest {

    private static final int INPUTS = 6;
    private static final int MOST = 120;
    private static final float[][] ITEMS =
            RandomBatch.of(RandomBatch.Kind.RANDOM, MOST, INPUTS, 1).embeddings();

    private final NDManager manager = NDManager.newBaseManager();
    private final Model model = Model.newInstance("recording");
    private final List<NDArray> seen = new ArrayList<>(); // by the network
    private long most; // items at once
    private final Trainer trainer;
    private final float[][] expected; // all of them at once

    NetworkEmbedderTest() {
        Engine.getInstance().setRandomSeed(3);
        model.setBlock(
                new SequentialBlock()
                        .addSingleton(this::record)
                        .add(Linear.builder().setUnits(8).build())
                        .addSingleton(Activation::relu)
                        .add(Linear.builder().setUnits(4).build())
                        .add(new L2Normalize()));
        trainer = model.newTrainer(new DefaultTrainingConfig(SmallTraining.loss()));
        trainer.initialize(new Shape(1, INPUTS));
        try (NDManager closing = manager.newSubManager()) {
            NDList all = new NDList(RandomBatch.array(closing, ITEMS));
            float[] values = trainer.evaluate(all).singletonOrThrow().toFloatArray();
            expected = new float[MOST][];
            Arrays.setAll(expected, i -> Arrays.copyOfRange(values, 4 * i, 4 * i + 4));
        }
        assertEquals(MOST, most);
        most = 0;
        seen.clear();
    }

    private NDArray record(NDArray items) {
        seen.add(items);
        most = Math.max(most, items.getShape().get(0));
        return items;
    }

    @AfterEach
    void close() {
        trainer.close();
        model.close();
        manager.close();
    }

    /** How a caller's dataset may be sampled. */
    private enum Sampling {
        IN_ORDER(1000, false, false),
        SHUFFLED(1000, true, false),
        WHOLE_BATCHES_ONLY(1000, true, true),
        SMALL_WHOLE_BATCHES(7, true, true);

        private final int batch;
        private final boolean shuffle;
        private final boolean dropLast;

        Sampling(int batch, boolean shuffle, boolean dropLast) {
            this.batch = batch;
            this.shuffle = shuffle;
            this.dropLast = dropLast;
        }
    }

    private static Stream<Arguments> cases() {
        return Stream.of(Sampling.values())
                .flatMap(
                        sampling ->
                                IntStream.of(0, 1, 49, 50, 51, MOST)
                                        .mapToObj(size -> Arguments.of(size, sampling)));
    }

    /** The first items; the label of each is its place. */
    private ArrayDataset data(int size, Sampling sampling) {
        return new ArrayDataset.Builder()
                .setData(RandomBatch.array(manager, ITEMS))
                .optLabels(manager.create(places(MOST)))
                .setSampling(sampling.batch, sampling.shuffle, sampling.dropLast)
                .optLimit(size)
                .build();
    }

    private static int[] places(int size) {
        return IntStream.range(0, size).toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aDatasetWithItemsIsEmbeddedInItsOrder(int size, Sampling sampling) throws Exception {
        ArrayDataset data = data(size, sampling);
        int before = arrays();
        Embeddings embeddings = Embeddings.of(trainer, data);
        assertArrayEquals(places(size), embeddings.labels());
        assertEmbedded(embeddings.vectors(), embeddings.labels());
        assertFlat(before);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anotherDatasetIsEmbeddedInTheOrderOfItsBatches(int size, Sampling sampling)
            throws Exception {
        ArrayDataset data = data(size, sampling);
        int before = arrays();
        Embeddings embeddings = Embeddings.of(trainer, onlyBatches(data));
        int dropped = sampling.dropLast ? size % sampling.batch : 0;
        assertEquals(size - dropped, Arrays.stream(embeddings.labels()).distinct().count());
        if (!sampling.shuffle) {
            assertArrayEquals(places(size), embeddings.labels());
        }
        assertEmbedded(embeddings.vectors(), embeddings.labels());
        assertFlat(before);
    }

    private static Dataset onlyBatches(ArrayDataset data) {
        return new Dataset() {

            @Override
            public Iterable<Batch> getData(NDManager manager)
                    throws IOException, TranslateException {
                return data.getData(manager);
            }

            @Override
            public void prepare(Progress progress) {
                // Nothing to read.
            }
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void snapshotsOfADatasetAreInItsOrder(int size, Sampling sampling) throws Exception {
        ArrayDataset data = data(size, sampling);
        if (size == 0) {
            assertThrows(IllegalArgumentException.class, () -> new EmbeddingSnapshots(data, 0));
            return;
        }
        assertSnapshot(size, new EmbeddingSnapshots(data, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 49, 50, 51, MOST})
    void snapshotsOfArraysAreInTheirOrder(int size) {
        NDArray items = RandomBatch.array(manager, Arrays.copyOf(ITEMS, size));
        NDArray labels = manager.create(places(size));
        assertSnapshot(size, new EmbeddingSnapshots(items, labels, 0));
    }

    private void assertSnapshot(int size, EmbeddingSnapshots snapshots) {
        int before = arrays();
        snapshots.onEpoch(trainer);
        assertArrayEquals(places(size), snapshots.labels());
        assertEmbedded(snapshots.snapshots().get(0).vectors(), places(size));
        assertFlat(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 49, 50, 51, MOST})
    void anOfflineSampleIsEmbeddedInItsOrder(int size) throws Exception {
        List<float[][]> mined = new ArrayList<>();
        TripletSelector first =
                (embeddings, labels) -> {
                    assertArrayEquals(places(size), labels);
                    mined.add(embeddings);
                    return new Triplets(new int[] {0}, new int[] {1}, new int[] {2});
                };
        OfflineTriplets data =
                new OfflineTriplets(
                                model,
                                data(size, Sampling.SHUFFLED),
                                new BatchSampler(new SequenceSampler(), 1000),
                                first,
                                1)
                        .optSteps(3); // each is another selection
        int before = arrays();
        for (Batch batch : trainer.iterateDataset(data)) {
            batch.close();
        }
        assertEquals(3, mined.size());
        mined.forEach(vectors -> assertEmbedded(vectors, places(size)));
        assertFlat(before);
    }

    @Test
    void anUninitializedNetworkIsNamed() {
        try (Model fresh = Model.newInstance("fresh")) {
            fresh.setBlock(TinyRun.network(4));
            NDList items = new NDList(RandomBatch.array(manager, ITEMS));
            assertThrows(IllegalStateException.class, () -> NetworkEmbedder.embed(fresh, items));
        }
    }

    /** The embeddings of these items, made of so few at once. */
    private void assertEmbedded(float[][] vectors, int[] items) {
        assertEquals(items.length, vectors.length);
        for (int i = 0; i < items.length; i++) {
            assertArrayEquals(expected[items[i]], vectors[i], 1e-6f, "item " + items[i]);
        }
        assertTrue(most <= NetworkEmbedder.ITEMS_AT_ONCE, most + " items at once");
    }

    private int arrays() {
        return Stream.of(manager, model.getNDManager(), trainer.getManager())
                .mapToInt(holder -> holder.getManagedArrays().size())
                .sum();
    }

    /** Nothing new is held, and all that went through the network is freed. */
    private void assertFlat(int before) {
        assertEquals(before, arrays());
        for (NDArray array : seen) {
            assertTrue(((NativeResource<?>) array).isReleased());
        }
    }
}
