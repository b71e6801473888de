package tripletlab.sweep;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tripletlab.internal.WholeFile;

/**
 * Finished rows in a folder, a file each: packed JSON, so that a damaged file is known by its check
 * sum. The file's name is a hash of the setting, of the engine and of this library's jar: what
 * another version has trained is not taken for a result of this one.
 */
final class KeptRows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final String madeBy;

    KeptRows(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        madeBy = Engine.getDefaultEngineName() + " " + library();
    }

    /** A hash of the jar; of a folder of classes, as in tests, its name only. */
    private static String library() throws IOException {
        CodeSource source = KeptRows.class.getProtectionDomain().getCodeSource();
        try {
            Path jar = Path.of(source.getLocation().toURI());
            return hash(Files.isRegularFile(jar) ? Files.readAllBytes(jar) : new byte[0]);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Where the row of a setting is. */
    Path file(Setting setting) {
        String text = setting.key() + "\n" + madeBy;
        return folder.resolve(hash(text.getBytes(StandardCharsets.UTF_8)) + ".json.gz");
    }

    /**
     * The row of a setting, if there is a whole one.
     *
     * @param report told of a file that is damaged
     */
    Optional<SweepRow> read(Setting setting, Consumer<String> report) {
        Path file = file(setting);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            SweepRow row = JSON.readValue(in.readAllBytes(), SweepRow.class);
            if (!row.setting().equals(setting)) {
                throw new IOException("it is of " + row.setting());
            }
            return Optional.of(row);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            report.accept(file + " is damaged (" + why + "), so it is trained again: " + setting);
            return Optional.empty();
        }
    }

    void write(SweepRow row) throws IOException {
        byte[] json = JSON.writeValueAsBytes(row);
        WholeFile.write(
                file(row.setting()),
                out -> {
                    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
                        packed.write(json);
                    }
                });
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash).substring(0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
