package tripletlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static tripletlab.Errors.assertNames;

import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset.Usage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.IntColumn;
import tripletlab.data.MnistData;
import tripletlab.internal.WholeFile;

class ProjectorExportTest {

    private static final float[][] VECTORS = {{0, 1}, {2, 3}, {4, 5}};
    private static final int[] LABELS = {7, 8, 9};

    @TempDir private Path folder;

    @Test
    void vectorsReadBackToTheBit() throws Exception {
        Random random = new Random(1);
        float[][] vectors = new float[500][7];
        for (float[] vector : vectors) {
            for (int k = 0; k < vector.length; k++) {
                vector[k] = finite(random);
            }
        }
        vectors[0] =
                new float[] {
                    -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.MIN_NORMAL, 0.1f, 1e10f, 2e-3f
                };
        int[] labels = random.ints(500).toArray();
        new ProjectorExport(vectors).addColumn("label", labels).write(folder);
        List<String> lines = Files.readAllLines(folder.resolve("vecs.tsv"));
        assertEquals(vectors.length, lines.size());
        for (int i = 0; i < vectors.length; i++) {
            String[] numbers = lines.get(i).split("\t", -1);
            assertEquals(7, numbers.length);
            for (int k = 0; k < numbers.length; k++) {
                int bits = Float.floatToRawIntBits(vectors[i][k]);
                assertEquals(bits, Float.floatToRawIntBits(Float.parseFloat(numbers[k])));
                // JavaScript and Python read a double and round that
                assertEquals(bits, Float.floatToRawIntBits((float) Double.parseDouble(numbers[k])));
                assertShortest(vectors[i][k], numbers[k]);
            }
        }
        List<String> meta = Files.readAllLines(folder.resolve("meta.tsv"));
        assertEquals(Arrays.stream(labels).mapToObj(Integer::toString).toList(), meta);
    }

    private static float finite(Random random) {
        float value = Float.intBitsToFloat(random.nextInt());
        return Float.isFinite(value) ? value : (float) random.nextGaussian();
    }

    /** No decimal with fewer digits reads back; two digits are always written. */
    private static void assertShortest(float value, String written) {
        int digits = new BigDecimal(written).stripTrailingZeros().precision();
        if (value == 0 || digits <= 2) {
            return;
        }
        for (RoundingMode mode : List.of(RoundingMode.UP, RoundingMode.DOWN)) {
            BigDecimal shorter = new BigDecimal(value).round(new MathContext(digits - 1, mode));
            assertTrue(shorter.floatValue() != value, written + ": " + shorter + " suffices");
        }
    }

