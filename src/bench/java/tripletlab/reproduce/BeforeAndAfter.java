package tripletlab.reproduce;

import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.Pca;
import tripletlab.evaluation.RetrievalMetrics;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.SemiHardMiner;
import tripletlab.model.Network;

/** The maps of keras-triplet-loss-mnist: pixels, untrained and trained embeddings. */
final class BeforeAndAfter implements Experiment {

    @Override
    public String title() {
        return "keras-triplet-loss-mnist: mlp, semi-hard, margin 1, Adam 0.0001, batch 256,"
                + " 25 epochs of 60,000 digits (it publishes pictures, no numbers)";
    }

    @Override
    public List<Row> run(int seed) throws IOException, TranslateException {
        TripletLoss loss = TripletLoss.builder().setMiner(new SemiHardMiner()).build();
        List<Row> rows = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager();
                Run run = new Run(Network.MLP, loss, 0.0001f, seed)) {
            add("pixels", Embeddings.ofItems(manager, Digits.test(manager)), rows);
            add("untrained", run.embed(Digits.test(manager)), rows);
            run.train(Digits.train(manager, 256), 25);
            add("trained", run.embed(Digits.test(manager)), rows);
        }
        return rows;
    }

    private static void add(String what, Embeddings test, List<Row> rows) {
        double[] ratios = Pca.fit(test.vectors(), 3).explainedVarianceRatio();
        RetrievalMetrics metrics = RetrievalMetrics.of(test);
        rows.add(Row.of(what + ": variance in 2 components", ratios[0] + ratios[1]));
        rows.add(Row.of(what + ": variance in 3 components", ratios[0] + ratios[1] + ratios[2]));
        rows.add(Row.of(what + ": precision@1", metrics.precisionAt1()));
        rows.add(Row.of(what + ": MAP@R", metrics.mapAtR()));
    }
}
