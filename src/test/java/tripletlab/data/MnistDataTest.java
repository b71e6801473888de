package tripletlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.Repository;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistDataTest {

    private static final Path SHIPPED = Path.of("data", "mnist");
    private static final String IMAGES = "t10k-images-idx3-ubyte.gz";
    private static final String SUM =
            "c99a2fc9c8f7934dac9481251fc235227437fdcccfb8de53efcb767a8c3b057e";

    @TempDir private Path folder;

    @Test
    void testSetHasTheKnownDigits() throws Exception {
        Mnist test = mnist(MnistData.repository(), Usage.TEST);
        test.prepare();
        assertEquals(10_000, test.size());
        try (NDManager manager = NDManager.newBaseManager();
                Batch batch = test.getData(manager).iterator().next()) {
            assertArrayEquals(
                    new float[] {7, 2, 1, 0, 4, 1, 4, 9, 5, 9},
                    Arrays.copyOf(batch.getLabels().head().toFloatArray(), 10));
            float[] first = batch.getData().head().get(0).toFloatArray();
            float brightest = 0;
            for (float value : first) {
                brightest = Math.max(brightest, value);
            }
            assertEquals(28 * 28, first.length);
            assertEquals(1, brightest); // 255 of 255
            assertEquals(84 / 255f, first[7 * 28 + 6], 1e-6f); // the 7's upper left end
        }
    }

    @Test
    void trainingSetHasTheKnownDigits() throws Exception {
        Mnist train = mnist(MnistData.repository(), Usage.TRAIN);
        train.prepare();
        assertEquals(60_000, train.size());
        try (NDManager manager = NDManager.newBaseManager();
                Batch batch = train.getData(manager).iterator().next()) {
            assertArrayEquals(
                    new float[] {5, 0, 4, 1, 9, 2, 1, 3, 1, 4},
                    Arrays.copyOf(batch.getLabels().head().toFloatArray(), 10));
        }
    }

    @Test
    void missingFileIsNamedWithItsSumAndTheCure() throws IOException {
        copyShipped();
        Files.delete(folder.resolve(IMAGES));
        assertNames(IMAGES, SUM, "is missing", "git -C", "checkout HEAD --");
    }

    @Test
    void cutFileIsNamedWithBothSums() throws IOException {
        copyShipped();
        byte[] whole = Files.readAllBytes(folder.resolve(IMAGES));
        Files.write(folder.resolve(IMAGES), Arrays.copyOf(whole, 1000));
        assertNames(IMAGES, SUM, sumOf(Arrays.copyOf(whole, 1000)), "checkout HEAD --");
    }

    @Test
    void alteredFileIsNamedWithBothSums() throws IOException {
        copyShipped();
        byte[] whole = Files.readAllBytes(folder.resolve(IMAGES));
        whole[whole.length / 2] ^= 1;
        Files.write(folder.resolve(IMAGES), whole);
        assertNames(IMAGES, SUM, sumOf(whole), "checkout HEAD --");
    }

    @Test
    void missingSumsAreNamed() throws IOException {
        copyShipped();
        Files.delete(folder.resolve("SHA256SUMS"));
        assertNames("SHA256SUMS", "is missing", "checkout HEAD --");
    }

    @Test
    void aFolderThatIsNoneIsNamed() {
        Path none = folder.resolve("none");
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> MnistData.repository(none));
        assertTrue(e.getMessage().contains(none.toString()), e.getMessage());
    }

    @Test
    void theFolderIsFoundFromBelow() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data").resolve("mnist"));
        Path deep = Files.createDirectories(folder.resolve("notebooks").resolve("solutions"));
        assertEquals(data, MnistData.find(null, deep));
        assertEquals(data, MnistData.find(folder.toString(), Path.of("")));
    }

    @Test
    void aWrongHomeIsNamed() {
        String home = folder.toString();
        Exception e = assertThrows(IllegalStateException.class, () -> MnistData.find(home, folder));
        assertTrue(e.getMessage().contains("TRIPLETLAB_HOME is " + home), e.getMessage());
    }

    private void copyShipped() throws IOException {
        try (Stream<Path> files = Files.list(SHIPPED)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private void assertNames(String... parts) {
        Mnist test = mnist(MnistData.repository(folder), Usage.TEST);
        IOException e = assertThrows(IOException.class, test::prepare);
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " not in: " + e.getMessage());
        }
    }

    private static String sumOf(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Mnist mnist(Repository repository, Usage usage) {
        return Mnist.builder()
                .optRepository(repository)
                .optUsage(usage)
                .setSampling(16, false)
                .build();
    }
}
