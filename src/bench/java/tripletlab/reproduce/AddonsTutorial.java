package tripletlab.reproduce;

import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.RetrievalMetrics;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.SemiHardMiner;
import tripletlab.model.Network;
import tripletlab.training.Epoch;

/** The tutorial of TensorFlow Addons on {@code TripletSemiHardLoss}. */
final class AddonsTutorial implements Experiment {

    private static final double[] LOSSES = {0.5884, 0.4532, 0.4175, 0.3938, 0.3898};
    private static final double PRECISION = 0.978; // of the original, run again

    @Override
    public String title() {
        return "TensorFlow Addons' tutorial: conv-2x2, semi-hard, margin 1, Adam 0.001, batch 32,"
                + " 5 epochs of 60,000 digits";
    }

    @Override
    public List<Row> run(int seed) throws IOException, TranslateException {
        TripletLoss loss = TripletLoss.builder().setMiner(new SemiHardMiner()).build();
        List<Row> rows = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager();
                Run run = new Run(Network.CONV_2X2.create(), loss, 0.001f, seed)) {
            run.train(Digits.train(manager, 32), LOSSES.length);
            for (Epoch epoch : run.history().epochs()) {
                double published = LOSSES[epoch.number() - 1];
                rows.add(Row.near("loss, epoch " + epoch.number(), published, epoch.loss(), 0.03));
            }
            Embeddings test = run.embed(Digits.test(manager));
            RetrievalMetrics metrics = RetrievalMetrics.of(test);
            rows.add(Row.beside("precision@1, test digits", PRECISION, metrics.precisionAt1()));
            rows.add(Row.of("MAP@R, test digits", metrics.mapAtR()));
        }
        return rows;
    }
}
