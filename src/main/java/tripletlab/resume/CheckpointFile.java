package tripletlab.resume;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import tripletlab.internal.WholeFile;

/**
 * One checkpoint on disk, {@code epoch-0025.zip}: it is there as a whole or not at all, and every
 * entry is compared with its CRC-32 before a byte of it is used.
 *
 * @param folder where it is
 * @param epoch how many epochs had been trained
 */
record CheckpointFile(Path folder, int epoch) {

    private static final Pattern NAME = Pattern.compile("epoch-(\\d{4,9})\\.zip");

    Path path() {
        return folder.resolve(name());
    }

    private String name() {
        return String.format(Locale.ROOT, "epoch-%04d.zip", epoch);
    }

    /** The one with most epochs; names that are none of a checkpoint are passed over. */
    static Optional<CheckpointFile> newest(Path folder) throws IOException {
        return newest(folder, Integer.MAX_VALUE);
    }

    private static Optional<CheckpointFile> newest(Path folder, int below) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.toFile().getName()))
                    .filter(Matcher::matches)
                    .map(name -> new CheckpointFile(folder, Integer.parseInt(name.group(1))))
                    .filter(file -> file.epoch < below)
                    .max((a, b) -> Integer.compare(a.epoch, b.epoch));
        }
    }

    /** Makes the folder, if there is none, and replaces an older file in one step. */
    void write(Map<String, byte[]> entries) throws IOException {
        Files.createDirectories(folder);
        WholeFile.write(
                path(),
                file -> {
                    ZipOutputStream zip = new ZipOutputStream(file);
                    zip.setLevel(Deflater.NO_COMPRESSION); // weights do not get shorter
                    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                        zip.putNextEntry(new ZipEntry(entry.getKey()));
                        zip.write(entry.getValue());
                        zip.closeEntry();
                    }
                    zip.finish();
                });
    }

    Map<String, byte[]> read() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(path()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw damaged(e.getMessage(), e); // of IllegalArgument: a name that is no UTF-8
        }
        return entries;
    }

    IOException damaged(String why, Exception cause) throws IOException {
        String next =
                newest(folder, epoch)
                        .map(file -> "resumes from " + file.name())
                        .orElse("starts anew");
        return new IOException(
                String.format(
                        "%s is damaged: %s. To mend it: delete this file; then the training %s",
                        path(), why, next),
                cause);
    }
}
