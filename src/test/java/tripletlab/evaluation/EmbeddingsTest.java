package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.loss.Loss;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tripletlab.Errors;
import tripletlab.model.L2Normalize;

class EmbeddingsTest {

    @Test
    void keepsTheOrderOfTheDataset() throws Exception {
        try (Model model = Model.newInstance("embeddings");
                NDManager manager = NDManager.newBaseManager()) {
            model.setBlock(new L2Normalize());
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss()))) {
                trainer.initialize(new Shape(1, 2));
                ArrayDataset data =
                        new ArrayDataset.Builder()
                                .setData(
                                        manager.create(
                                                new float[] {3, 4, 0, 5, 8, 0}, new Shape(3, 2)))
                                .optLabels(manager.create(new float[] {9, 8, 7}))
                                .setSampling(2, false)
                                .build();
                Embeddings embeddings = Embeddings.of(trainer, data);
                assertEquals(3, embeddings.size());
                assertArrayEquals(new int[] {9, 8, 7}, embeddings.labels());
                assertArrayEquals(new float[] {0.6f, 0.8f}, embeddings.vectors()[0], 1e-6f);
                assertArrayEquals(new float[] {0, 1}, embeddings.vectors()[1], 1e-6f);
                assertArrayEquals(new float[] {1, 0}, embeddings.vectors()[2], 1e-6f);
            }
        }
    }

    @Test
    void meanCosineIsThatOfAllPairs() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(9);
            float[][] rows = new float[n][1 + random.nextInt(5)];
            for (float[] row : rows) {
                for (int k = 0; k < row.length; k++) {
                    row[k] = (float) random.nextGaussian();
                }
            }
            double sum = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    sum += i == j ? 0 : cosine(rows[i], rows[j]);
                }
            }
            Embeddings embeddings = new Embeddings(rows, new int[n]);
            assertEquals(sum / (n * (n - 1)), embeddings.meanCosine(), 1e-9, "seed " + seed);
        }
    }

    private static double cosine(float[] a, float[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (double) a[k] * b[k];
        }
        return sum;
    }

    @Test
    void meanCosineIsOneForACollapseAndAsByHandForACross() {
        float[][] collapsed = {{3, 4}, {6, 8}, {0.3f, 0.4f}};
        float[][] cross = {{1, 0}, {0, 5}, {-2, 0}, {0, -1}}; // 2 of 6 pairs opposite
        assertEquals(1, new Embeddings(collapsed, new int[3]).meanCosine(), 1e-6);
        assertEquals(-1 / 3.0, new Embeddings(cross, new int[4]).meanCosine(), 1e-12);
    }

    @Test
    void meanCosineNamesWhatHasNoDirection() {
        float[][] zero = {{1, 2}, {0, 0}};
        float[][] tiny = {{1, 2}, {0, 1e-40f}};
        float[][] lone = {{1, 2}};
        float[][] unknown = {{1, 2}, {Float.NaN, 0}};
        Errors.assertNames(
                new Embeddings(zero, new int[2])::meanCosine, "vectors has only zeros in row 1");
        Errors.assertNames(
                new Embeddings(tiny, new int[2])::meanCosine,
                "vectors has length 1.0E-40 in row 1");
        Errors.assertNames(new Embeddings(lone, new int[1])::meanCosine, "vectors has 1 row");
        Errors.assertNames(
                new Embeddings(unknown, new int[2])::meanCosine, "vectors has NaN in row 1");
    }

    @Test
    void itemsAreRowsAsTheyAre() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] numbers = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
            ArrayDataset data =
                    new ArrayDataset.Builder()
                            .setData(manager.create(numbers, new Shape(3, 1, 2, 2)))
                            .optLabels(manager.create(new int[] {4, 0, 4}))
                            .setSampling(2, false)
                            .build();
            Embeddings items = Embeddings.ofItems(manager, data);
            assertArrayEquals(new int[] {4, 0, 4}, items.labels());
            float[][] rows = {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}};
            assertArrayEquals(rows, items.vectors());
        }
    }

    @Test
    void selectsByPlace() {
        Embeddings all = new Embeddings(new float[][] {{1}, {2}, {3}, {4}}, new int[] {5, 6, 7, 8});
        Embeddings some = all.select(i -> i % 2 == 1);
        assertArrayEquals(new float[][] {{2}, {4}}, some.vectors());
        assertArrayEquals(new int[] {6, 8}, some.labels());
        assertEquals(0, all.select(i -> false).size());
    }

    @Test
    @ResourceLock(Resources.LOCALE)
    void textIsTheSameInEveryLocale() {
        Embeddings many = new Embeddings(new float[1000][2], new int[1000]);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("Embeddings(1,000 items, 2 dimensions)", many.toString());
        } finally {
            Locale.setDefault(before);
        }
    }
}
