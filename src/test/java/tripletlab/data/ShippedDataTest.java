package tripletlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.basicdataset.cv.classification.FashionMnist;
import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.repository.Repository;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.Dataset.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every dataset that ships with the kit: how it is found, and what is refused. */
class ShippedDataTest {

    private static final String IMAGES = "t10k-images-idx3-ubyte.gz";

    @TempDir private Path folder;

    private enum Data {
        DIGITS(
                "mnist",
                "c99a2fc9c8f7934dac9481251fc235227437fdcccfb8de53efcb767a8c3b057e",
                MnistData::repository,
                Data::digits),
        CLOTHES(
                "fashion-mnist",
                "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa",
                FashionMnistData::repository,
                Data::clothes);

        private final Path shipped;
        private final String sumOfImages;
        private final Function<Path, Repository> repository;
        private final Function<Repository, Dataset> dataset;

        Data(
                String name,
                String sumOfImages,
                Function<Path, Repository> repository,
                Function<Repository, Dataset> dataset) {
            this.shipped = Path.of("data", name);
            this.sumOfImages = sumOfImages;
            this.repository = repository;
            this.dataset = dataset;
        }

        Dataset in(Path folder) {
            return dataset.apply(repository.apply(folder));
        }

        private static Dataset digits(Repository repository) {
            return Mnist.builder()
                    .optRepository(repository)
                    .optUsage(Usage.TEST)
                    .setSampling(16, false)
                    .build();
        }

        private static Dataset clothes(Repository repository) {
            return FashionMnist.builder()
                    .optRepository(repository)
                    .optUsage(Usage.TEST)
                    .setSampling(16, false)
                    .build();
        }
    }

    @ParameterizedTest
    @EnumSource
    void missingFileIsNamedWithItsSumAndTheCure(Data data) throws IOException {
        copyShipped(data);
        Files.delete(folder.resolve(IMAGES));
        assertNames(data, IMAGES, data.sumOfImages, "is missing", "copy or download it again");
    }

    @ParameterizedTest
    @EnumSource
    void cutFileIsNamedWithBothSums(Data data) throws IOException {
        copyShipped(data);
        byte[] start = Arrays.copyOf(Files.readAllBytes(folder.resolve(IMAGES)), 1000);
        Files.write(folder.resolve(IMAGES), start);
        assertNames(data, IMAGES, data.sumOfImages, sumOf(start), "copy or download it again");
    }

    @ParameterizedTest
    @EnumSource
    void alteredFileIsNamedWithBothSums(Data data) throws IOException {
        copyShipped(data);
        byte[] whole = Files.readAllBytes(folder.resolve(IMAGES));
        whole[whole.length / 2] ^= 1;
        Files.write(folder.resolve(IMAGES), whole);
        assertNames(data, IMAGES, data.sumOfImages, sumOf(whole), "copy or download it again");
    }

    @ParameterizedTest
    @EnumSource
    void missingSumsAreNamed(Data data) throws IOException {
        copyShipped(data);
        Files.delete(folder.resolve("SHA256SUMS"));
        assertNames(data, "SHA256SUMS", "is missing", "sha256sum *.gz > SHA256SUMS");
    }

    @ParameterizedTest
    @EnumSource
    void fileWithoutASumIsNotRead(Data data) throws IOException {
        copyShipped(data);
        Files.writeString(folder.resolve("SHA256SUMS"), "");
        assertNames(data, "SHA256SUMS", "it has no sum for t10k-", "sha256sum *.gz");
    }

    /** As other programs write it. */
    private enum Form {
        UPPER_CASE(text -> bytes(upper(text))),
        WINDOWS(text -> bytes(text.replace("\n", "\r\n"))),
        BINARY(text -> bytes(text.replace("  ", " *"))),
        WITH_TAB(text -> bytes(text.replace("  ", "\t"))),
        WITH_FOLDER(text -> bytes(text.replace("  ", "  ./"))),
        WITHOUT_LAST_LINE_END(text -> bytes(text.strip())),
        WITH_COMMENT(text -> bytes("# sums\n\n" + text)),
        UTF_8_MARKED(text -> bytes("\ufeff" + text)),
        UTF_16(text -> text.getBytes(StandardCharsets.UTF_16)), // with a mark
        UTF_16_OF_WINDOWS(text -> ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE)),
        UTF_16_UNMARKED(text -> text.getBytes(StandardCharsets.UTF_16LE)),
        UTF_16_BIG_UNMARKED(text -> text.getBytes(StandardCharsets.UTF_16BE)),
        TAG(text -> bytes(tagged(text, "SHA256 (%2$s) = %1$s\n"))),
        OPENSSL(text -> bytes(tagged(text, "SHA256(%2$s)= %1$s\n"))),
        OPENSSL_3(text -> bytes(tagged(text, "SHA2-256(%2$s)= %1$s\n"))),
        // another file, with a backslash in its name
        ESCAPED(text -> bytes("\\" + "0".repeat(64) + "  a\\\\b\n" + text));

