package tripletlab.reproduce;

import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tripletlab.distance.Distance;
import tripletlab.evaluation.Embeddings;
import tripletlab.evaluation.RetrievalMetrics;
import tripletlab.model.Network;
import tripletlab.offline.FaceNetSelector;
import tripletlab.offline.GivenTripletLoss;
import tripletlab.offline.OfflineTriplets;
import tripletlab.offline.TripletLayout;
import tripletlab.offline.TripletSelector;
import tripletlab.offline.VggFaceSelector;
import tripletlab.sampling.BalancedBatchSampler;

/** The two rules of facenet's {@code select_triplets} on digits instead of faces. */
final class OfflineSelections implements Experiment {

    private static final float MARGIN = 0.2f;
    private static final int STEPS = 500;

    @Override
    public String title() {
        return "facenet's select_triplets: conv-2x2, offline, 10 classes × 40 digits a selection,"
                + " 30 triplets a step, 500 steps, margin 0.2 of squared distances, Adam 0.001";
    }

    @Override
    public List<Row> run(int seed) throws IOException, TranslateException {
        List<Row> rows = new ArrayList<>();
        add("FaceNet's rule", new FaceNetSelector(MARGIN, seed), seed, rows);
        add("VGG-Face's rule", new VggFaceSelector(MARGIN, seed), seed, rows);
        return rows;
    }

    private static void add(String name, TripletSelector selector, int seed, List<Row> rows)
            throws IOException, TranslateException {
        GivenTripletLoss loss =
                GivenTripletLoss.builder()
                        .setLayout(TripletLayout.ROWS)
                        .optMargin(MARGIN)
                        .optDistance(Distance.SQUARED_EUCLIDEAN)
                        .build();
        try (NDManager manager = NDManager.newBaseManager();
                Run run = new Run(Network.CONV_2X2.create(), loss, 0.001f, seed)) {
            OfflineTriplets triplets =
                    new OfflineTriplets(
                                    run.model(),
                                    Digits.train(manager, 32),
                                    new BalancedBatchSampler(10, 40, 100, seed),
                                    selector,
                                    seed)
                            .optTripletsPerBatch(30)
                            .optSteps(STEPS);
            run.train(triplets, 1);
            Embeddings test = run.embed(Digits.test(manager));
            RetrievalMetrics metrics = RetrievalMetrics.of(test);
            rows.add(Row.of(name + ": selections", triplets.counts().samples()));
            rows.add(Row.of(name + ": digits embedded to select", triplets.counts().embedded()));
            rows.add(Row.of(name + ": triplets selected", triplets.counts().selected()));
            rows.add(Row.of(name + ": precision@1", metrics.precisionAt1()));
            rows.add(Row.of(name + ": MAP@R", metrics.mapAtR()));
        }
    }
}
