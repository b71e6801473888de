package tripletlab.reproduce;

import ai.djl.basicdataset.cv.classification.Mnist;
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

/** What training on some digits does to those that the network has never seen. */
final class HeldOutDigits implements Experiment {

    private static final int[] SEEN = {0, 1, 2, 3, 4, 5};
    private static final int[] UNSEEN = {6, 7, 8, 9};

    @Override
    public String title() {
        return "Trained on digits 0 to 5 only, tested on 6 to 9 and on 0 to 5: conv-2x2, semi-hard,"
                + " Adam 0.001, batch 32, 1 epoch";
    }

    @Override
    public List<Row> run(int seed) throws IOException, TranslateException {
        List<Row> rows = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            add("pixels, 6 to 9", Embeddings.ofItems(manager, test(manager, UNSEEN)), rows);
            add("pixels, 0 to 5", Embeddings.ofItems(manager, test(manager, SEEN)), rows);
        }
        addNetwork("untrained", 1, 0, seed, rows);
        addNetwork("margin 1", 1, 1, seed, rows);
        addNetwork("margin 0.1", 0.1f, 1, seed, rows);
        return rows;
    }

    private static void addNetwork(String what, float margin, int epochs, int seed, List<Row> rows)
            throws IOException, TranslateException {
        TripletLoss loss =
                TripletLoss.builder().setMiner(new SemiHardMiner()).optMargin(margin).build();
        try (NDManager manager = NDManager.newBaseManager();
                Run run = new Run(Network.CONV_2X2.create(), loss, 0.001f, seed)) {
            if (epochs > 0) {
                Mnist all = Digits.train(manager, 32);
                run.train(ClassSubset.of(all, SEEN), epochs);
            }
            add(what + ", 6 to 9", run.embed(test(manager, UNSEEN)), rows);
            add(what + ", 0 to 5", run.embed(test(manager, SEEN)), rows);
        }
    }

    private static RandomAccessDataset test(NDManager manager, int[] digits)
            throws IOException, TranslateException {
        return ClassSubset.of(Digits.test(manager), digits);
    }

    private static void add(String what, Embeddings digits, List<Row> rows) {
        RetrievalMetrics metrics = RetrievalMetrics.of(digits);
        rows.add(Row.of(what + ": precision@1", metrics.precisionAt1()));
        rows.add(Row.of(what + ": MAP@R", metrics.mapAtR()));
    }
}
