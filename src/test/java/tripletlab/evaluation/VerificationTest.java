package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.Oracle;
import tripletlab.RandomBatch;
import tripletlab.evaluation.CrossValidation.MeanStd;

class VerificationTest {

    private static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void fewPairsAreAllCompared(long seed) {
        RandomBatch batch = RandomBatch.of(RandomBatch.Kind.BALANCED, 40, 4, seed);
        Verification verification = Verification.of(batch.embeddings(), batch.labels(), seed);
        double[][] d = Oracle.euclidean(Oracle.doubles(batch.embeddings()));
        Pairs positives = verification.pairs().positives();
        for (int k = 0; k < positives.size(); k++) {
            double distance = d[positives.first()[k]][positives.second()[k]];
            assertEquals((float) distance, verification.positives()[k]);
        }
        Roc all = Cases.rocOfAllPairs(batch.embeddings(), batch.labels());
        assertArrayEquals(all.thresholds(), verification.roc().thresholds());
        assertArrayEquals(all.tpr(), verification.roc().tpr());
        assertEquals(
                CrossValidation.of(verification.positives(), verification.negatives(), 10, 1e-3),
                verification.crossValidate(10, 1e-3));
    }

    @Test
    void aSampleComesCloseToAllPairs() {
        RandomBatch batch = RandomBatch.of(RandomBatch.Kind.BALANCED, 1500, 2, 5);
        float[][] rows = batch.embeddings();
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] += batch.labels()[i]; // classes side by side
        }
        Verification sample = Verification.of(rows, batch.labels(), 1);
        Roc all = Cases.rocOfAllPairs(rows, batch.labels());
        assertEquals(Verification.PAIRS, sample.positives().length);
        assertEquals(Verification.PAIRS, sample.negatives().length);
        // standard errors of rates of 100,000 pairs are below 0.002
        assertEquals(all.auc(), sample.roc().auc(), 0.006);
        assertEquals(all.eer(), sample.roc().eer(), 0.008);
        assertEquals(all.tarAt(0.1), sample.roc().tarAt(0.1), 0.01);
        MeanStd accuracy = sample.crossValidate(10, 1e-3).accuracy();
        assertEquals(1 - all.eer(), accuracy.mean(), 0.05);
        assertTrue(
                sample.toString().startsWith("100,000 positive and 100,000 negative pairs: AUC"));
    }

    @Test
    void onePairOfEachHasACurveButNoFolds() {
        float[][] rows = {{0}, {1}, {3}};
        Verification one =
                Verification.of(
                        rows,
                        new PairSample(
                                new Pairs(new int[] {0}, new int[] {1}),
                                new Pairs(new int[] {1}, new int[] {2})));
        assertEquals(1, one.roc().auc());
        assertNames(() -> one.crossValidate(10, 1e-3), "folds is 10", "there are 1 and 1");
    }

    @Test
    void collapsedEmbeddingsTellNothing() {
        float[][] rows = new float[30][2];
        int[] labels = new int[30];
        Arrays.setAll(labels, i -> i % 3);
        Verification verification = Verification.of(rows, labels, 1);
        assertEquals(0.5, verification.roc().auc());
        assertEquals(0.5, verification.roc().eer());
        assertEquals(0, verification.roc().tarAt(0.5));
        assertEquals(new MeanStd(0, 0), verification.crossValidate(10, 1e-3).validationRate());
    }

    @Test
    void wrongArgumentsAreNamed() {
        float[][] rows = {{1}, {2}};
        assertNames(() -> Verification.of(rows, new int[] {1}, 0), "labels has length 1", "2");
        assertNames(() -> Verification.of(rows, new int[] {1, 2}, 0), "no positive pair");
        assertNames(() -> Verification.of(rows, new int[] {3, 3}, 0), "all 3", "no negative pair");
        assertNames(() -> Verification.of(new float[0][], new int[0], 0), "embeddings is empty");
        Pairs none = new Pairs(new int[0], new int[0]);
        Pairs one = new Pairs(new int[] {0}, new int[] {1});
        assertNames(() -> Verification.of(rows, new PairSample(none, one)), "positives is empty");
        assertNames(() -> Verification.of(rows, new PairSample(one, none)), "negatives is empty");
    }
}
