package tripletlab.sweep;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tripletlab.internal.WholeFile;

/**
 * Finished rows in a folder, a file each: packed JSON, whose check sum tells if it is damaged. The
 * name is a hash of the setting, of the engine and of the library's jar, so that what another
 * version has trained is not taken for a result of this one.
 */
record KeptRows(Path folder, String madeBy) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static KeptRows in(Path folder) throws IOException, URISyntaxException {
        Path library =
                Path.of(
                        KeptRows.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI()); // in tests a folder of classes
        byte[] jar = Files.isRegularFile(library) ? Files.readAllBytes(library) : new byte[0];
        String version = Engine.getDefaultEngineName() + UUID.nameUUIDFromBytes(jar);
        return new KeptRows(Files.createDirectories(folder), version);
    }

    private Path file(Setting setting) {
        byte[] text = (setting.key() + "\n" + madeBy).getBytes(StandardCharsets.UTF_8);
        return folder.resolve(UUID.nameUUIDFromBytes(text) + ".json.gz");
    }

    /** The row of a setting, if there is a whole one; says so if there is a damaged one. */
    Optional<SweepRow> read(Setting setting) {
        Path file = file(setting);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            SweepRow row = JSON.readValue(in.readAllBytes(), SweepRow.class);
            if (row.setting().equals(setting)) {
                return Optional.of(row);
            }
            throw new IOException("it is of another setting");
        } catch (IOException e) {
            System.out.printf(
                    "%s is damaged: %s. Its setting is trained again: %s%n",
                    file, e.getMessage(), setting.key());
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
}
