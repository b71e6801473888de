package tripletlab.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file so that under its name there is the old one or the whole new one, never a part. */
public final class WholeFile {

    private static final String PROCESS = UUID.randomUUID().toString();

    private WholeFile() {}

    /** What goes into a file. */
    public interface Content {
        /** Writes it, and may close the stream. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes beside the place, then renames. Whatever happens, nothing else is left, unless the
     * process is killed. Of several who write at the same time, the last one's file stays.
     *
     * @throws IOException with the file's name and the reason
     */
    public static void write(Path file, Content content) throws IOException {
        Path part = part(file);
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                content.writeTo(out);
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true); // on disk before the name is, else a power cut loses both
            }
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException(file + " cannot be written: " + reason(file, e), e);
        } finally {
            deleteIfThere(part); // only if something failed
        }
    }

    /** What this thread writes to before it renames: no other one does, in no process. */
    public static Path part(Path file) {
        String name = "%s.%s-%d.part";
        long thread = Thread.currentThread().getId();
        return file.resolveSibling(name.formatted(file.getFileName(), PROCESS, thread));
    }

    private static void deleteIfThere(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            return; // why the file cannot be written is worth more
        }
    }

    private static String reason(Path file, IOException e) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            return "there is no folder " + folder;
        }
        if (Files.isDirectory(file)) {
            return "there is a folder of this name";
        }
        Throwable cause = e;
        while (cause.getCause() != null) { // a writer of pictures wraps it
            cause = cause.getCause();
        }
        return cause instanceof AccessDeniedException ? "access is denied" : cause.getMessage();
    }
}