        private final Function<String, byte[]> write;

        Form(Function<String, byte[]> write) {
            this.write = write;
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        private static String upper(String text) {
            return tagged(text, "%S  %s\n");
        }

        private static String tagged(String text, String form) {
            StringBuilder tagged = new StringBuilder();
            text.lines()
                    .map(line -> line.split("  "))
                    .forEach(w -> tagged.append(form.formatted(w[0], w[1])));
            return tagged.toString();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sumsOfOtherProgramsAreRead(Form form) throws Exception {
        copyShipped(Data.DIGITS);
        Path sums = folder.resolve("SHA256SUMS");
        Files.write(sums, form.write.apply(Files.readString(sums)));
        Data.DIGITS.in(folder).prepare();
        Files.write(folder.resolve(IMAGES), new byte[1]); // they are compared
        assertNames(Data.DIGITS, IMAGES + " is damaged", Data.DIGITS.sumOfImages);
    }

    @Test
    void damagedSumsAreNamedThemselves() throws Exception {
        copyShipped(Data.DIGITS);
        Path sums = folder.resolve("SHA256SUMS");
        String text = Files.readString(sums);
        Files.writeString(sums, text.replaceFirst("c99a", "c99"));
        assertNames(
                Data.DIGITS,
                "SHA256SUMS is damaged: line 1 is \"c992fc9c8",
                "expected 64 hexadecimal digits and a name",
                "sha256sum *.gz > SHA256SUMS");
        Files.writeString(sums, text + "0".repeat(64) + "  " + IMAGES + "\n");
        assertNames(Data.DIGITS, "SHA256SUMS is damaged: it has two sums for " + IMAGES);
        Files.write(sums, new byte[] {'a', (byte) 0xff, 'b'});
        assertNames(Data.DIGITS, "SHA256SUMS is damaged: line 1 is \"a");
        Files.writeString(sums, "SHA256 hash of " + IMAGES + ":\n" + Data.DIGITS.sumOfImages);
        assertNames(Data.DIGITS, "SHA256SUMS is damaged: line 1 is \"SHA256 hash of");
    }

    /** A folder of the kit is mended from where the kit came from. */
    @Test
    void theCureFitsTheFolder() throws Exception {
        copyShipped(Data.DIGITS);
        Files.delete(folder.resolve(IMAGES));
        CheckedFolder archive = new CheckedFolder(folder, true);
        IOException e = assertThrows(IOException.class, () -> archive.read(IMAGES));
        assertTrue(
                e.getMessage()
                        .endsWith("take it, and \"SHA256SUMS\", from the kit's archive again"),
                e.getMessage());
        Path clone = Files.createDirectories(folder.resolve("kit/data"));
        Files.copy(folder.resolve("SHA256SUMS"), clone.resolve("SHA256SUMS"));
        Files.createDirectory(folder.resolve("kit/.git"));
        CheckedFolder cloned = new CheckedFolder(clone, true);
        e = assertThrows(IOException.class, () -> cloned.read(IMAGES));
        assertTrue(
                e.getMessage()
                        .endsWith(
                                "git -C \"%s\" checkout HEAD -- \"%s\" \"SHA256SUMS\""
                                        .formatted(clone, IMAGES)),
                e.getMessage());
    }

    @Test
    void anotherDatasetOfDjlIsRefused() {
        Dataset digits = Data.digits(FashionMnistData.repository());
        Exception e = assertThrows(IOException.class, digits::prepare);
        assertTrue(e.getMessage().contains("mnist"), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void aFolderThatIsNoneIsNamed(Data data) {
        Path none = folder.resolve("none");
        Exception e = assertThrows(IllegalArgumentException.class, () -> data.in(none));
        assertTrue(e.getMessage().contains(none.toString()), e.getMessage());
    }

    @Test
    void theFolderIsFoundFromBelow() throws IOException {
        Path mnist = Path.of("data", "mnist");
        Path data = Files.createDirectories(folder.resolve("data").resolve("mnist"));
        Path deep = Files.createDirectories(folder.resolve("notebooks").resolve("solutions"));
        assertEquals(data, IdxRepository.find(mnist, null, deep));
        assertEquals(data, IdxRepository.find(mnist, folder.toString(), Path.of("")));
    }

    @Test
    void aWrongHomeIsNamed() {
        Path mnist = Path.of("data", "mnist");
        String home = folder.toString();
        Exception e =
                assertThrows(
                        IllegalStateException.class, () -> IdxRepository.find(mnist, home, folder));
        assertTrue(e.getMessage().contains("TRIPLETLAB_HOME is " + home), e.getMessage());
    }

    private void copyShipped(Data data) throws IOException {
        try (Stream<Path> files = Files.list(data.shipped)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private void assertNames(Data data, String... parts) {
        Dataset test = data.in(folder);
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
}
