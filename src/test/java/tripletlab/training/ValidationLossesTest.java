package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.training.EasyTrain;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.SequenceSampler;
import org.junit.jupiter.api.Test;
import tripletlab.sampling.WithSampler;

class ValidationLossesTest {

    private static final int BATCH = 40; // 100 items: batches of 40, 40 and 20

    private final ValidationLosses validation = new ValidationLosses();

    @Test
    void areMeansOverItemsWithoutDropout() throws Exception {
        try (SmallTraining training = training()) {
            Dataset data = inOrder(training);
            double[] expected = new double[3];
            for (int epoch = 0; epoch < 3; epoch++) {
                EasyTrain.fit(training.trainer(), 1, training.dataset(), data);
                expected[epoch] = loss(training, data);
            }
            assertArrayEquals(expected, validation.losses(), 1e-6);
            assertEquals("ValidationLosses(3 epochs)", validation.toString());
        }
    }

    /** One forward pass, batch by batch. */
    private static double loss(SmallTraining training, Dataset data) throws Exception {
        double sum = 0;
        for (Batch batch : training.trainer().iterateDataset(data)) {
            try (batch) {
                float loss =
                        SmallTraining.loss()
                                .evaluate(
                                        batch.getLabels(),
                                        training.trainer().evaluate(batch.getData()))
                                .getFloat();
                sum += batch.getSize() * loss;
            }
        }
        return sum / training.dataset().size();
    }

    @Test
    void withoutValidationDataThereAreNone() throws Exception {
        try (SmallTraining training = training()) {
            training.fit(SmallTraining.Loop.EASY_TRAIN, 2);
            assertEquals(0, validation.losses().length);
        }
    }

    /** DJL stops in the middle of a validation if a listener throws. */
    @Test
    void anInterruptedValidationIsForgotten() throws Exception {
        try (SmallTraining training = training()) {
            Dataset data = inOrder(training);
            Batch first = training.trainer().iterateDataset(data).iterator().next();
            EasyTrain.validateBatch(training.trainer(), first);
            first.close();
            EasyTrain.fit(training.trainer(), 1, training.dataset(), data);
            assertArrayEquals(new double[] {loss(training, data)}, validation.losses(), 1e-6);
        }
    }

    private SmallTraining training() {
        return new SmallTraining(SmallTraining.network(), SmallTraining.adam(), validation);
    }

    private static Dataset inOrder(SmallTraining training) {
        return new WithSampler(training.dataset(), new BatchSampler(new SequenceSampler(), BATCH));
    }
}
