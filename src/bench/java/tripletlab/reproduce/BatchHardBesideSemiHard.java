package tripletlab.reproduce;

import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.RetrievalMetrics;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.BatchHardMiner;
import tripletlab.mining.SemiHardMiner;
import tripletlab.mining.TripletMiner;
import tripletlab.model.Network;
import tripletlab.training.Epoch;

/** Hsu's comparison: batch-hard collapses where semi-hard learns. */
final class BatchHardBesideSemiHard implements Experiment {

    private static final int EPOCHS = 50;
    private static final int BATCHES = 20;
    private static final double MARGIN = 1;

    /** What the original programs gave when they were run again. */
    private record Original(
            double firstLoss,
            double lastLoss,
            double firstNorm,
            double lastNorm,
            double precision) {}

    private static final Original BATCH_HARD = new Original(1.05, 1.002, 127, 534, 0.970);
    private static final Original SEMI_HARD = new Original(0.96, 0.60, 4.4, 22, 0.984);

    @Override
    public String title() {
        return "Hsu's comparison: conv-5x5, margin 1, Adam 0.001, batch 256, 50 epochs of 20"
                + " batches";
    }

    @Override
    public List<Row> run(int seed) throws IOException, TranslateException {
        List<Row> rows = new ArrayList<>();
        collapse(seed, rows);
        separation(seed, rows);
        return rows;
    }

    private static void collapse(int seed, List<Row> rows) throws IOException, TranslateException {
        try (NDManager manager = NDManager.newBaseManager();
                Run run = trained(manager, new BatchHardMiner(), seed)) {
            addCurves("batch-hard: ", run, BATCH_HARD, rows);
            List<Epoch> epochs = run.history().epochs();
            Epoch first = epochs.get(0);
            Epoch last = epochs.get(EPOCHS - 1);
            boolean plateau =
                    epochs.subList(EPOCHS / 2, EPOCHS).stream()
                            .allMatch(epoch -> Math.abs(epoch.loss() - MARGIN) < 0.05);
            rows.add(
                    Row.claim(
                            "batch-hard: a plateau at the margin while the norm climbs",
                            numbers("norm × %.1f", last.meanNorm() / first.meanNorm()),
                            plateau && last.meanNorm() > first.meanNorm()));
            Embeddings test = run.embed(Digits.test(manager));
            rows.add(Row.beside("batch-hard: mean cosine", 0.99998, test.meanCosine()));
            RetrievalMetrics metrics = RetrievalMetrics.of(test);
            double precision = metrics.precisionAt1();
            rows.add(Row.beside("batch-hard: precision@1", BATCH_HARD.precision(), precision));
            rows.add(Row.of("batch-hard: MAP@R", metrics.mapAtR()));
        }
    }

    private static void separation(int seed, List<Row> rows)
            throws IOException, TranslateException {
        try (NDManager manager = NDManager.newBaseManager();
                Run run = trained(manager, new SemiHardMiner(), seed)) {
            addCurves("semi-hard: ", run, SEMI_HARD, rows);
            Embeddings test = run.embed(Digits.test(manager));
            rows.add(Row.of("semi-hard: mean cosine", test.meanCosine()));
            RetrievalMetrics metrics = RetrievalMetrics.of(test);
            double precision = metrics.precisionAt1();
            rows.add(Row.atLeast("semi-hard: precision@1", SEMI_HARD.precision(), precision, 0.97));
            rows.add(Row.of("semi-hard: MAP@R", metrics.mapAtR()));
        }
    }

    private static Run trained(NDManager manager, TripletMiner miner, int seed)
            throws IOException, TranslateException {
        TripletLoss loss = TripletLoss.builder().setMiner(miner).optMargin((float) MARGIN).build();
        Run run = new Run(Network.CONV_5X5.create(), loss, 0.001f, seed);
        run.train(Digits.train(manager, 256), EPOCHS, BATCHES);
        return run;
    }

    private static void addCurves(String miner, Run run, Original original, List<Row> rows) {
        List<Epoch> epochs = run.history().epochs();
        Epoch first = epochs.get(0);
        Epoch last = epochs.get(EPOCHS - 1);
        rows.add(Row.beside(miner + "loss, epoch 1", original.firstLoss(), first.loss()));
        rows.add(Row.beside(miner + "loss, epoch 50", original.lastLoss(), last.loss()));
        rows.add(Row.beside(miner + "norm, epoch 1", original.firstNorm(), first.meanNorm()));
        rows.add(Row.beside(miner + "norm, epoch 50", original.lastNorm(), last.meanNorm()));
    }

    private static String numbers(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
