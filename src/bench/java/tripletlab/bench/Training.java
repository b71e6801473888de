package tripletlab.bench;

import ai.djl.Model;
import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import tripletlab.data.MnistData;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.RetrievalMetrics;
import tripletlab.loss.TripletLoss;
import tripletlab.model.Network;
import tripletlab.notebook.Catalogue;
import tripletlab.resume.ResumableAdam;

/** A training that can be gone on with: DJL's dataset and trainer, and the kit's Adam. */
final class Training implements AutoCloseable {

    private static final float RATE = 0.001f;
    private static final int SEED = 1;

    private final Case settings;
    private final NDManager manager = NDManager.newBaseManager();
    private final Network network;
    private final Model model;
    private final Trainer trainer;
    private final TimedLoss loss;
    private final Mnist digits;
    private Iterator<Batch> batches;

    /** What is trained. */
    record Case(String network, String loss, int batch, float margin) {

        static Case of(JsonNode request) {
            return new Case(
                    request.get("network").asText(),
                    request.get("loss").asText(),
                    request.get("batch").asInt(),
                    request.get("margin").floatValue());
        }
    }

    Training(Case settings) throws Exception {
        this.settings = settings;
        Engine.getInstance().setRandomSeed(SEED);
        model = Model.newInstance(settings.network());
        network = Catalogue.networks().named(settings.network());
        model.setBlock(network.create());
        loss =
                new TimedLoss(
                        TripletLoss.builder()
                                .setMiner(Catalogue.miners(SEED).named(settings.loss()))
                                .optMargin(settings.margin())
                                .build());
        ResumableAdam adam =
                new ResumableAdam(Optimizer.adam().optLearningRateTracker(Tracker.fixed(RATE)));
        trainer = model.newTrainer(new DefaultTrainingConfig(loss).optOptimizer(adam));
        trainer.initialize(new Shape(1, 1, 28, 28));
        digits =
                Mnist.builder()
                        .optManager(manager)
                        .optRepository(MnistData.repository())
                        .optPipeline(Network.pipeline())
                        .setSampling(settings.batch(), true, true)
                        .build();
        batches = trainer.iterateDataset(digits).iterator();
    }

    boolean is(Case other) {
        return settings.equals(other);
    }

    /** Times steps one by one: the batch is fetched, embedded, mined, and the network updated. */
    Map<String, ?> steps(int count) throws Exception {
        double[] milliseconds = new double[count];
        double sum = 0;
        loss.reset();
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            step();
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
            sum += loss.last();
        }
        return Map.of(
                "milliseconds", milliseconds, "loss", sum / count, "mining", loss.milliseconds());
    }

    /** Precision@1 of the 10,000 test digits among each other. */
    double precisionAt1() throws Exception {
        Mnist test =
                Mnist.builder()
                        .optManager(manager)
                        .optRepository(MnistData.repository())
                        .optUsage(Dataset.Usage.TEST)
                        .optPipeline(Network.pipeline())
                        .setSampling(1000, false)
                        .build();
        Embeddings embeddings = Embeddings.of(trainer, test);
        return RetrievalMetrics.of(embeddings).precisionAt1();
    }

    private void step() throws Exception {
        if (!batches.hasNext()) { // the next epoch, shuffled anew
            batches = trainer.iterateDataset(digits).iterator();
        }
        try (Batch batch = batches.next()) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
        }
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
        manager.close();
    }
}
