package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SimpleCompositeLoss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tripletlab.RandomBatch;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.SemiHardMiner;
import tripletlab.mining.TripletMiner;

/** {@link TripletLoss} in plain DJL code. */
class TripletLossTrainingTest {

    private static final int BATCHES = 6;
    private static final int EPOCHS = 5;

    private final AtomicInteger mined = new AtomicInteger();

    private TripletLoss counting() {
        TripletMiner miner =
                (batch, penalty) -> {
                    mined.incrementAndGet();
                    return new SemiHardMiner().mine(batch, penalty);
                };
        return TripletLoss.builder().setMiner(miner).optMargin(1).build();
    }

    @Test
    void easyTrainLearnsAndMinesEachBatchOnce() throws Exception {
        TripletLoss loss = counting();
        List<Float> losses = train(loss, true);
        assertTrue(losses.get(EPOCHS - 1) < 0.8 * losses.get(0), losses.toString());
        assertEquals(EPOCHS * BATCHES, mined.get());
    }

    @Test
    void aPlainTrainingLoopLearnsToo() throws Exception {
        List<Float> losses = train(counting(), false);
        assertTrue(losses.get(EPOCHS - 1) < 0.8 * losses.get(0), losses.toString());
        assertEquals(EPOCHS * BATCHES, mined.get());
    }

    @Test
    void aCompositeOfTwoLearnsAndMinesEachBatchOnce() throws Exception {
        TripletLoss second =
                TripletLoss.builder().setMiner(new SemiHardMiner()).optMargin(0.3f).build();
        Loss composite = new SimpleCompositeLoss().addLoss(counting()).addLoss(second);
        List<Float> losses = train(composite, true);
        assertTrue(losses.get(EPOCHS - 1) < 0.9 * losses.get(0), losses.toString());
        assertEquals(EPOCHS * BATCHES, mined.get());
    }

    /** The mean loss of each epoch as DJL's own metrics have it. */
    private static List<Float> train(Loss loss, boolean easy)
            throws IOException, TranslateException {
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(loss)
                        .optOptimizer(
                                Optimizer.adam()
                                        .optLearningRateTracker(Tracker.fixed(0.05f))
                                        .build())
                        .addTrainingListeners(new EvaluatorTrainingListener());
        List<Float> losses = new ArrayList<>();
        Engine.getInstance().setRandomSeed(1);
        try (Model model = Model.newInstance("line")) {
            model.setBlock(Linear.builder().setUnits(2).build());
            try (Trainer trainer = model.newTrainer(config)) {
                ArrayDataset dataset = dataset(trainer.getManager());
                trainer.initialize(new Shape(1, 4));
                for (int epoch = 0; epoch < EPOCHS; epoch++) {
                    if (easy) {
                        EasyTrain.fit(trainer, 1, dataset, null);
                    } else {
                        fitPlainly(trainer, dataset);
                    }
                    losses.add(trainer.getTrainingResult().getTrainLoss());
                }
            }
        }
        return losses;
    }

    private static void fitPlainly(Trainer trainer, ArrayDataset dataset)
            throws IOException, TranslateException {
        for (Batch batch : trainer.iterateDataset(dataset)) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
            batch.close();
        }
        trainer.notifyListeners(listener -> listener.onEpoch(trainer));
    }

    /** Five classes around points of their own, with some noise in four dimensions. */
    private static ArrayDataset dataset(NDManager manager) {
        int size = BATCHES * 20;
        RandomBatch noise = RandomBatch.of(RandomBatch.Kind.RANDOM, size, 4, 1);
        float[][] rows = noise.embeddings();
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % 5;
            rows[i][labels[i] % 4] += labels[i] - 1.5f;
        }
        return new ArrayDataset.Builder()
                .setData(RandomBatch.array(manager, rows))
                .optLabels(manager.create(labels))
                .setSampling(20, false)
                .build();
    }

    @Test
    void twoThreadsDoNotMixUpTheirBatches() throws Exception {
        TripletLoss loss = TripletLoss.builder().setMiner(new SemiHardMiner()).build();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                results.add(pool.submit(repeatedly(loss, 10 + thread)));
            }
            for (Future<Boolean> result : results) {
                assertTrue(result.get());
            }
        } finally {
            pool.shutdown();
        }
    }

    /** Evaluates batches of its own and sees its own values each time. */
    private static Callable<Boolean> repeatedly(TripletLoss shared, long seed) {
        return () -> {
            for (int i = 0; i < 300; i++) {
                RandomBatch batch =
                        RandomBatch.of(RandomBatch.Kind.BALANCED, 24, 3, seed * 1000 + i);
                TripletLoss own = TripletLoss.builder().setMiner(new SemiHardMiner()).build();
                if (evaluate(shared, batch) != evaluate(own, batch)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static float evaluate(TripletLoss loss, RandomBatch batch) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray embeddings = batch.embeddings(manager);
            NDList labels = new NDList(batch.labels(manager));
            return loss.evaluate(labels, new NDList(embeddings)).getFloat();
        }
    }

    @Test
    void tenThousandEvaluationsKeepNoNativeMemory() {
        TripletLoss loss = TripletLoss.builder().setMiner(new BatchAllMiner()).build();
        try (NDManager manager = NDManager.newBaseManager()) {
            RandomBatch batch = RandomBatch.of(RandomBatch.Kind.RANDOM, 64, 256, 1);
            NDArray[] two = {batch.embeddings(manager), batch.embeddings(manager).mul(2)};
            Stream.of(two).forEach(array -> array.setRequiresGradient(true));
            NDList labels = new NDList(batch.labels(manager));
            for (int i = 0; i < 10_000; i++) {
                NDArray embeddings = two[i % 2]; // else it would mine once
                int before = manager.getManagedArrays().size();
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    try (NDArray value = loss.evaluate(labels, new NDList(embeddings))) {
                        // nothing but the value; backward of DJL's PyTorch leaves one of its own
                        assertEquals(before + 1, manager.getManagedArrays().size());
                        collector.backward(value);
                    }
                }
            }
        }
    }
}
