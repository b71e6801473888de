package tripletlab.resume;

import ai.djl.nn.Block;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
import tripletlab.internal.Arguments;
import tripletlab.internal.WholeFile;
import tripletlab.sampling.Resumable;

/**
 * One checkpoint on disk, {@code epoch-0025.zip}: it is there as a whole or not at all, and every
 * entry is compared with its CRC-32 before a byte of it is used.
 *
 * @param folder where it is
 * @param epoch how many epochs had been trained
 */
record CheckpointFile(Path folder, int epoch) {

    private static final Pattern NAME = Pattern.compile("epoch-(\\d{4,9})\\.zip");
    private static final String CONTENTS = "contents.json";
    private static final int VERSION = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Tells what else is in a checkpoint, so that nothing can be missing or of another training
     * unseen.
     *
     * @param version of the format
     * @param epoch how many epochs had been trained
     * @param parameters names of the network's parameters
     * @param positions of all that draws random numbers
     * @param parts names of the other entries
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Contents(
            int version,
            int epoch,
            List<String> parameters,
            List<Position> positions,
            List<String> parts) {

        Contents(int epoch, Block network, List<Resumable> resumables, List<String> parts) {
            this(
                    VERSION,
                    epoch,
                    network.getParameters().keys(),
                    resumables.stream().map(Position::of).toList(),
                    parts);
        }

        private List<String> kinds() {
            return positions.stream().map(place -> place.of + " of seed " + place.seed).toList();
        }
    }

    /** How far something was that draws random numbers. */
    record Position(String of, long seed, long position) {

        private static Position of(Resumable resumable) {
            String name = resumable.getClass().getSimpleName();
            return new Position(name, resumable.seed(), resumable.position());
        }
    }

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

    void write(Map<String, byte[]> parts, Contents contents) throws IOException {
        parts.put(CONTENTS, JSON.writeValueAsBytes(contents));
        write(parts);
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

    /**
     * Reads the contents of a file, all of which is there.
     *
     * @throws IllegalArgumentException if the training that is to resume it is made of something
     *     else
     */
    Contents contents(Map<String, byte[]> entries, Contents training) throws IOException {
        requireEntry(entries, CONTENTS);
        Contents contents;
        try {
            contents = JSON.readValue(entries.get(CONTENTS), Contents.class);
        } catch (JsonProcessingException e) {
            throw damaged(CONTENTS + " is not what TripletLab writes", e);
        }
        requireSame("version", contents.version, VERSION);
        for (String name : contents.parts) {
            requireEntry(entries, name);
        }
        requireSame("parameters", contents.parameters, training.parameters);
        requireSame("resumables", contents.kinds(), training.kinds());
        requireSame("parts", contents.parts, training.parts);
        return contents;
    }

    private void requireEntry(Map<String, byte[]> entries, String name) throws IOException {
        if (!entries.containsKey(name)) {
            throw damaged(name + " is missing", null);
        }
    }

    private void requireSame(String what, Object was, Object is) {
        String message = "%s does not fit this training: its %s is %s, here it is %s";
        Arguments.require(was.equals(is), message, path(), what, was, is);
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
