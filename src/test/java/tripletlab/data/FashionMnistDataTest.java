package tripletlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.basicdataset.cv.classification.FashionMnist;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset.Usage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FashionMnistDataTest {

    @Test
    void testSetHasTheKnownClothes() throws Exception {
        FashionMnist test = clothes(Usage.TEST);
        test.prepare();
        assertEquals(10_000, test.size());
        try (NDManager manager = NDManager.newBaseManager();
                Batch batch = test.getData(manager).iterator().next()) {
            assertArrayEquals(
                    new float[] {9, 2, 1, 1, 6, 1, 4, 6, 5, 7},
                    Arrays.copyOf(batch.getLabels().head().toFloatArray(), 10));
            float[] values = batch.getData().head().toFloatArray(); // of all images
            float sum = 0;
            float brightest = 0;
            for (float value : values) {
                sum += value;
                brightest = Math.max(brightest, value);
            }
            assertEquals(1, brightest); // 255 of 255
            assertEquals(0.286, sum / values.length, 0.002); // what is published for all 70,000
        }
    }

    @Test
    void eachNamedClassHasAThousandImages() throws Exception {
        FashionMnist test = clothes(Usage.TEST);
        test.prepare();
        Map<Number, int[]> items = ClassItems.of(test);
        assertEquals(FashionMnistData.classNames().size(), items.size());
        items.values().forEach(indices -> assertEquals(1000, indices.length));
    }

    @Test
    void footwearIsNamedByWhatItIs() {
        List<String> names = FashionMnistData.classNames();
        assertEquals(
                List.of("Sandal", "Sneaker", "Ankle boot"),
                List.of(names.get(5), names.get(7), names.get(9)));
    }

    @Test
    void trainingImagesAreNotShippedAndTheErrorNamesWhatIs() {
        FashionMnist train = clothes(Usage.TRAIN);
        IOException e = assertThrows(IOException.class, train::prepare);
        for (String part :
                List.of(
                        "train-labels-idx1-ubyte.gz: it is not among",
                        "[t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz]",
                        "optUsage(Dataset.Usage.TEST)")) {
            assertTrue(e.getMessage().contains(part), part + " not in: " + e.getMessage());
        }
    }

    private static FashionMnist clothes(Usage usage) {
        return FashionMnist.builder()
                .optRepository(FashionMnistData.repository())
                .optUsage(usage)
                .setSampling(10_000, false)
                .build();
    }
}
