package tripletlab.sweep;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireAtLeast;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.Repository;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import tripletlab.data.MnistData;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.RetrievalMetrics;
import tripletlab.loss.TripletLoss;
import tripletlab.model.Network;
import tripletlab.notebook.Catalogue;
import tripletlab.notebook.live.SeededTrainer;
import tripletlab.sampling.BalancedBatchSampler;
import tripletlab.sampling.WithSampler;
import tripletlab.training.Epoch;
import tripletlab.training.TrainingHistory;

/**
 * Trains a network on MNIST with batches of P classes × K items, and retrieves test digits. The
 * settings, with their standards:
 *
 * <ul>
 *   <li>{@code network} mlp, {@code miner} batch-all, {@code distance} euclidean: a name of {@link
 *       Catalogue}
 *   <li>{@code margin} 1, or {@code soft}
 *   <li>{@code P} 10 classes, {@code K} 6 items of each in a batch; {@code steps} 200 batches an
 *       epoch; {@code epochs} 1
 *   <li>{@code rate} 0.001, Adam's learning rate; {@code seed} 42, of the weights, the dropout, the
 *       batches and a miner that draws
 *   <li>{@code images} 60000 digits to train on; {@code digits} 10000 test digits that judge; at
 *       most as many as these; {@code embeddings} 0, how many of those are kept with the row
 * </ul>
 *
 * <p>Measures precision@1, R-precision and MAP@R of the test digits. Of the last epoch: {@code
 * loss}, {@code active} (fraction of the triplets taken) and {@code norm} (mean length before
 * scaling). As curves over all batches: {@code loss}, {@code active}.
 */
public final class MnistTraining implements SweepTask {

    private static final long serialVersionUID = 1L;

    /** The digits of the last setting: the next one mostly wants the same. */
    private static final Map<Usage, Digits> DIGITS = new HashMap<>();

    private record Digits(int items, NDManager manager, Mnist data) {}

    @Override
    public Map<String, ?> standards() {
        Map<String, Object> values = new HashMap<>();
        values.putAll(Map.of("network", "mlp", "miner", "batch-all", "distance", "euclidean"));
        values.putAll(Map.of("margin", 1, "P", 10, "K", 6, "steps", 200, "epochs", 1));
        values.putAll(Map.of("rate", 0.001, "seed", 42));
        values.putAll(Map.of("images", 60_000, "digits", 10_000, "embeddings", 0));
        return values;
    }

    @Override
    public Measures run(Setting setting) throws Exception {
        Network network = Catalogue.networks().named(setting.text("network"));
        int seed = setting.integer("seed");
        int images = digits(setting, "images", 60_000);
        int tests = digits(setting, "digits", 10_000);
        BalancedBatchSampler sampler =
                new BalancedBatchSampler(
                        setting.integer("P"), setting.integer("K"), setting.integer("steps"), seed);
        TrainingHistory history = new TrainingHistory();
        try (SeededTrainer trainer =
                new SeededTrainer(
                        network.create(),
                        loss(setting, seed),
                        setting.number("rate"),
                        seed,
                        history,
                        new StopIfInterrupted())) {
            trainer.fit(
                    new WithSampler(digits(Usage.TRAIN, images), sampler),
                    requireAtLeast("epochs", setting.integer("epochs"), 1));
            Embeddings test = trainer.embed(digits(Usage.TEST, tests));
            int kept = setting.integer("embeddings");
            return new Measures(
                    numbers(test, history),
                    Map.of("loss", history.losses(), "active", history.activeFractions()),
                    test.select(i -> i < kept));
        }
    }

    private static int digits(Setting setting, String name, int most) {
        int digits = setting.integer(name);
        require(digits >= 1 && digits <= most, "%s is %d, expected 1 to %d", name, digits, most);
        return digits;
    }

    private static TripletLoss loss(Setting setting, int seed) {
        TripletLoss.Builder loss =
                TripletLoss.builder()
                        .setMiner(Catalogue.miners(seed).named(setting.text("miner")))
                        .optDistance(Catalogue.distances().named(setting.text("distance")));
        return setting.text("margin").equals("soft")
                ? loss.optSoftMargin().build()
                : loss.optMargin(setting.number("margin")).build();
    }

    private static Map<String, Double> numbers(Embeddings test, TrainingHistory history) {
        RetrievalMetrics metrics = RetrievalMetrics.of(test);
        Epoch last = history.epochs().get(history.epochs().size() - 1);
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("precision@1", metrics.precisionAt1());
        numbers.put("R-precision", metrics.rPrecision());
        numbers.put("MAP@R", metrics.mapAtR());
        numbers.put("loss", last.loss());
        numbers.put("active", last.activeFraction());
        numbers.put("norm", last.meanNorm());
        return numbers;
    }

    /** Read once for all settings that want as many. */
    private static synchronized Mnist digits(Usage usage, int items) throws Exception {
        Digits last = DIGITS.get(usage);
        if (last == null || last.items != items) {
            Repository files = MnistData.repository(items);
            if (last != null) {
                DIGITS.remove(usage).manager.close();
            }
            NDManager manager = NDManager.newBaseManager();
            Mnist.Builder data = Mnist.builder().optManager(manager).optUsage(usage);
            data.optRepository(files).optPipeline(Network.pipeline());
            last = new Digits(items, manager, data.setSampling(1, false).build());
            DIGITS.put(usage, last);
        }
        return last.data;
    }

    /** Ends the training at the next batch when its cell is stopped, or its task on Spark. */
    private static final class StopIfInterrupted extends TrainingListenerAdapter {
        @Override
        public void onTrainingBatch(Trainer trainer, BatchData batchData) {
            if (Thread.interrupted()) {
                batchData.getBatch().close();
                throw new CancellationException("the training was stopped");
            }
        }
    }
}