    @Test
    @ResourceLock(Resources.LOCALE)
    void textIsTheSameInEveryLocale() throws Exception {
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("de-DE", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "en-US")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                new ProjectorExport(new float[][] {{1234.5f, -0.25f}, {1e-7f, 3}})
                        .addColumn("digit", new int[] {1234, -5})
                        .addColumn("word", List.of("größer", "数 字"))
                        .addImages(new float[][] {{0}, {1}}, 1)
                        .write(folder);
                assertEquals(
                        "1234.5\t-0.25\n1.0E-7\t3.0\n",
                        Files.readString(folder.resolve("vecs.tsv")));
                assertEquals(
                        "digit\tword\n1234\tgrößer\n-5\t数 字\n",
                        Files.readString(folder.resolve("meta.tsv")));
                assertEquals(
                        """
                        embeddings {
                          tensor_name: "embeddings"
                          tensor_shape: 2
                          tensor_shape: 2
                          tensor_path: "vecs.tsv"
                          metadata_path: "meta.tsv"
                          sprite {
                            image_path: "sprite.png"
                            single_image_dim: 1
                            single_image_dim: 1
                          }
                        }
                        """,
                        Files.readString(folder.resolve("projector_config.pbtxt")));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void withoutImagesThereIsNoSheet() throws Exception {
        export().write(folder.resolve("new").resolve("one"));
        Path made = folder.resolve("new").resolve("one");
        try (Stream<Path> files = Files.list(made)) {
            assertEquals(
                    List.of("meta.tsv", "projector_config.pbtxt", "vecs.tsv"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals(
                """
                embeddings {
                  tensor_name: "embeddings"
                  tensor_shape: 3
                  tensor_shape: 2
                  tensor_path: "vecs.tsv"
                  metadata_path: "meta.tsv"
                }
                """,
                Files.readString(made.resolve("projector_config.pbtxt")));
    }

    @Test
    void digitsStandInTheSheetRowByRow() throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Batch batch = testDigits(manager, 11)) {
            NDArray images = batch.getData().head(); // (11, 1, 28, 28)
            float[][] pixels = new float[11][];
            Arrays.setAll(pixels, i -> images.get(i).toFloatArray());
            new ProjectorExport(new float[11][2])
                    .addColumn("digit", new int[11])
                    .addImages(pixels, 28)
                    .write(folder);
            BufferedImage sheet = ImageIO.read(folder.resolve("sprite.png").toFile());
            assertEquals(4 * 28, sheet.getWidth()); // 4 is √11 rounded up
            assertEquals(4 * 28, sheet.getHeight());
            for (int i = 0; i < 16; i++) {
                float[] expected = new float[28 * 28]; // paper behind the last image
                if (i < 11) {
                    expected = pixels[i];
                }
                for (int p = 0; p < expected.length; p++) {
                    int grey =
                            sheet.getRaster()
                                    .getSample(i % 4 * 28 + p % 28, i / 4 * 28 + p / 28, 0);
                    assertEquals(255 - Math.round(255 * expected[p]), grey, "image " + i);
                }
            }
            String config = Files.readString(folder.resolve("projector_config.pbtxt"));
            assertTrue(config.contains("shape: 11\n  tensor_shape: 2\n"), config);
            assertTrue(config.contains("dim: 28\n    single_image_dim: 28\n"), config);
        }
    }

    private static Batch testDigits(NDManager manager, int count) throws Exception {
        Mnist mnist =
                Mnist.builder()
                        .optManager(manager)
                        .optRepository(MnistData.repository())
                        .optUsage(Usage.TEST)
                        .setSampling(count, false)
                        .optLimit(count)
                        .build();
        return mnist.getData(manager).iterator().next();
    }

    @Test
    void rowsOfPixelsMakeTheSameSheet() throws Exception {
        float[][] pixels = {{0, 1, 0.5f, 0.2f, 0, 0}, {1, 1, 1, 0, 0, 0}, {0, 0, 0, 1, 1, 1}};
        export().addImages(pixels, 3).write(folder); // 3 wide, 2 high
        BufferedImage rows = ImageIO.read(folder.resolve("sprite.png").toFile());
        assertEquals(2 * 3, rows.getWidth());
        assertEquals(2 * 2, rows.getHeight());
        assertArrayEquals(new int[] {255, 0, 128, 0, 0, 0}, greys(rows, 0));
        assertArrayEquals(new int[] {204, 255, 255, 255, 255, 255}, greys(rows, 1));
        assertArrayEquals(new int[] {255, 255, 255, 255, 255, 255}, greys(rows, 2));
        assertArrayEquals(new int[] {0, 0, 0, 255, 255, 255}, greys(rows, 3));
    }

    private static int[] greys(BufferedImage sheet, int y) {
        return sheet.getRaster().getSamples(0, y, sheet.getWidth(), 1, 0, (int[]) null);
    }

    @Test
    void sheetsEndAtTheProjectorsLimit() throws Exception {
        float[] wide = new float[4096];
        float[][] four = {wide, wide, wide, wide};
        float[][] five = {wide, wide, wide, wide, wide};
        ProjectorExport export = new ProjectorExport(new float[4][2]);
        export.addColumn("label", new int[4]).addImages(four, 4096).write(folder);
        BufferedImage largest = ImageIO.read(folder.resolve("sprite.png").toFile());
        assertEquals(8192, largest.getWidth());
        assertEquals(2, largest.getHeight());
        assertNames(
                () -> export.addImages(five, 4096), "5 of 4096 × 1", "12288 × 3", "8192 × 8192");
        assertNames(() -> export.addImages(five, 1), "5 of 1 × 4096", "3 × 12288", "8192 × 8192");
    }

    @Test
    void aNewExportReplacesTheOld() throws Exception {
        export().write(folder);
        new ProjectorExport(new float[][] {{9, 9}})
                .addColumn("label", List.of("nine"))
                .write(folder);
        assertEquals("9.0\t9.0\n", Files.readString(folder.resolve("vecs.tsv")));
        assertEquals("nine\n", Files.readString(folder.resolve("meta.tsv")));
    }

    @Test
    void anExportThatFailsLeavesNoOldConfiguration() throws Exception {
        export().write(folder);
        Files.delete(folder.resolve("meta.tsv"));
        Files.createDirectory(folder.resolve("meta.tsv"));
        IOException e = assertThrows(IOException.class, () -> export().write(folder));
        assertEquals(
                folder.resolve("meta.tsv") + " cannot be written: there is a folder of this name",
                e.getMessage());
        assertTrue(Files.notExists(folder.resolve("projector_config.pbtxt")));
    }

    /** As Tablesaw gives them: null, or an empty text. */
    @Test
    void missingValuesOfAColumnAreEmpty() throws Exception {
        IntColumn ages = IntColumn.create("age", 3);
        ages.set(0, 30);
        ages.set(2, 32);
        List<String> texts = new ArrayList<>();
        ages.asList().forEach(age -> texts.add(age == null ? null : age.toString()));
        export().addColumn("age", texts).write(folder);
        List<String> lines = Files.readAllLines(folder.resolve("meta.tsv"));
        assertTrue(lines.get(1).endsWith("\t30"), lines.toString());
        assertTrue(lines.get(2).endsWith("\t"), lines.toString());
        ProjectorExport alone =
                new ProjectorExport(VECTORS).addColumn("age", Arrays.asList("30", null, "32"));
        Exception e = assertThrows(IllegalArgumentException.class, () -> alone.write(folder));
        assertEquals("row 1 of [age] is blank, expected a value", e.getMessage());
    }

    @Test
    void nullIsNamed() {
        ProjectorExport export = new ProjectorExport(VECTORS);
        assertNames(() -> new ProjectorExport(null), "vectors is null");
        assertNames(() -> export.addColumn(null, List.of("a")), "name is null");
        assertNames(() -> export.addColumn("a", (List<String>) null), "values is null");
        assertNames(() -> export.addColumn("a", (int[]) null), "values is null");
        assertNames(() -> export.addImages(null, 1), "images is null");
        assertNames(() -> export().write(null), "folder is null");
    }

    /** As a full disk does it: {@code /dev/full} takes no byte. */
    @ParameterizedTest
    @ValueSource(strings = {"vecs.tsv", "meta.tsv", "sprite.png", "projector_config.pbtxt"})
    void aFullDiskIsNamedWithTheFile(String name) throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "a device of Linux");
        Files.createSymbolicLink(WholeFile.part(folder.resolve(name)), Path.of("/dev/full"));
        float[][] pixels = {{0}, {1}, {0}};
        IOException e =
                assertThrows(IOException.class, () -> export().addImages(pixels, 1).write(folder));
        assertEquals(
                folder.resolve(name) + " cannot be written: No space left on device",
                e.getMessage());
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".part")));
        }
    }

    @Test
    void missingPartsAreNamed() {
        ProjectorExport none = new ProjectorExport(VECTORS);
        Exception e = assertThrows(IllegalStateException.class, () -> none.write(folder));
        assertTrue(e.getMessage().contains("addColumn"), e.getMessage());
    }

    @Test
    void wrongVectorsAndColumnsAreNamed() {
        ProjectorExport export = export();
        assertNames(() -> new ProjectorExport(new float[0][]), "vectors is empty");
        assertNames(() -> new ProjectorExport(new float[][] {{1}, {2}}), "vectors", "1 number");
        assertNames(() -> new ProjectorExport(new float[][] {{1, 2}, {1}}), "vectors", "row 1");
        assertNames(
                () -> new ProjectorExport(new float[][] {{1, Float.NaN}}),
                "vectors has NaN in row 0");
        assertNames(() -> export.addColumn("label", LABELS), "label", "another column");
        assertNames(() -> export.addColumn(" ", LABELS), "name is \" \"");
        assertNames(() -> export.addColumn("a\tb", LABELS), "a\tb", "no tab");
        assertNames(() -> export.addColumn("b", List.of("x\ny")), "column b", "x\ny", "line break");
        assertNames(() -> export.addColumn("c", List.of("x\r")), "column c", "line break");
        assertNames(() -> export().addColumn("d", new int[2]), "column d has 2", "3");
        assertNames(
                () ->
                        new ProjectorExport(VECTORS)
                                .addColumn("e", List.of("x", "", "y"))
                                .write(folder),
                "row 1 of [e] is blank");
    }

    @Test
    void aMissingValueBesideAnotherIsKept() throws Exception {
        export().addColumn("word", List.of("x", "", "y")).write(folder);
        assertEquals(
                "label\tword\n7\tx\n8\t\n9\ty\n", Files.readString(folder.resolve("meta.tsv")));
    }

    @Test
    void wrongImagesAreNamed() {
        ProjectorExport export = export();
        assertNames(() -> export.addImages(new float[0][], 1), "images is empty");
        assertNames(() -> export.addImages(new float[3][6], 4), "width is 4", "divisor of 6");
        assertNames(() -> export.addImages(new float[3][6], 0), "width is 0", "divisor of 6");
        assertNames(() -> export.addImages(new float[][] {{0}, {1.5f}}, 1), "1.5 in row 1");
        assertNames(
                () -> export.addImages(new float[][] {{-1}}, 1),
                "-1.0 in row 0",
                "0 for paper to 1 for ink");
        assertNames(() -> export.addImages(new float[][] {{Float.NaN}}, 1), "images has NaN");
        assertNames(() -> export().addImages(new float[2][6], 2), "images are 2", "expected 3");
    }

    private static ProjectorExport export() {
        return new ProjectorExport(VECTORS).addColumn("label", LABELS);
    }
}
