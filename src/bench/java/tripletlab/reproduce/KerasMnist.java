package tripletlab.reproduce;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.SequenceSampler;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tripletlab.distance.Distance;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.Pca;
import tripletlab.evaluation.RetrievalMetrics;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.SemiHardMiner;
import tripletlab.model.Networks;
import tripletlab.sampling.WithSampler;
import tripletlab.training.Epoch;

/** keras-triplet-loss-mnist: its losses, and maps of pixels, untrained and trained embeddings. */
final class KerasMnist implements Experiment {

    private static final double[] LOSSES = {
        0.7405, 0.4610, 0.3387, 0.2684, 0.2256, 0.1956, 0.1730, 0.1529, 0.1422, 0.1309, 0.1211,
        0.1128, 0.1057, 0.0992, 0.0938, 0.0882, 0.0854, 0.0810, 0.0778, 0.0746, 0.0702, 0.0690,
        0.0657, 0.0636, 0.0602
    };
    private static final double[] VALIDATION_LOSSES = {
        0.5495, 0.3829, 0.3032, 0.2493, 0.2173, 0.1902, 0.1701, 0.1542, 0.1423, 0.1316, 0.1250,
        0.1166, 0.1096, 0.1069, 0.1030, 0.0991, 0.0959, 0.0937, 0.0896, 0.0872, 0.0856, 0.0819,
        0.0815, 0.0804, 0.0776
    };
    private static final double TOLERANCE = 0.03;
    private static final int STEEP = 2; // epochs at first, whose validation losses are not judged
    private static final int BATCH = 256;
    private static final int VALIDATED = 2000; // the first of the test digits

    @Override
    public String title() {
        return "keras-triplet-loss-mnist: mlp without normalization, semi-hard on squared"
                + " distances, margin 1, Adam 0.0001, batch 256, 25 epochs of 60,000 digits,"
                + " validated on the first 2,000 test digits";
    }

    @Override
    public List<Row> run(int seed) throws IOException, TranslateException {
        TripletLoss loss =
                TripletLoss.builder()
                        .setMiner(new SemiHardMiner())
                        .optDistance(Distance.SQUARED_EUCLIDEAN)
                        .build();
        List<Row> rows = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager();
                Run run = new Run(Networks.mlpUnnormalized(), loss, 0.0001f, seed)) {
            Mnist test = Digits.test(manager);
            add("pixels", Embeddings.ofItems(manager, test), rows);
            add("untrained", run.embed(test), rows);
            run.train(Digits.train(manager, BATCH), LOSSES.length, first(test));
            add("trained", run.embed(test), rows);
            for (Epoch epoch : run.history().epochs()) {
                double published = LOSSES[epoch.number() - 1];
                String what = "loss, epoch " + epoch.number();
                rows.add(Row.near(what, published, epoch.loss(), TOLERANCE));
            }
            addValidation(run.validationLosses(), rows);
        }
        return rows;
    }

    private static Dataset first(Mnist test) throws IOException, TranslateException {
        test.prepare();
        BatchSampler inOrder = new BatchSampler(new SequenceSampler(), BATCH);
        return new WithSampler(test.subDataset(0, VALIDATED), inOrder);
    }

    private static void addValidation(double[] losses, List<Row> rows) {
        for (int i = 0; i < losses.length; i++) {
            String what = "validation loss, epoch " + (i + 1);
            double published = VALIDATION_LOSSES[i];
            rows.add(
                    i < STEEP
                            ? Row.beside(what, published, losses[i])
                            : Row.near(what, published, losses[i], TOLERANCE));
        }
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
