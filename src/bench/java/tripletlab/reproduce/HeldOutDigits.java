package tripletlab.reproduce;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tripletlab.data.ClassSubset;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.RetrievalMetrics;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.SemiHardMiner;
import tripletlab.model.Network;

/** Digits that the network has never seen: an embedding should place them, too. */
final class HeldOutDigits implements Experiment {

    @Override
    public String title() {
        return "Trained on digits 0 to 5 only, tested on 6 to 9: conv-2x2, semi-hard, margin 1,"
                + " Adam 0.001, batch 32, 3 epochs";
    }

    @Override
    public List<Row> run(int seed) throws IOException, TranslateException {
        TripletLoss loss = TripletLoss.builder().setMiner(new SemiHardMiner()).build();
        List<Row> rows = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager();
                Run run = new Run(Network.CONV_2X2, loss, 0.001f, seed)) {
            RandomAccessDataset train =
                    ClassSubset.of(Digits.train(manager, Network.CONV_2X2, 32), 0, 1, 2, 3, 4, 5);
            RandomAccessDataset unseen =
                    ClassSubset.of(Digits.test(manager, Network.CONV_2X2), 6, 7, 8, 9);
            RetrievalMetrics pixels = metrics(Digits.pixels(manager, unseen));
            RetrievalMetrics untrained = metrics(run.embed(unseen));
            run.train(train, 3);
            RetrievalMetrics trained = metrics(run.embed(unseen));
            add("pixels", pixels, rows);
            add("untrained", untrained, rows);
            add("trained", trained, rows);
            rows.add(
                    Row.claim(
                            "training on 0 to 5 helps with 6 to 9",
                            "MAP@R gained " + Row.text(trained.mapAtR() - untrained.mapAtR()),
                            trained.mapAtR() > untrained.mapAtR()));
        }
        return rows;
    }

    private static RetrievalMetrics metrics(Embeddings digits) {
        return RetrievalMetrics.of(digits.vectors(), digits.labels());
    }

    private static void add(String what, RetrievalMetrics metrics, List<Row> rows) {
        rows.add(Row.of(what + ": precision@1", metrics.precisionAt1()));
        rows.add(Row.of(what + ": MAP@R", metrics.mapAtR()));
    }
}
