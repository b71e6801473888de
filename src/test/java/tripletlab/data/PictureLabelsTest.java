package tripletlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.basicdataset.cv.classification.ImageFolder;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.RandomAccessDataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tripletlab.sampling.BalancedBatchSampler;

/** Files that end in .jpg and are no pictures: whoever decodes one fails. */
class PictureLabelsTest {

    private static final int ITEMS = 6;
    private static final List<String> CLASSES = List.of("boots", "pumps", "shoes");

    @TempDir private Path folder;

    @BeforeEach
    void fill() throws IOException {
        for (String name : CLASSES) {
            Path files = Files.createDirectory(folder.resolve(name));
            for (int i = 0; i < ITEMS; i++) {
                Files.writeString(files.resolve(i + ".jpg"), "no picture");
            }
        }
    }

    private ImageFolder pictures() throws Exception {
        ImageFolder pictures =
                ImageFolder.builder()
                        .setRepositoryPath(folder)
                        .setSampling(new BalancedBatchSampler(3, 2, 4, 1))
                        .build();
        pictures.prepare();
        return pictures;
    }

    @Test
    void noPictureIsDecodedForItsLabel() throws Exception {
        ImageFolder pictures = pictures();
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThrows(Exception.class, () -> pictures.get(manager, 0)); // the test can fail
        }
        Map<Number, int[]> items = new TreeMap<>(ClassItems.of(pictures));
        assertEquals(List.of(0L, 1L, 2L), List.copyOf(items.keySet()));
        assertArrayEquals(new int[] {6, 7, 8, 9, 10, 11}, items.get(1L)); // as they are listed
        Iterator<List<Long>> batches = new BalancedBatchSampler(3, 2, 4, 1).sample(pictures);
        for (int b = 0; b < 4; b++) {
            int[] count = new int[3];
            batches.next().forEach(i -> count[(int) (i / ITEMS)]++);
            assertArrayEquals(new int[] {2, 2, 2}, count);
        }
    }

    @Test
    void partsAndPartsOfPartsKeepTheirLabels() throws Exception {
        ImageFolder pictures = pictures();
        RandomAccessDataset part = pictures.subDataset(4, 14); // two, six, two
        assertSizes(Map.of(0L, 2, 1L, 6, 2L, 2), part);
        assertSizes(Map.of(0L, 1, 1L, 3), part.subDataset(1, 5));
        assertSizes(
                Map.of(2L, 1, 0L, 2), pictures.subDataset(new ArrayList<>(List.of(17L, 0L, 5L))));
        assertSizes(Map.of(0L, 6, 2L, 6), ClassSubset.of(pictures, 0, 2));
        assertSizes(Map.of(2L, 2), ClassSubset.of(part, 2));
        int[] found = new int[3];
        for (RandomAccessDataset random : pictures.randomSplit(1, 2)) {
            ClassItems.of(random)
                    .forEach((label, items) -> found[label.intValue()] += items.length);
        }
        assertArrayEquals(new int[] {ITEMS, ITEMS, ITEMS}, found);
    }

    private static void assertSizes(Map<Long, Integer> sizes, RandomAccessDataset dataset) {
        Map<Number, Integer> found = new TreeMap<>();
        ClassItems.of(dataset).forEach((label, items) -> found.put(label, items.length));
        assertEquals(new TreeMap<>(sizes), found);
    }

    /** With pictures that can be decoded: the labels are those of DJL's own batches. */
    @Test
    void theLabelsAreThoseOfTheBatches() throws Exception {
        for (int c = 0; c < CLASSES.size(); c++) {
            for (int i = 0; i < ITEMS; i++) {
                BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
                picture.setRGB(0, 0, c);
                Path file = folder.resolve(CLASSES.get(c)).resolve(i + ".jpg");
                assertTrue(ImageIO.write(picture, "jpg", file.toFile()));
            }
        }
        ImageFolder pictures = pictures();
        RandomAccessDataset part = pictures.randomSplit(1, 1)[0];
        for (RandomAccessDataset dataset : List.of(pictures, part)) {
            try (NDManager manager = NDManager.newBaseManager()) {
                ClassItems.of(dataset)
                        .forEach(
                                (label, items) -> {
                                    for (int item : items) {
                                        assertEquals(label, label(dataset, manager, item));
                                    }
                                });
            }
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : pictures.getData(manager)) {
                try (batch) {
                    assertEquals(6, batch.getLabels().head().size());
                }
            }
        }
    }

    private static Long label(RandomAccessDataset dataset, NDManager manager, int item) {
        try {
            return dataset.get(manager, item).getLabels().head().getLong();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
